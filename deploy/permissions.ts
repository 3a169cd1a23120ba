import { type Denial, denialsIn, missingPermission } from "../aws/denials";
import { DapfError } from "../errors";
import { TerraformFailedError } from "./terraform/stream";

/** Whom `dapf iam` prints a policy for. */
type Purpose = "deployer" | "planner" | "viewer";

/** Terraform failed because AWS does not let somebody do what it takes. */
export class PermissionMissingError extends DapfError {
  override readonly exitCode: number;

  constructor(
    readonly environment: string,
    readonly purpose: Purpose,
    readonly denials: readonly Denial[],
    override readonly cause: TerraformFailedError,
  ) {
    const missing = denials.map((denial) => `Permission missing: ${missingPermission(denial)}`);
    const next = `What is needed: npx dapf iam ${environment} --for ${purpose} (docs/security.md)`;
    super([cause.message, ...missing, next].join("\n"));
    this.exitCode = cause.exitCode;
  }
}

/**
 * Does something with Terraform, and says which permissions were missing when it fails for want of some.
 *
 * @throws PermissionMissingError in the place of a TerraformFailedError, and whatever `act` throws
 */
export async function namingPermissions<T>(environment: string, purpose: Purpose, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof TerraformFailedError)) throw error;
    const denials = denialsIn(error.diagnostics.map(({ summary, detail }) => `${summary} ${detail}`).join("\n"));
    if (denials.length === 0) throw error;
    throw new PermissionMissingError(environment, purpose, denials, error);
  }
}

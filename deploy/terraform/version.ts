import { z } from "zod";
import { DapfError } from "../../errors";
import { captureTerraform } from "./capture";
import { INSTALL_PAGE } from "./process";
import type { TerraformContext } from "./stream";

// The S3 backend locks with a file beside the state since 1.10, and without a notice that this is experimental since 1.11.
const OLDEST = [1, 11, 0] as const;

/** The installed Terraform lacks something that dapf uses. */
export class TerraformTooOldError extends DapfError {
  constructor(
    readonly found: string,
    readonly oldest: string,
  ) {
    super(`Terraform ${found} is too old: install version ${oldest} or newer from ${INSTALL_PAGE}`);
  }
}

/** @throws TerraformMissingError */
export async function installedVersion(context: TerraformContext): Promise<string> {
  const answer = JSON.parse(await captureTerraform(context, ["version", "-json"])) as unknown;
  return z.object({ terraform_version: z.string() }).parse(answer).terraform_version;
}

/** @throws TerraformTooOldError, TerraformMissingError */
export async function checkTerraformVersion(context: TerraformContext): Promise<void> {
  const found = await installedVersion(context);
  if (isOlder(found)) throw new TerraformTooOldError(found, OLDEST.join("."));
}

/** @returns whether a version such as `1.9.8` or `1.10.0-rc1` is older than the oldest that works. */
function isOlder(version: string): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = numbers[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

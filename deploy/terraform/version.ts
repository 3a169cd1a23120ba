import { DapfError } from "../../errors";
import { INSTALL_PAGES, isTooOld, oldestVersion, parseProgram, type TerraformProgram } from "../../tools";
import { captureTerraform } from "./capture";
import type { TerraformContext } from "./stream";

/** The installed program lacks something that dapf uses. */
export class TerraformTooOldError extends DapfError {
  readonly oldest: string;

  constructor(readonly found: TerraformProgram) {
    const { product, version } = found;
    const oldest = oldestVersion(product);
    super(
      `${product} ${version} is too old, as it cannot lock a state in S3 with a file beside it: install version ${oldest} or newer ` +
        `from ${INSTALL_PAGES[product]}`,
    );
    this.oldest = oldest;
  }
}

/** What is called Terraform is neither Terraform nor OpenTofu. */
export class UnknownTerraformError extends DapfError {
  constructor(
    readonly binary: string,
    /** The first line that it printed as its version. */
    readonly line: string,
  ) {
    super(`${binary} is neither Terraform nor OpenTofu: as its version it prints ${JSON.stringify(line)}`);
  }
}

/** @throws UnknownTerraformError, TerraformMissingError */
export async function installedProgram(context: TerraformContext): Promise<TerraformProgram> {
  const text = await captureTerraform(context, ["version"]);
  const program = parseProgram(text);
  if (program === undefined) throw new UnknownTerraformError(context.binary, text.split("\n")[0] ?? "");
  return program;
}

/** @throws TerraformTooOldError, UnknownTerraformError, TerraformMissingError */
export async function checkTerraformVersion(context: TerraformContext): Promise<TerraformProgram> {
  const program = await installedProgram(context);
  if (isTooOld(program)) throw new TerraformTooOldError(program);
  return program;
}

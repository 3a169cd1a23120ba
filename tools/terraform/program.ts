import { execFile } from "node:child_process";

/** Terraform, or what came of it under a free licence. */
export type Product = "Terraform" | "OpenTofu";

/** What runs the stacks. */
export interface TerraformProgram {
  readonly product: Product;
  /** `1.11.4` */
  readonly version: string;
}

/** Where each is explained how to install it. */
export const INSTALL_PAGES: Readonly<Record<Product, string>> = {
  Terraform: "https://developer.hashicorp.com/terraform/install",
  OpenTofu: "https://opentofu.org/docs/intro/install/",
};

/**
 * What dapf asks of a program, and since when each has it: the S3 backend locks with a file beside the state (`use_lockfile`).
 * Sources: Terraform 1.11 (1.10 says at each run that this is experimental), OpenTofu 1.10, in "What's new".
 */
const OLDEST: Readonly<Record<Product, readonly [number, number, number]>> = {
  Terraform: [1, 11, 0],
  OpenTofu: [1, 10, 0],
};

/** @param text what `<binary> version` prints; with `-json` both say `terraform_version`, and nothing tells them apart */
export function parseProgram(text: string): TerraformProgram | undefined {
  const [, product, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(text) ?? [];
  // The expression has these two.
  return version === undefined ? undefined : { product: product as Product, version };
}

/** @returns undefined when it cannot be run, or is neither */
export function programOf(binary: string, variables: NodeJS.ProcessEnv): Promise<TerraformProgram | undefined> {
  return new Promise((resolve) => {
    const env = { ...variables, CHECKPOINT_DISABLE: "1" };
    execFile(binary, ["version"], { env, timeout: 30_000 }, (error, stdout) => {
      resolve(error === null ? parseProgram(stdout) : undefined);
    });
  });
}

/** @returns the oldest version of the product that has what dapf asks for */
export function oldestVersion(product: Product): string {
  return OLDEST[product].join(".");
}

/** @returns whether a version such as `1.9.8` or `1.10.0-rc1` is older than the oldest that works. */
export function isTooOld({ product, version }: TerraformProgram): boolean {
  const numbers = version.split(/[.-]/).map(Number);
  for (const [index, least] of OLDEST[product].entries()) {
    const part = numbers[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}

import { join } from "node:path";
import { isMade } from "../make-once";
import { cacheFolder, onPath, type Variables } from "../places";
import { terraformPlatform } from "./platform";

/** The release that dapf downloads where there is none, and that its own tests run. */
export const TERRAFORM_VERSION = "1.11.4";

/** Where a Terraform, or OpenTofu in its place, comes from. */
export interface FoundTerraform {
  /** Name on the PATH, or a path. */
  readonly binary: string;
  /** `named`: by `TERRAFORM_BINARY_NAME`, and nobody has looked whether it is there; `cache`: dapf has downloaded it. */
  readonly from: "named" | "path" | "cache";
}

/** @returns the Terraform to run: the one that is named, `terraform`, `tofu`, the one that dapf has downloaded */
export function findTerraform(variables: Variables): FoundTerraform | undefined {
  // The same variable that cdktf-cli reads.
  const named = variables.TERRAFORM_BINARY_NAME;
  if (named !== undefined && named !== "") return { binary: named, from: "named" };
  const present = ["terraform", "tofu"].find((name) => onPath(name, variables) !== undefined);
  if (present !== undefined) return { binary: present, from: "path" };
  const folder = downloadFolder(variables);
  return isMade(folder) ? { binary: join(folder, "terraform"), from: "cache" } : undefined;
}

/** @returns absolute path of the folder for a downloaded Terraform */
export function downloadFolder(variables: Variables): string {
  const platform = terraformPlatform(process.platform, process.arch);
  return join(cacheFolder(variables), "terraform", `${TERRAFORM_VERSION}-${platform}`);
}

/** Environment variables that make dapf and cdktf run it; none where they would by themselves. */
export function terraformBinaryVariables({ binary, from }: FoundTerraform): { TERRAFORM_BINARY_NAME?: string } {
  return from === "named" || binary === "terraform" ? {} : { TERRAFORM_BINARY_NAME: binary };
}

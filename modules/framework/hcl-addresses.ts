import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { moduleOf } from "./module-tree";
import { movedFrom, retired } from "./moved";

/**
 * What the HCL that dapf takes over called its modules, where the names differ, by dapf's address. All other modules
 * are called as they were.
 */
const formerModules: Readonly<Record<string, string>> = {
  // There each job and each workflow had a module of its own, inside of this one.
  "module.analytics_etl.module.glue_jobs": "module.analytics_etl",
  "module.analytics_etl.module.glue_wfs": "module.analytics_etl",
  "module.batch_inferencing.module.inferencing_construct": "module.batch_inferencing.module.inferencing_contruct",
  "module.monitoring": "module.monitoring[0]",
};

/**
 * States which resource of the HCL a resource is. Write it next to the resource: the root emits the `moved` blocks.
 *
 * @param address relative to the module of the HCL that is now the resource's module, with instance keys:
 *   `module.kms_default.aws_kms_key.this[0]`
 * @returns the resource, so that the call can wrap its construction
 */
export function fromHcl<T extends TerraformResource>(resource: T, address: string): T {
  return movedFrom(resource, absolute(resource, address));
}

/**
 * States that a resource of the HCL has no successor, so that Terraform destroys it. Write it next to what takes its
 * place.
 *
 * @param scope a construct of the module that had the resource
 * @param id what it was, in snake case; the plan shows it
 * @param address relative to the module of the HCL that is now the scope's module
 */
export function retiredFromHcl(scope: Construct, id: string, address: string): void {
  retired(scope, id, absolute(scope, address));
}

/** The key of an instance, as it is written in an address: `["input_table"]`. */
export function at(key: string): string {
  // Terraform reads the key as a quoted string of its language, in which these two begin a template.
  return `[${JSON.stringify(key)
    .replaceAll("${", () => "$${")
    .replaceAll("%{", () => "%%{")}]`;
}

/**
 * The key of a file that an environment names: the HCL was in a folder of the repository, and went up from there.
 *
 * @param path relative to the repository root, to the letter as the environment has it
 */
export function atPath(path: string): string {
  return at(`./../${path}`);
}

function absolute(scope: Construct, address: string): string {
  const module = moduleOf(TerraformStack.of(scope))?.address ?? "";
  return [formerModules[module] ?? module, address].filter(Boolean).join(".");
}

import { TerraformResource } from "cdktf";
import { addressInModule } from "./readable-stack";
import { ModuleLike } from "./module-tree";
import type { RootModule } from "./terraform-module";

/** A Terraform `moved` block: the resource instance at `from` is now the one at `to`. */
export interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

const formerAddresses = new WeakMap<TerraformResource, string[]>();

/**
 * States the address that a resource had before, e.g. in the HCL that dapf replaces. Write it next to the resource.
 *
 * @param address absolute address from the root, with instance keys: `module.kms_default.aws_kms_key.this[0]`
 * @returns the resource, so that the call can wrap its construction
 */
export function movedFrom<T extends TerraformResource>(resource: T, address: string): T {
  formerAddresses.set(resource, [...(formerAddresses.get(resource) ?? []), address]);
  return resource;
}

/** The absolute address of a resource: `module.a.module.b.aws_s3_bucket.internal`. */
export function addressOf(resource: TerraformResource): string {
  const module = resource.cdktfStack;
  const path = module instanceof ModuleLike ? module.address : "";
  return [path, addressInModule(resource)].filter(Boolean).join(".");
}

/**
 * All moved blocks of a root, by `from`. Terraform takes them in the root although they name resources of modules,
 * because the modules are part of the same configuration.
 */
export function movedBlocks(root: RootModule): MovedBlock[] {
  return root.node
    .findAll()
    .filter((node) => TerraformResource.isTerraformResource(node))
    .flatMap((resource) => (formerAddresses.get(resource) ?? []).map((from) => ({ from, to: addressOf(resource) })))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

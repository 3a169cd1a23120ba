import type { Construct } from "constructs";
import { TerraformResource, TerraformStack } from "cdktf";
import { addressInModule, identifier } from "./readable-stack";
import { ModuleLike } from "./module-tree";

/** A Terraform `moved` block: the resource instance at `from` is now the one at `to`. */
export interface MovedBlock {
  readonly from: string;
  readonly to: string;
}

const formerAddresses = new WeakMap<TerraformResource, string[]>();
const retirements = new WeakMap<Construct, MovedBlock[]>();

/**
 * States the address that a resource had before, e.g. when it was in another module. Write it next to the resource.
 * Addresses of the HCL that dapf replaces are stated with `fromHcl`.
 *
 * @param address absolute address from the root, with instance keys: `module.old["key"].aws_kms_key.this[0]`
 * @returns the resource, so that the call can wrap its construction
 */
export function movedFrom<T extends TerraformResource>(resource: T, address: string): T {
  formerAddresses.set(resource, [...(formerAddresses.get(resource) ?? []), address]);
  return resource;
}

/**
 * States that there was a resource which is not wanted any more. A live one moves to an address where nothing is, and
 * Terraform destroys it there. It would do so without the move, too; but so it can be told from a resource that dapf
 * knows nothing of.
 *
 * @param scope where the resource would be, were it wanted
 * @param id in snake case; shown in the plan
 * @param address absolute address from the root, with instance keys
 */
export function retired(scope: Construct, id: string, address: string): void {
  const type = /([a-z0-9_]+)\.[\w-]+(\[[^\]]*\])?$/.exec(address)?.[1];
  if (type === undefined) throw new Error(`${address} is not the address of a resource`);
  const to = joined(pathOf(scope), `${type}.${identifier(id)}`);
  retirements.set(scope, [...(retirements.get(scope) ?? []), { from: address, to }]);
}

/** The absolute address of a resource: `module.a.module.b.aws_s3_bucket.internal`. */
function addressOf(resource: TerraformResource): string {
  return joined(pathOf(resource), addressInModule(resource));
}

/**
 * All moved blocks of a root, by `from`. Terraform takes them in the root although they name resources of modules,
 * because the modules are part of the same configuration.
 */
export function movedBlocks(root: ModuleLike): MovedBlock[] {
  const nodes = root.node.findAll();
  const moves = nodes
    .filter((node) => TerraformResource.isTerraformResource(node))
    .flatMap((resource) => (formerAddresses.get(resource) ?? []).map((from) => ({ from, to: addressOf(resource) })))
    .filter(({ from, to }) => from !== to);
  return [...moves, ...nodes.flatMap((node) => retirements.get(node) ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1));
}

function pathOf(scope: Construct): string {
  const module = TerraformStack.of(scope);
  return module instanceof ModuleLike ? module.address : "";
}

function joined(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(".");
}

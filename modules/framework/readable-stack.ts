import { type Node } from "constructs";
import {
  TerraformDataSource,
  TerraformElement,
  TerraformLocal,
  TerraformModule as TerraformModuleCall,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
} from "cdktf";

/** Two elements of one Terraform module would get the same address. */
export class AddressCollisionError extends Error {
  constructor(
    /** The address that both claim, relative to the module, e.g. `aws_s3_bucket.internal`. */
    readonly address: string,
    /** The construct paths of the two elements. */
    readonly paths: readonly [string, string],
  ) {
    super(`${paths[0]} and ${paths[1]} would both be ${address}: give one of them another construct id`);
    this.name = "AddressCollisionError";
  }
}

/** The id of a construct that takes no part in addresses. */
export const HIDDEN_ID = "Default";

/**
 * A stack whose addresses are readable and stable: an element is called by the construct ids below the stack, joined
 * with `_`, and by nothing else. CDKTF's own names end in a hash of the path, which no runbook can quote. As in these, the
 * id `Default` is left out: of a construct that is all there is in a module.
 */
export abstract class ReadableStack extends TerraformStack {
  /** The elements that belong to this stack and not to a stack nested in it, in construction order. */
  ownElements(): TerraformElement[] {
    return elementsBelow(this.node);
  }

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    return node.scopes
      .slice(node.scopes.indexOf(this) + 1)
      .filter((scope) => scope.node.id !== HIDDEN_ID)
      .map((scope) => identifier(scope.node.id))
      .join("_");
  }

  /** @throws AddressCollisionError when two elements claim one address. CDKTF would merge them without a word. */
  checkAddresses(): void {
    const taken = new Map<string, string>();
    for (const element of this.ownElements()) {
      const address = addressInModule(element);
      if (address === undefined) continue;
      const other = taken.get(address);
      if (other !== undefined) throw new AddressCollisionError(address, [other, element.node.path]);
      taken.set(address, element.node.path);
    }
  }
}

/** Letters, digits, `_` and `-` are what Terraform takes in a name; a name may not begin with a digit or `-`. */
export function identifier(text: string): string {
  const clean = text.replace(/[^A-Za-z0-9_-]+/g, "_");
  return /^[A-Za-z_]/.test(clean) ? clean : `_${clean}`;
}

/** The address of an element inside its own module, or undefined for elements without one (providers, backends). */
export function addressInModule(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (element instanceof TerraformModuleCall) return `module.${element.friendlyUniqueId}`;
  if (element instanceof TerraformVariable) return `var.${element.friendlyUniqueId}`;
  if (TerraformOutput.isTerraformOutput(element)) return `output.${element.friendlyUniqueId}`;
  if (element instanceof TerraformLocal) return `local.${element.friendlyUniqueId}`;
  return undefined;
}

function elementsBelow(node: Node, found: TerraformElement[] = []): TerraformElement[] {
  for (const child of node.children) {
    if (TerraformStack.isStack(child)) continue;
    if (TerraformElement.isTerraformElement(child)) found.push(child);
    elementsBelow(child.node, found);
  }
  return found;
}

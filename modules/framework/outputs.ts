import { type TerraformElement, TerraformOutput } from "cdktf";
import type { CalledModule, ModuleLike } from "./module-tree";
import { isWire } from "./wiring";

/**
 * Lifts the outputs that authors declared inside modules to the root under their own names, because `terraform output`
 * shows the root's only. A name that two modules claim is a collision that the root's address check reports.
 */
export function forwardOutputs(root: ModuleLike): void {
  for (const module of root.calls) lift(module, root);
}

function lift(module: CalledModule, root: ModuleLike): void {
  for (const child of module.calls) lift(child, root);
  const declared = module.ownElements().filter(isDeclaredOutput);
  for (const output of declared) {
    const name = output.friendlyUniqueId;
    const id = `output:${module.moduleName}:${name}`;
    if (module.parent.node.tryFindChild(id)) continue;
    const lifted = new TerraformOutput(module.parent, id, {
      value: `\${module.${module.moduleName}.${name}}`,
      ...(output.description === undefined ? {} : { description: output.description }),
      ...(output.sensitive === undefined ? {} : { sensitive: output.sensitive }),
    });
    lifted.overrideLogicalId(name);
  }
}

function isDeclaredOutput(element: TerraformElement): element is TerraformOutput {
  return TerraformOutput.isTerraformOutput(element) && !isWire(element);
}

import {
  TerraformDataSource,
  TerraformElement,
  TerraformModule as TerraformModuleCall,
  TerraformResource,
  Tokenization,
} from "cdktf";
import { ModuleLike, moduleOf } from "./module-tree";
import { addressInModule } from "./readable-stack";
import { type ModuleWiring, route } from "./wiring";

type Dependant = TerraformResource | TerraformDataSource | TerraformModuleCall;

/**
 * Rewrites `dependsOn` entries that name an element of another module. Terraform's `depends_on` can only name what
 * stands in the same module, so the dependency moves to where both sides are visible: onto the module call on the way
 * down, or to the module that holds the element on the way up.
 *
 * @throws ModuleCycleError when the modules would wait for each other
 */
export function routeDependencies(root: ModuleLike, wiring: ModuleWiring): void {
  for (const module of root.node.findAll().filter((node) => node instanceof ModuleLike)) {
    for (const dependant of module.ownElements().filter(isDependant)) {
      if (dependant.dependsOn === undefined) continue;
      const kept = new Set(dependant.dependsOn.flatMap((dependency) => placed(wiring, module, dependant, dependency)));
      dependant.dependsOn = kept.size > 0 ? [...kept] : undefined;
    }
  }
}

/** Puts one dependency where Terraform accepts it; returns what stays with the dependant itself. */
function placed(wiring: ModuleWiring, module: ModuleLike, dependant: Dependant, dependency: string): string[] {
  const target = elementBehind(dependency);
  const home = target && moduleOf(target.cdktfStack);
  if (!target || !home || home === module) return [dependency];

  wiring.recordDependency(home, module, `${target.node.id} (depends_on of ${dependant.node.id})`);
  const { up, down } = route(home, module);
  const visible = up[0] ? `module.${up[0].moduleName}` : (addressInModule(target) ?? "");
  const call = down[0]?.call;
  if (call === undefined) return [visible];
  call.dependsOn = [...new Set([...(call.dependsOn ?? []), visible])];
  return [];
}

/** CDKTF keeps a `dependsOn` entry as a string token around the element; the field is private, hence the reflection. */
function elementBehind(dependency: string): TerraformElement | undefined {
  const token = Tokenization.reverseString(dependency).tokens[0];
  const element: unknown = token && Reflect.get(token, "dependable");
  return TerraformElement.isTerraformElement(element) ? element : undefined;
}

function isDependant(element: TerraformElement): element is Dependant {
  return (
    TerraformResource.isTerraformResource(element) ||
    TerraformDataSource.isTerraformDataSource(element) ||
    element instanceof TerraformModuleCall
  );
}

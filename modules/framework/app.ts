import { App, type AppConfig, type TerraformStack } from "cdktf";
import { routeDependencies } from "./dependencies";
import { ModuleCycleError } from "./module-graph";
import { moduleOf } from "./module-tree";
import { forwardOutputs } from "./outputs";
import { RootModule } from "./root-module";

/**
 * An app whose stacks may hold Terraform modules. A reference from one module to another becomes outputs and variables
 * along the module tree, where CDKTF would read the other's remote state.
 */
export class ModularApp extends App {
  constructor(config: AppConfig = {}) {
    super({ stackTraces: false, ...config });
  }

  override crossStackReference(from: TerraformStack, to: TerraformStack, reference: string): string {
    const user = moduleOf(to);
    const used = moduleOf(from);
    const root = used?.root;
    if (!user || !used || user.root !== root || !(root instanceof RootModule)) {
      return super.crossStackReference(from, to, reference);
    }
    return root.wiring.connect(used, user, reference);
  }

  override synth(): void {
    const roots = this.node.findAll().filter((node) => node instanceof RootModule);
    for (const root of roots) {
      forwardOutputs(root);
      routeDependencies(root, root.wiring);
    }
    try {
      super.synth();
    } catch (error) {
      // CDKTF adds the creation stack of the token to the message of whatever is thrown while it resolves one.
      throw error instanceof ModuleCycleError ? new ModuleCycleError(error.ring, error.reasons) : error;
    }
  }
}

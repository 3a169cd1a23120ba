import * as fs from "node:fs";
import * as path from "node:path";
import { type Construct } from "constructs";
import { AssetFolder } from "./asset-folder";
import { type CalledModule, ModuleLike, type TreeRoot } from "./module-tree";
import { movedBlocks } from "./moved";
import { ModuleWiring } from "./wiring";

/** The root module of one environment: holds the provider, the backend, the module calls, outputs and moved blocks. */
export abstract class RootModule extends ModuleLike implements TreeRoot {
  readonly root = this;
  readonly lineage: readonly CalledModule[] = [];
  readonly wiring = new ModuleWiring();
  readonly assets = new AssetFolder();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const own = this.synthesizer;
    this.synthesizer = {
      synthesize: (session) => {
        const folder = path.join(session.outdir, "stacks", id);
        this.removeStaleModules(folder);
        this.checkAddresses();
        own.synthesize(session);
        this.assets.write(folder);
      },
    };
  }

  override prepareStack(): void {
    this.ensureBackendExists();
    super.prepareStack();
  }

  /** A module that is gone from the code would otherwise stay behind as a folder. */
  private removeStaleModules(folder: string): void {
    const known = new Set(this.node.findAll().flatMap((node) => (node instanceof ModuleLike ? [node.folder] : [])));
    const visit = (relative: string): void => {
      const modules = path.posix.join(relative, "modules");
      if (!fs.existsSync(path.join(folder, modules))) return;
      for (const name of fs.readdirSync(path.join(folder, modules))) {
        const child = path.posix.join(modules, name);
        if (known.has(child)) visit(child);
        else fs.rmSync(path.join(folder, child), { recursive: true });
      }
    };
    visit(".");
  }

  /** The Terraform JSON of the root, as CDKTF renders it, with the moved blocks of the whole tree. */
  override toTerraform(): Record<string, unknown> {
    const rendered: Record<string, unknown> = super.toTerraform();
    const moved = movedBlocks(this);
    return moved.length === 0 ? rendered : { ...rendered, moved };
  }
}

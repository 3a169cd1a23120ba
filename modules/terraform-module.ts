import * as fs from "node:fs";
import * as path from "node:path";
import { type Construct } from "constructs";
import {
  App,
  type AppConfig,
  type ISynthesisSession,
  type TerraformBackend,
  TerraformHclModule,
  TerraformProvider,
  TerraformStack,
} from "cdktf";
import { AssetFolder } from "./asset-folder";
import { routeDependencies } from "./module-dependencies";
import { forwardOutputs } from "./module-outputs";
import { ModuleWiring } from "./module-wiring";
import { movedBlocks } from "./moved";
import { ModuleCycleError } from "./module-graph";
import { ModuleLike, moduleOf } from "./module-tree";
import { identifier } from "./readable-stack";

export { AddressCollisionError } from "./readable-stack";
export { ModuleCycleError };

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
    if (!user || !used || user.root !== used.root) return super.crossStackReference(from, to, reference);
    return used.root.wiring.connect(used, user, reference);
  }

  override synth(): void {
    const roots = this.node.findAll().filter((node) => node instanceof RootModule);
    for (const root of roots) {
      forwardOutputs(root);
      routeDependencies(root);
    }
    try {
      super.synth();
    } catch (error) {
      // CDKTF adds the creation stack of the token to the message of whatever is thrown while it resolves one.
      throw error instanceof ModuleCycleError ? new ModuleCycleError(error.ring, error.reasons) : error;
    }
  }
}

/** The root module of one environment: holds the provider, the backend, the module calls, outputs and moved blocks. */
export abstract class RootModule extends ModuleLike {
  readonly root: RootModule = this;
  readonly lineage: readonly TerraformModule[] = [];
  readonly wiring = new ModuleWiring();
  /** Files beside the Terraform JSON, such as the sources of S3 objects. */
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

/**
 * A real Terraform module: a folder `modules/<id>` with a `main.tf.json`, called by its parent, addressed as
 * `module.<id>`, a target for `terraform apply -target=module.<id>`.
 *
 * Constructs inside it are written as in any stack. When one of them uses an attribute of a resource in another module
 * of the same root, outputs and variables appear by themselves. The provider is the root's.
 *
 * @throws AddressCollisionError, ModuleCycleError when the app is synthesized
 */
export class TerraformModule extends ModuleLike {
  readonly parent: ModuleLike;
  /** The `module` block in the parent. */
  readonly call: TerraformHclModule;
  /** Name of the call and of the folder: the construct ids below the parent joined with `_`. */
  readonly moduleName: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const parent = moduleOf(TerraformStack.of(scope));
    if (!parent) throw new Error(`Terraform module ${this.node.path} is not in a stack that extends RootModule`);
    this.parent = parent;
    const scopes = this.node.scopes;
    this.moduleName = scopes
      .slice(scopes.indexOf(parent) + 1)
      .map((construct) => identifier(construct.node.id))
      .join("_");
    this.call = new TerraformHclModule(scope, `${id}.call`, {
      source: `./modules/${this.moduleName}`,
      variables: {},
      skipAssetCreationFromLocalModules: true,
    });
    this.call.overrideLogicalId(this.moduleName);
    new InheritedProvider(this, "inherited_provider");
    this.synthesizer = { synthesize: (session) => this.write(session) };
  }

  get root(): RootModule {
    return this.parent.root;
  }

  get lineage(): readonly TerraformModule[] {
    return [...this.parent.lineage, this];
  }

  // CDKTF checks that a stack has the provider of its resources; a module's is the root's.
  override allProviders(): TerraformProvider[] {
    return this.root.allProviders();
  }

  // CDKTF gives each stack without a backend a local one; only the root of a Terraform configuration may have any.
  override ensureBackendExists(): TerraformBackend {
    return this.root.ensureBackendExists();
  }

  /**
   * The Terraform JSON of the module. CDKTF's own rendering adds metadata that only its command line reads, from the
   * root, and resolves everything a second time.
   */
  override toTerraform(): Record<string, unknown> {
    return this.render().reduce<Record<string, unknown>>((whole, fragment) => merged(whole, fragment), {});
  }

  private write(session: ISynthesisSession): void {
    this.checkAddresses();
    const folder = path.join(session.outdir, "stacks", this.root.node.id, this.folder);
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "main.tf.json"), `${JSON.stringify(this.toTerraform(), null, 2)}\n`);
  }
}

/** States which provider a module expects to inherit, without configuring one. */
class InheritedProvider extends TerraformProvider {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      terraformResourceType: "aws",
      terraformGeneratorMetadata: { providerName: "aws" },
      terraformProviderSource: "aws",
    });
  }

  override toTerraform(): Record<string, unknown> {
    return { terraform: { required_providers: { aws: { source: "aws" } } } };
  }
}

/** Puts the blocks of a fragment into those of the whole; addresses have been checked to be unique. */
function merged(whole: Record<string, unknown>, fragment: unknown): Record<string, unknown> {
  if (!isBlock(fragment)) return whole;
  for (const [key, value] of Object.entries(fragment)) {
    const present = whole[key];
    whole[key] = isBlock(present) && isBlock(value) ? merged(present, value) : value;
  }
  return whole;
}

function isBlock(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import * as fs from "node:fs";
import * as path from "node:path";
import { type Construct } from "constructs";
import {
  type ISynthesisSession,
  type TerraformBackend,
  TerraformHclModule,
  TerraformProvider,
  TerraformStack,
} from "cdktf";
import { type CalledModule, ModuleLike, moduleOf, type TreeRoot } from "./module-tree";
import { identifier } from "./readable-stack";

/**
 * A real Terraform module: a folder `modules/<id>` with a `main.tf.json`, called by its parent, addressed as
 * `module.<id>`, a target for `terraform apply -target=module.<id>`.
 *
 * Constructs inside it are written as in any stack. When one of them uses an attribute of a resource in another module
 * of the same root, outputs and variables appear by themselves. The provider is the root's.
 *
 * @throws AddressCollisionError, ModuleCycleError when the app is synthesized
 */
export class TerraformModule extends ModuleLike implements CalledModule {
  readonly parent: ModuleLike;
  readonly call: TerraformHclModule;
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

  get root(): TreeRoot {
    return this.parent.root;
  }

  get lineage(): readonly CalledModule[] {
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

import { type TerraformElement, TerraformOutput, TerraformVariable } from "cdktf";
import { ModuleGraph } from "./module-graph";
import { typeOfReference, type ReferenceType } from "./reference-type";
import { addressInModule, identifier } from "./readable-stack";
import type { CalledModule, ModuleLike } from "./module-tree";

/**
 * Carries references through the module tree of one root: an `output` in every module on the way up to the nearest
 * common ancestor, a `variable` and a call argument in every module on the way down.
 */
export class ModuleWiring {
  private readonly graphs = new Map<ModuleLike, ModuleGraph>();
  private readonly outputs = new Map<string, string>();
  private readonly variables = new Map<string, string>();
  private readonly types = new Map<string, ReferenceType>();
  // Authors declare no more once references are wired up, so that these two need no news from them.
  /** The names that are taken in a module. */
  private readonly names = new Map<string, Set<string>>();
  /** What authors declared in a module, by address. */
  private readonly elements = new Map<ModuleLike, ReadonlyMap<string, TerraformElement>>();

  /**
   * Makes `reference`, which means something in module `from`, readable in module `to`.
   *
   * @param reference an identifier without `${}`, e.g. `aws_sns_topic.topic.arn`
   * @returns the identifier under which `to` sees the value, e.g. `var.common_aws_sns_topic_topic_arn`
   * @throws ModuleCycleError when the modules would need each other
   */
  connect(from: ModuleLike, to: ModuleLike, reference: string): string {
    const { up, down, common } = route(from, to);
    if (up[0] && down[0]) {
      this.graphOf(common).add(down[0].address, up[0].address, reference);
    }
    const type = this.typeOf(from, reference);
    const raised = [...up].reverse().reduce((value, module) => this.export(module, value, type), reference);
    return down.reduce((value, module) => this.import(module, value, type), raised);
  }

  /** Records that one module waits for another as a whole (`depends_on`), for the cycle check. */
  recordDependency(from: ModuleLike, to: ModuleLike, reason: string): void {
    const { up, down, common } = route(from, to);
    if (up[0] && down[0]) this.graphOf(common).add(down[0].address, up[0].address, reason);
  }

  private export(module: CalledModule, value: string, { sensitive }: ReferenceType): string {
    const key = `${module.address}|${value}`;
    let name = this.outputs.get(key);
    if (name === undefined) {
      name = this.freeName(module, TerraformOutput, identifier(value.replace(/^module\./, "").replaceAll(".", "_")));
      const output = new TerraformOutput(module, `wire:output:${name}`, {
        value: `\${${value}}`,
        ...(sensitive ? { sensitive } : {}),
      });
      output.overrideLogicalId(name);
      this.outputs.set(key, name);
    }
    return `module.${module.moduleName}.${name}`;
  }

  private import(module: CalledModule, value: string, { type, sensitive }: ReferenceType): string {
    const key = `${module.address}|${value}`;
    let name = this.variables.get(key);
    if (name === undefined) {
      const readable = value.replace(/^(module|var)\./, "").replaceAll(".", "_");
      name = this.freeName(module, TerraformVariable, identifier(readable));
      const variable = new TerraformVariable(module, `wire:variable:${name}`, {
        ...(type === undefined ? {} : { type }),
        ...(sensitive ? { sensitive } : {}),
      });
      variable.overrideLogicalId(name);
      module.call.set(name, `\${${value}}`);
      this.variables.set(key, name);
    }
    return `var.${name}`;
  }

  /** `a_b.c` and `a.b_c` read alike once the dots are gone, and authors may have taken a name: then a number follows. */
  private freeName(module: CalledModule, kind: typeof TerraformOutput | typeof TerraformVariable, wish: string) {
    const key = `${module.address}|${kind.name}`;
    const taken = this.names.get(key) ?? namesOf(module, kind);
    this.names.set(key, taken);
    let name = wish;
    for (let n = 2; taken.has(name); n += 1) name = `${wish}_${n}`;
    taken.add(name);
    return name;
  }

  private typeOf(from: ModuleLike, reference: string): ReferenceType {
    const key = `${from.address}|${reference}`;
    const type = this.types.get(key) ?? typeOfReference(this.elementsOf(from), reference);
    this.types.set(key, type);
    return type;
  }

  private elementsOf(module: ModuleLike): ReadonlyMap<string, TerraformElement> {
    const known = this.elements.get(module) ?? byAddress(module);
    this.elements.set(module, known);
    return known;
  }

  private graphOf(parent: ModuleLike): ModuleGraph {
    const graph = this.graphs.get(parent) ?? new ModuleGraph();
    this.graphs.set(parent, graph);
    return graph;
  }
}

/** Whether an output or variable was made by the wiring and not by an author. */
export function isWire(element: TerraformElement): boolean {
  return element.node.id.startsWith("wire:");
}

/** The way between two modules of one root. */
export interface Route {
  /** The nearest module (or root) that holds both. */
  readonly common: ModuleLike;
  /** Modules below `common` on the way to the start of the route, outermost first; empty when it is `common`. */
  readonly up: readonly CalledModule[];
  /** Modules below `common` on the way to the end of the route, outermost first; empty when it is `common`. */
  readonly down: readonly CalledModule[];
}

/** Finds the way from one module to another over their nearest common ancestor. */
export function route(from: ModuleLike, to: ModuleLike): Route {
  const a = from.lineage;
  const b = to.lineage;
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared += 1;
  return { common: a[shared - 1] ?? from.root, up: a.slice(shared), down: b.slice(shared) };
}

function byAddress(module: ModuleLike): ReadonlyMap<string, TerraformElement> {
  return new Map(
    module.ownElements().flatMap((element) => {
      const address = addressInModule(element);
      return address === undefined ? [] : [[address, element]];
    }),
  );
}

function namesOf(module: CalledModule, kind: typeof TerraformOutput | typeof TerraformVariable): Set<string> {
  const elements = module.ownElements().filter((element) => element instanceof kind);
  return new Set(elements.map((element) => element.friendlyUniqueId));
}

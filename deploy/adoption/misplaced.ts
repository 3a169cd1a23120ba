import { blockOf, joinedSteps, moduleOf, modulePaths, moduleSteps } from "./addresses";
import { mendCopy, type Mending } from "./mending";
import type { StackMoves } from "./stack-moves";
import type { StateInstance, TerraformState } from "./state";
import { MisplacedError } from "./unfit-errors";

/** Of a module or a resource, as `terraform state mv` has it. */
export interface Renaming {
  readonly from: string;
  readonly to: string;
}

/**
 * Checks that the resources of a state are where the HCL has them: not in a module around all, in a module of another
 * name, or without the number that `count` gives.
 *
 * @throws MisplacedError
 */
export function checkPlaces(state: TerraformState, moves: StackMoves, mending: Mending): void {
  const found = renamings(state, moves);
  if (found.length === 0) return;
  const changes = found.map(({ from, to }) => ({ command: ["state", "mv"], args: [from, to] }));
  throw new MisplacedError(state.source, found, mendCopy(mending, changes));
}

/** @returns what brings resources to addresses that dapf knows and that the state lacks; in the order of the state */
export function renamings({ managed }: TerraformState, stack: StackMoves): Renaming[] {
  const places = new Places(managed, stack);
  const groups = new Map<string, StateInstance[]>();
  const found: Renaming[] = [];
  for (const instance of managed.filter(({ address }) => !places.isKnown(address))) {
    const module = places.firstUnknownModule(instance.module);
    if (module === undefined) found.push(...places.otherNumber(instance));
    else groups.set(module, [...(groups.get(module) ?? []), instance]);
  }
  return [...found, ...[...groups].flatMap(([module, instances]) => places.otherModule(module, instances))];
}

/** The most modules that are found around what the HCL has. */
const DEEPEST_WRAPPING = 3;

/** Which addresses dapf knows, which of them the state has, and where the others may be in it. */
class Places {
  private readonly known: ReadonlySet<string>;
  /** Those where the HCL has, or may have, something. */
  private readonly ofHcl: ReadonlySet<string>;
  private readonly present: ReadonlySet<string>;
  /** Modules of the HCL for certain, and of these addresses; those around others, too. */
  private readonly modules: ReadonlySet<string>;
  private readonly possibleModules: ReadonlySet<string>;
  private readonly presentModules: ReadonlySet<string>;

  constructor(managed: readonly StateInstance[], { moves, addresses }: StackMoves) {
    this.known = new Set([...addresses, ...moves.flatMap(({ from, to }) => [from, to])]);
    const targets = new Set(moves.map(({ to }) => to));
    this.ofHcl = new Set([...moves.map(({ from }) => from), ...[...addresses].filter((one) => !targets.has(one))]);
    this.present = new Set(managed.map(({ address }) => address));
    const modulesOf = (some: readonly string[]) => new Set(some.flatMap((one) => modulePaths(moduleOf(one))));
    const there = [...this.ofHcl].filter((address) => this.present.has(address));
    this.modules = modulesOf([...moves.map(({ from }) => from), ...there]);
    this.possibleModules = modulesOf([...this.ofHcl]);
    this.presentModules = new Set(managed.flatMap(({ module }) => modulePaths(module)));
  }

  isKnown(address: string): boolean {
    return this.known.has(address);
  }

  /** The outermost module of an address that the HCL does not have; undefined also when only its `for_each` key is new. */
  firstUnknownModule(module: string): string | undefined {
    const first = modulePaths(module).find((one) => !this.modules.has(one));
    if (first === undefined || !first.endsWith('"]')) return first;
    const block = blockOf(first);
    return [...this.modules].some((one) => blockOf(one) === block) ? undefined : first;
  }

  /** A resource that got `count`, or lost it. */
  otherNumber({ address }: StateInstance): Renaming[] {
    const to = address.endsWith("[0]") ? address.slice(0, -"[0]".length) : `${address}[0]`;
    return this.isMissing(to) ? [{ from: address, to }] : [];
  }

  /** What most of an unknown module's resources would be known after: the loss of modules around them, or another name. */
  otherModule(module: string, instances: readonly StateInstance[]): Renaming[] {
    const depth = moduleSteps(module).length;
    const outer = moduleSteps(module).slice(0, -1);
    const unwrapped = Array.from({ length: DEEPEST_WRAPPING }, (_, more) => (instance: StateInstance): Renaming => {
      const steps = moduleSteps(instance.module);
      const [next] = steps.slice(depth + more);
      const rest = instance.address.slice(joinedSteps(steps.slice(0, depth + more)).length).replace(/^\./, "");
      const from = next === undefined ? instance.address : joinedSteps(steps.slice(0, depth + more + 1));
      return { from, to: joinedSteps([...outer, next ?? rest]) };
    });
    const shared = modulePaths(instances[0]?.module ?? "")
      .slice(depth - 1, depth - 1 + DEEPEST_WRAPPING)
      .filter((one) => instances.every((instance) => isWithin(instance.module, one)));
    const renamed = [...this.possibleModules]
      .filter((one) => !this.presentModules.has(one))
      .flatMap((to) => shared.map((from) => (): Renaming => ({ from, to })));
    let best: { readonly hits: number; readonly pairs: readonly Renaming[] } = { hits: 0, pairs: [] };
    for (const rename of [...unwrapped, ...renamed]) {
      const pairs = instances.map((instance) => ({ instance, pair: rename(instance) }));
      const hits = pairs.filter(({ instance, pair }) => {
        return this.isMissing(pair.to + instance.address.slice(pair.from.length));
      });
      if (hits.length > best.hits) best = { hits: hits.length, pairs: hits.map(({ pair }) => pair) };
    }
    // One in many may be chance: that module is the team's own, and is kept.
    if (best.hits * 2 < instances.length) return [];
    return [...new Map(best.pairs.map((pair) => [pair.from, pair])).values()];
  }

  private isMissing(address: string): boolean {
    return this.ofHcl.has(address) && !this.present.has(address);
  }
}

const isWithin = (module: string, outer: string): boolean => module === outer || module.startsWith(`${outer}.`);

import { moduleOf, modulePaths, moduleSteps } from "./addresses";
import type { StackMoves } from "./stack-moves";
import type { TerraformState } from "./state";

/** A module of the HCL of which a state has nothing. */
export interface MissingModule {
  readonly kind: "missing";
  /** As dapf calls it. */
  readonly address: string;
  /** What the HCL calls it. */
  readonly former: string;
  /** Resources that would be made of it. */
  readonly count: number;
}

/**
 * Finds modules of the HCL that would be made from scratch. They may be new to the environment; but they may also be in
 * another state, and AWS refuses what exists, in the middle of the deploy.
 *
 * @param created addresses
 * @returns the outermost ones
 */
export function missingModules(
  { managed }: TerraformState,
  { moves }: StackMoves,
  created: readonly string[],
): MissingModule[] {
  const target = new Map(moves.map(({ from, to }) => [from, to]));
  const present = new Set(managed.flatMap(({ address }) => modulePaths(moduleOf(target.get(address) ?? address))));
  const ofHcl = new Set(target.values());
  const missing = new Set(
    created
      .filter((address) => ofHcl.has(address))
      .flatMap((address) => modulePaths(moduleOf(address)).find((module) => !present.has(module)) ?? []),
  );
  return [...missing].map((address) => {
    const isIn = (one: string) => one.startsWith(`${address}.`);
    const former = moves.find(({ to }) => isIn(to))?.from ?? address;
    const depth = moduleSteps(address).length;
    return {
      kind: "missing",
      address,
      former: modulePaths(moduleOf(former))[depth - 1] ?? address,
      count: created.filter(isIn).length,
    };
  });
}

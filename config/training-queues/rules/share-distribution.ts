import type { Declared } from "../model";

/** One entry of the share distribution of a fair-share policy, with its place. */
export interface PlacedShare {
  readonly path: readonly PropertyKey[];
  readonly shareIdentifier: string | undefined;
  readonly weightFactor: number | undefined;
}

/** @returns the entries that are there, with their paths. */
export function sharesOf({ path, request }: Declared<"SchedulingPolicies">): readonly PlacedShare[] {
  return (request.fairsharePolicy?.shareDistribution ?? []).map((share, index) => ({
    path: [...path, "fairsharePolicy", "shareDistribution", index],
    shareIdentifier: share?.shareIdentifier,
    weightFactor: share?.weightFactor,
  }));
}

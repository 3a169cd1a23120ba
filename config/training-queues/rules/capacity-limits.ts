import type { Declared, QueueModel } from "../model";

/** One entry of the capacity limits of a service environment or a quota share, with its place. */
export interface PlacedLimit {
  readonly path: readonly PropertyKey[];
  readonly maxCapacity: number | undefined;
  readonly capacityUnit: string | undefined;
}

/** The unit of queues without quota management: instances of whatever type. */
export const INSTANCES = "NUM_INSTANCES";

export type WithLimits = Declared<"ServiceEnvs"> | Declared<"QuotaShares">;

/** @returns everything of a file that has capacity limits. */
export function withLimits({ serviceEnvironments, quotaShares }: QueueModel): readonly WithLimits[] {
  return [...serviceEnvironments, ...quotaShares];
}

/** @returns the limits that are there, with their paths. */
export function limitsOf({ path, request }: WithLimits): readonly PlacedLimit[] {
  return (request.capacityLimits ?? []).map((limit, index) => ({
    path: [...path, "capacityLimits", index],
    maxCapacity: limit?.maxCapacity,
    capacityUnit: limit?.capacityUnit,
  }));
}

/** Which instance type an environment takes, by its allocation strategy. Rules E6 and E7. */
import { expand, sizeOf } from "../../aws/batch/instance-sizes";
import { familyOf } from "../../aws/batch/instance-types";
import { registeredMiB } from "../../aws/batch/registered-memory";
import type { Resources } from "./demand";

export type AllocationStrategy =
  | "BEST_FIT"
  | "BEST_FIT_PROGRESSIVE"
  | "BEST_FIT_PROGRESSIVE_ORDERED"
  | "SPOT_CAPACITY_OPTIMIZED"
  | "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED"
  | "SPOT_PRICE_CAPACITY_OPTIMIZED";

/** An instance type that an environment may use. */
export interface Candidate extends Resources {
  readonly type: string;
  /** See `estimate`. */
  readonly cost: number;
}

/** Rule E5: what an hour costs, about, in dollars: enough to tell cheap from dear, as on-demand prices of 2026 do. */
const COST = { vcpu: 0.035, gib: 0.00375, gpu: 0.35 } as const;
const MIB_IN_GIB = 1024;

function candidate(type: string): Candidate | undefined {
  const size = sizeOf(type);
  if (size === undefined) return undefined;
  const { vcpus, memoryMiB, gpus } = size;
  const cost = vcpus * COST.vcpu + (memoryMiB / MIB_IN_GIB) * COST.gib + gpus * COST.gpu;
  return { type, vcpus, memory: registeredMiB(size), gpus, cost };
}

type Order = (one: Candidate, other: Candidate) => number;

const smallerFirst: Order = (one, other) => one.vcpus - other.vcpus || (one.type < other.type ? -1 : 1);
const cheaperFirst: Order = (one, other) => one.cost - other.cost || smallerFirst(one, other);

/** @param reclaims - how dear a type has become by having been reclaimed */
function cheaperVcpusFirst(reclaims: (type: string) => number = () => 0): Order {
  // Rounded, as sizes of a family differ in the last digits only.
  const price = ({ type, cost, vcpus }: Candidate) => Math.round((1e6 * cost * (1 + reclaims(type))) / vcpus);
  return (one, other) => price(one) - price(other) || smallerFirst(one, other);
}

/**
 * @param instanceTypes - as the environment has them: types, families, and words for what AWS Batch chooses itself
 * @param reclaims - type -> how many of its Spot Instances have been reclaimed
 * @returns the types, of which the first that is large enough is taken; what is not known is left out
 */
export function candidatesOf(
  instanceTypes: readonly string[],
  strategy: AllocationStrategy,
  reclaims: ReadonlyMap<string, number> = new Map(),
): Candidate[] {
  const reclaimed = (type: string): number => reclaims.get(type) ?? 0;
  const lessReclaimedFirst: Order = (one, other) => reclaimed(one.type) - reclaimed(other.type);
  switch (strategy) {
    case "BEST_FIT":
      return all(instanceTypes).sort(cheaperFirst);
    case "BEST_FIT_PROGRESSIVE":
      return all(instanceTypes).sort(cheaperVcpusFirst());
    case "BEST_FIT_PROGRESSIVE_ORDERED":
      return listed(instanceTypes);
    case "SPOT_CAPACITY_OPTIMIZED":
      return all(instanceTypes).sort(cheaperVcpusFirst()).sort(lessReclaimedFirst);
    case "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED":
      return listed(instanceTypes).sort(lessReclaimedFirst);
    case "SPOT_PRICE_CAPACITY_OPTIMIZED":
      return all(instanceTypes).sort(cheaperVcpusFirst(reclaimed));
  }
}

function all(instanceTypes: readonly string[]): Candidate[] {
  return [...new Set(instanceTypes.flatMap(expand))].flatMap((type) => candidate(type) ?? []);
}

/** "The explicit type takes its listed position and is excluded from the family expansion." */
function listed(instanceTypes: readonly string[]): Candidate[] {
  const explicit = new Set(instanceTypes.filter((word) => word !== familyOf(word)));
  const inOrder = instanceTypes.flatMap((word) => {
    const meant = all([word]).sort(cheaperVcpusFirst());
    return explicit.has(word) ? meant : meant.filter(({ type }) => !explicit.has(type));
  });
  return [...new Map(inOrder.map((one) => [one.type, one])).values()];
}

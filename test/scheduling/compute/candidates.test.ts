import { type AllocationStrategy, candidatesOf, type Resources, fits } from "../../../scheduling";
import { needs } from "./fleets";

const GIB = 1024;

function chosen(
  strategy: AllocationStrategy,
  instanceTypes: readonly string[],
  demand: Resources,
  reclaims: Readonly<Record<string, number>> = {},
): string | undefined {
  const candidates = candidatesOf(instanceTypes, strategy, new Map(Object.entries(reclaims)));
  return candidates.find((one) => fits(demand, one))?.type;
}

// AWS Batch User Guide, "Instance type allocation strategies for AWS Batch".
describe("the instance type for a job", () => {
  const small = needs(2, 6 * GIB);

  it.each<[string, AllocationStrategy, string[], Resources, string | undefined]>([
    ["is the cheapest that is large enough", "BEST_FIT", ["c5", "m5", "r5"], small, "m5.large"],
    ["has cheaper vCPUs, though more of them", "BEST_FIT_PROGRESSIVE", ["c5", "m5", "r5"], small, "c5.xlarge"],
    ["is the first one listed", "BEST_FIT_PROGRESSIVE_ORDERED", ["r5", "m5", "c5"], small, "r5.large"],
    ["is a family's best fit in the order of a list", "BEST_FIT_PROGRESSIVE_ORDERED", ["c5", "m5"], small, "c5.xlarge"],
    ["is the type that is listed apart", "BEST_FIT_PROGRESSIVE_ORDERED", ["m5.4xlarge", "m5"], small, "m5.4xlarge"],
    ["comes after its family when listed so", "BEST_FIT_PROGRESSIVE_ORDERED", ["m5", "m5.large"], small, "m5.xlarge"],
    ["skips what is too small", "BEST_FIT_PROGRESSIVE_ORDERED", ["m5.large", "c5"], needs(4), "c5.xlarge"],
    ["on Spot has cheap vCPUs", "SPOT_CAPACITY_OPTIMIZED", ["r5", "c5"], small, "c5.xlarge"],
    ["on Spot looks at prices, too", "SPOT_PRICE_CAPACITY_OPTIMIZED", ["r5", "c5"], small, "c5.xlarge"],
    ["on Spot honours an order", "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED", ["r5", "c5"], small, "r5.large"],
    ["has a GPU only for a job that wants one", "BEST_FIT", ["g4dn", "m5"], needs(4), "m5.xlarge"],
    ["has as many GPUs as the job wants", "BEST_FIT", ["g4dn", "m5"], needs(4, GIB, 2), "g4dn.12xlarge"],
    ["is what AWS Batch chooses itself", "BEST_FIT", ["optimal"], needs(2), "c6i.large"],
    ["is one of Graviton where those are meant", "BEST_FIT", ["default_arm64"], needs(1, 1500), "c6g.medium"],
    // "Compute resource memory management": not all of 8192 MiB is there for jobs.
    ["has more memory than the job wants", "BEST_FIT", ["m5"], needs(2, 8192), "m5.xlarge"],
    ["has just the memory that its agent registers", "BEST_FIT", ["m5"], needs(2, 7985 - 32), "m5.large"],
    ["is none when all are too small", "BEST_FIT", ["m5"], needs(97), undefined],
    ["is none of types that are not known", "BEST_FIT", ["m99", "m5.7xlarge"], needs(1), undefined],
  ])("%s: %s of %j", (_, strategy, instanceTypes, demand, type) => {
    expect(chosen(strategy, instanceTypes, demand)).toBe(type);
  });

  it.each<[AllocationStrategy, string]>([
    ["SPOT_CAPACITY_OPTIMIZED", "m5.large"],
    ["SPOT_PRICE_CAPACITY_OPTIMIZED", "m5.large"],
    ["SPOT_CAPACITY_OPTIMIZED_PRIORITIZED", "m5.large"],
    ["BEST_FIT_PROGRESSIVE", "c5.large"],
  ])("of %s that has been reclaimed gives way to %s", (strategy, type) => {
    expect(chosen(strategy, ["c5.large", "m5.large"], needs(2), { "c5.large": 1 })).toBe(type);
  });
});

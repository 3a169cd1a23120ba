import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { nameOf } from "../../text";
import { SOURCES } from "../words";

/** Other jobs have the consumable resource that it needs, and give it back. */
export const consumableBusy: Rule<JobFacts> = {
  name: "consumable-busy",
  source: SOURCES.consumables,
  check: ({ consumables, job }) => {
    if ((job.attempts?.length ?? 0) > 0) return undefined;
    for (const { resource, quantity, seen } of consumables) {
      const known = valueOf(seen);
      if (known?.resourceType !== "REPLENISHABLE") continue;
      const { totalQuantity = 0, availableQuantity = 0, inUseQuantity = 0 } = known;
      if (quantity <= availableQuantity || quantity > totalQuantity) continue;
      const name = nameOf(resource);
      return {
        verdict: "waits",
        lookedAt: "consumable resources of the job",
        found: `it needs ${quantity} of ${name}, of which other jobs have ${inUseQuantity} of ${totalQuantity}`,
        todo: ["see who has them", `aws batch list-jobs-by-consumable-resource --consumable-resource ${name}`],
      };
    }
    return undefined;
  },
};

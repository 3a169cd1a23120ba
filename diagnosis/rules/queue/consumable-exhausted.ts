import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { nameOf } from "../../text";
import { SOURCES, atDeclaration } from "../words";

/** It needs more of a consumable resource than there will be. */
export const consumableExhausted: Rule<JobFacts> = {
  name: "consumable-exhausted",
  source: SOURCES.consumables,
  check: (facts) => {
    if ((facts.job.attempts?.length ?? 0) > 0) return undefined;
    for (const { resource, quantity, seen } of facts.consumables) {
      const known = valueOf(seen);
      if (known === undefined) continue;
      const { totalQuantity = 0, availableQuantity = 0, resourceType } = known;
      const isForEver = resourceType === "NON_REPLENISHABLE" ? availableQuantity : totalQuantity;
      if (quantity <= isForEver) continue;
      const name = nameOf(resource);
      const more = `--operation ADD --quantity ${quantity - isForEver}`;
      return {
        verdict: "cannot-run",
        lookedAt: "consumable resources of the job",
        found: `it needs ${quantity} of ${name}, of which there are ${isForEver}`,
        todo: [
          `aws batch update-consumable-resource --consumable-resource ${name} ${more}`,
          ...atDeclaration(known.consumableResourceArn, "totalQuantity", facts),
        ],
      };
    }
    return undefined;
  },
};

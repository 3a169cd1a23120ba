import { limitsOf } from "./capacity-limits";
import { apiReference, type Rule } from "./rule";

export const quotaShareUnits: Rule = {
  demand: "A quota share counts instance types that its queue's service environment has; jobs wait for ever for others",
  source: apiReference("CapacityLimit"),
  severity: "warning",
  check: (model) =>
    model.quotaShares.flatMap((share) => {
      const queue = model.jobQueueOf(share);
      const environment = queue?.kind === "declared" ? model.serviceEnvironmentOf(queue.target) : undefined;
      if (environment?.kind !== "declared") return [];
      const units = limitsOf(environment.target).flatMap(({ capacityUnit }) => capacityUnit ?? []);
      return limitsOf(share).flatMap(({ path, capacityUnit }) => {
        if (capacityUnit === undefined || units.length === 0 || units.includes(capacityUnit)) return [];
        const rule = `is not a unit of the service environment ${environment.target.key}`;
        return [{ path: [...path, "capacityUnit"], rule, found: capacityUnit, allowed: units }];
      });
    }),
};

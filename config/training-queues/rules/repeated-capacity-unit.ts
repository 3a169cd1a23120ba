import { limitsOf, withLimits } from "./capacity-limits";
import type { Rule } from "./rule";

export const repeatedCapacityUnit: Rule = {
  demand: "A capacity unit stands once in a list",
  source: "our reading of the AWS Batch API: a second limit for the same unit has no meaning",
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap((one) => {
      const units = limitsOf(one).map(({ capacityUnit }) => capacityUnit);
      return limitsOf(one).flatMap(({ path, capacityUnit }, index) => {
        const first = units.indexOf(capacityUnit);
        if (capacityUnit === undefined || first === index) return [];
        const rule = `repeats the unit of capacityLimits[${first}]`;
        return [
          { path: [...path, "capacityUnit"], rule, hint: `${JSON.stringify(capacityUnit)}: keep one of the two` },
        ];
      });
    }),
};

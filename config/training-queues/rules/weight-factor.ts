import { serviceMessage, type Rule } from "./rule";
import { sharesOf } from "./share-distribution";

export const weightFactor: Rule = {
  demand: "A weight factor is 0.0001 to 999.9999; the lower, the more resources",
  source: serviceMessage("Weight factor should be between 0.0001 and 999.9999."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(sharesOf).flatMap(({ path, weightFactor }) => {
      if (weightFactor === undefined || (weightFactor >= 0.0001 && weightFactor <= 999.9999)) return [];
      return [
        {
          path: [...path, "weightFactor"],
          rule: "must be in range",
          found: weightFactor,
          allowed: ["0.0001..999.9999"],
        },
      ];
    }),
};

import { withLimits } from "./capacity-limits";
import { userGuide, type Rule } from "./rule";

export const capacityLimitCount: Rule = {
  demand: "A service environment and a quota share have 1 to 5 capacity limits",
  source: userGuide("quota-shares"),
  severity: "error",
  check: (model) =>
    withLimits(model).flatMap(({ path, request }) => {
      const count = request.capacityLimits?.length;
      if (count === undefined || (count >= 1 && count <= 5)) return [];
      return [
        { path: [...path, "capacityLimits"], rule: "has too few or too many entries", found: count, allowed: ["1..5"] },
      ];
    }),
};

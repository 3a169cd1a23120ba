import { limitsOf, withLimits } from "./capacity-limits";
import { LARGEST_INTEGER, serviceMessage, wholeNumber, type Rule } from "./rule";

export const maxCapacity: Rule = {
  demand: "A maximum capacity is a whole number of at least 1",
  source: serviceMessage("Max capacity must be more than 0."),
  severity: "error",
  check: (model) =>
    withLimits(model)
      .flatMap(limitsOf)
      .flatMap((limit) => wholeNumber([...limit.path, "maxCapacity"], limit.maxCapacity, 1, LARGEST_INTEGER)),
};

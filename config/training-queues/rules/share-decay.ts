import { apiReference, wholeNumber, type Rule } from "./rule";

export const shareDecay: Rule = {
  demand: "A share decays over 0 seconds to a week",
  source: apiReference("FairsharePolicy"),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(({ path, request }) =>
      wholeNumber(
        [...path, "fairsharePolicy", "shareDecaySeconds"],
        request.fairsharePolicy?.shareDecaySeconds,
        0,
        604_800,
      ),
    ),
};

import { apiReference, wholeNumber, type Rule } from "./rule";

export const computeReservation: Rule = {
  demand: "A compute reservation is 0 to 99 percent",
  source: apiReference("FairsharePolicy"),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(({ path, request }) =>
      wholeNumber(
        [...path, "fairsharePolicy", "computeReservation"],
        request.fairsharePolicy?.computeReservation,
        0,
        99,
      ),
    ),
};

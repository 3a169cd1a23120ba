import { apiReference, LARGEST_INTEGER, wholeNumber, type Rule } from "./rule";

export const borrowLimit: Rule = {
  demand: "A borrow limit is a percentage of at least 0, or -1 for none, and only LEND_AND_BORROW has one",
  source: apiReference("QuotaShareResourceSharingConfiguration"),
  severity: "error",
  check: ({ quotaShares }) =>
    quotaShares.flatMap(({ path, request }) => {
      const { strategy, borrowLimit: limit } = request.resourceSharingConfiguration ?? {};
      const place = [...path, "resourceSharingConfiguration", "borrowLimit"];
      if (limit !== undefined && strategy !== undefined && strategy !== "LEND_AND_BORROW") {
        const rule = `has no place in a share that does not borrow (strategy ${strategy})`;
        return [{ path: place, rule, found: limit, allowed: ["strategy LEND_AND_BORROW"] }];
      }
      return wholeNumber(place, limit, -1, LARGEST_INTEGER);
    }),
};

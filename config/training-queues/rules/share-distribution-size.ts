import { serviceMessage, type Rule } from "./rule";
import { sharesOf } from "./share-distribution";

const MOST = 500;

export const shareDistributionSize: Rule = {
  demand: "A fair-share policy has at most 500 share identifiers",
  source: serviceMessage("ShareDistribution size cannot be greater than 500."),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap((policy) => {
      const count = sharesOf(policy).length;
      if (count <= MOST) return [];
      const path = [...policy.path, "fairsharePolicy", "shareDistribution"];
      return [{ path, rule: "has too many entries", found: count, allowed: [`up to ${MOST}`] }];
    }),
};

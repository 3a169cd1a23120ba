/** Rules of scheduling policies that are not those of every fair-share policy. */
import { serviceMessage, type Rule } from "./rule";

export const onePolicyKind: Rule = {
  demand: "A scheduling policy is either a fair-share policy or a quota-share policy",
  source: serviceMessage("A scheduling policy can have either fairsharePolicy or quotaSharePolicy"),
  severity: "error",
  check: ({ schedulingPolicies }) =>
    schedulingPolicies.flatMap(({ path, request, isBroken }) => {
      const fairShare = request.fairsharePolicy !== undefined;
      const quotaShare = request.quotaSharePolicy !== undefined;
      const allowed = ["fairsharePolicy", "quotaSharePolicy"];
      if (fairShare && quotaShare) {
        return [{ path, rule: "has both kinds of policy", allowed, hint: "keep one of them" }];
      }
      if (fairShare || quotaShare || isBroken("fairsharePolicy") || isBroken("quotaSharePolicy")) return [];
      const hint = "a queue in order of submission needs no policy at all";
      return [{ path, rule: "has no policy in it", allowed, hint }];
    }),
};

import { userGuide, type Rule } from "./rule";

export const quotaShareQueue: Rule = {
  demand: "A quota share belongs to a queue with a quota-share policy",
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) =>
    model.quotaShares.flatMap((share) => {
      const link = model.jobQueueOf(share);
      if (link?.kind !== "declared") return [];
      const scheduling = model.schedulingOf(link.target);
      if (scheduling === undefined || scheduling === "QUOTA_SHARE") return [];
      const what = scheduling === "FIFO" ? "has no policy" : "has a fair-share policy";
      const rule = `cannot be ${link.target.key}, which ${what}`;
      return [{ path: [...share.path, "jobQueue"], rule, allowed: ["a queue with a quotaSharePolicy"] }];
    }),
};

import { userGuide, type Rule } from "./rule";

export const queueWithoutShares: Rule = {
  demand: "A queue with a quota-share policy has quota shares, because every job must name one",
  source: userGuide("submit-job-quota-share"),
  severity: "warning",
  check: (model) =>
    model.jobQueues.flatMap((queue) => {
      if (model.schedulingOf(queue) !== "QUOTA_SHARE" || model.quotaSharesOf(queue).length > 0) return [];
      const hint = `declare one in QuotaShares with jobQueue ${JSON.stringify(queue.name ?? queue.key)}`;
      return [{ path: queue.path, rule: "has a quota-share policy and no quota share; no job can be submitted", hint }];
    }),
};

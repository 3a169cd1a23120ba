import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration } from "../words";

/** It needs more than its quota share has and may borrow: MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED. */
export const shareTooSmall: Rule<TrainingFacts> = {
  name: "share-too-small",
  source: SOURCES.serviceStuck,
  check: (facts) => {
    const name = facts.job.quotaShareName;
    const share = (valueOf(facts.shares) ?? []).find(({ quotaShareName }) => quotaShareName === name);
    if (share === undefined || name === undefined) return undefined;
    const { strategy, borrowLimit = -1 } = share.resourceSharingConfiguration ?? {};
    for (const { capacityUnit = "", quantity = 0 } of facts.job.capacityUsage ?? []) {
      const own = share.capacityLimits?.find((one) => one.capacityUnit === capacityUnit)?.maxCapacity ?? 0;
      const isFree = strategy === "LEND_AND_BORROW" && borrowLimit < 0;
      const most = strategy === "LEND_AND_BORROW" ? own + Math.floor((own * borrowLimit) / 100) : own;
      if (isFree || quantity <= most) continue;
      const queue = valueOf(facts.queue)?.jobQueueName ?? "";
      return {
        verdict: "cannot-run",
        lookedAt: `quota share ${name}`,
        found: `it needs ${quantity} ${capacityUnit}, and its quota share ${name} has ${own}${most === own ? " and does not borrow" : `, and may borrow up to ${most}`}`,
        todo: [
          `dapf queues share set-capacity ${queue} ${name} ${quantity}`,
          ...atDeclaration(share.quotaShareArn, "capacityLimits, or its strategy", facts),
        ],
      };
    }
    return undefined;
  },
};

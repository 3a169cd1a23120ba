import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { listed } from "../../text";
import { SOURCES, atDeclaration } from "../words";

/** Its quota share has been deleted. */
export const shareMissing: Rule<TrainingFacts> = {
  name: "share-missing",
  source: SOURCES.quotaShare,
  check: (facts) => {
    const shares = valueOf(facts.shares);
    const own = facts.job.quotaShareName;
    if (shares === undefined || own === undefined) return undefined;
    if (shares.some(({ quotaShareName }) => quotaShareName === own)) return undefined;
    const names = shares.flatMap(({ quotaShareName }) => quotaShareName ?? []);
    return {
      verdict: "cannot-run",
      lookedAt: "quota shares of the queue",
      found: `its queue has no quota share ${own}; it has ${listed(names) || "none"}`,
      todo: atDeclaration(valueOf(facts.queue)?.jobQueueArn, "the quota shares of the queue", facts),
    };
  },
};

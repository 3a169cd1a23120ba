import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { SOURCES, queueName } from "../words";

/** The queue has been deleted, or is being. */
export const queueGone: Rule<JobFacts> = {
  name: "queue-gone",
  source: SOURCES.queue,
  check: (facts) => {
    const { queue } = facts;
    const isGone = queue.kind === "absent" || (queue.kind === "there" && /^DELET/.test(queue.value.status ?? ""));
    if (!isGone) return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: "job queue",
      found: `queue ${queueName(facts)} has been deleted`,
      todo: ["submit the job to another queue", "dapf queues list <environment>"],
    };
  },
};

import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration, queueName } from "../words";

/** "If the job queue state is DISABLED, new jobs can't be added to the queue, but jobs already in the queue can finish." */
export const queueDisabled: Rule<Pick<JobFacts, "queue" | "job" | "declared">> = {
  name: "queue-disabled",
  source: SOURCES.queue,
  check: (facts) => {
    const queue = valueOf(facts.queue);
    if (queue?.state !== "DISABLED") return undefined;
    const name = queueName(facts);
    return {
      verdict: "cannot-run",
      lookedAt: "job queue",
      found: `queue ${name} is DISABLED: it takes no new jobs, and those that are in it go on`,
      todo: [
        `aws batch update-job-queue --job-queue ${name} --state ENABLED`,
        ...atDeclaration(queue.jobQueueArn, "its state", facts),
      ],
    };
  },
};

import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { SOURCES, atDeclaration, queueName } from "../words";

/** AWS Batch takes the queue for INVALID. */
export const queueInvalid: Rule<JobFacts> = {
  name: "queue-invalid",
  source: SOURCES.queue,
  check: (facts) => {
    const queue = valueOf(facts.queue);
    if (queue?.status !== "INVALID") return undefined;
    return {
      verdict: "cannot-run",
      lookedAt: "job queue",
      found: `queue ${queueName(facts)} is INVALID: ${queue.statusReason ?? "AWS Batch does not say why"}`,
      todo: [
        ...atDeclaration(queue.jobQueueArn, "the queue", facts),
        `aws batch describe-job-queues --job-queues ${queueName(facts)}`,
      ],
    };
  },
};

import type { Rule } from "../../finding";
import type { JobFacts } from "../../facts/job-facts";
import { valueOf } from "../../seen";
import { listed, nameOf } from "../../text";
import { SOURCES, atDeclaration, queueName } from "../words";

/** None of the compute environments of the queue exists. */
export const environmentsMissing: Rule<JobFacts> = {
  name: "environments-missing",
  source: SOURCES.runnable,
  check: (facts) => {
    const queue = valueOf(facts.queue);
    const order = queue?.computeEnvironmentOrder ?? [];
    const hasNone = queue !== undefined && order.length === 0 && queue.jobQueueType !== "SAGEMAKER_TRAINING";
    const areGone = facts.environments.kind === "there" && facts.environments.value.length === 0;
    if (!hasNone && !areGone) return undefined;
    const names = order.map(({ computeEnvironment }) => nameOf(computeEnvironment));
    return {
      verdict: "cannot-run",
      lookedAt: `compute environments of queue ${queueName(facts)}`,
      found: hasNone
        ? `queue ${queueName(facts)} has no compute environment`
        : `the compute environment ${listed(names)} of queue ${queueName(facts)} does not exist`,
      todo: atDeclaration(queue?.jobQueueArn, "computeEnvironmentOrder of the queue", facts),
    };
  },
};

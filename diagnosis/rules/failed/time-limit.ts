import { queueName, SOURCES } from "../words";
import { failureRule } from "./failure";

/** It was stuck for longer than its queue allows. */
export const timeLimit = failureRule("time-limit", SOURCES.limits, ({ reason }, facts) => {
  const limited = /JobStateTimeLimit action due to reason: (\S+)/.exec(reason);
  if (limited === null) return undefined;
  return {
    found: `it was stuck for longer than its queue allows, for ${limited[1] ?? "a reason of its own"}`,
    todo: [
      "see what such a job needs, and change that or the compute environments",
      "jobStateTimeLimitActions of its queue say for how long a job may be stuck",
      `aws batch describe-job-queues --job-queues ${queueName(facts)}`,
    ],
    retry: "would not help",
  };
});

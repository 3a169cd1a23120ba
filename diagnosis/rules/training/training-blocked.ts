import type { Rule } from "../../finding";
import type { TrainingFacts } from "../../facts/training-facts";
import { valueOf } from "../../seen";
import { SOURCES } from "../words";

/** What AWS Batch says of a job at a front that is stuck. */
export const trainingBlocked: Rule<TrainingFacts> = {
  name: "training-blocked",
  source: SOURCES.serviceStuck,
  check: ({ job, queue }) => {
    const { statusReason = "", status } = job;
    if (status !== "RUNNABLE" || !/^(MISCONFIGURATION|CAPACITY):/.test(statusReason)) return undefined;
    const [, said = statusReason] = /^\S+ - (.*)$/.exec(statusReason) ?? [];
    const isCapacity = statusReason.startsWith("CAPACITY:");
    const name = valueOf(queue)?.jobQueueName ?? "";
    return {
      verdict: "cannot-run",
      lookedAt: "statusReason of the job",
      found: isCapacity
        ? "SageMaker has no instances of its type left in this Region for now"
        : said.replace(/\.$/, ""),
      todo: isCapacity
        ? ["wait: AWS Batch asks again by itself", "or submit it with another instance type"]
        : [`dapf queues top ${name}`],
    };
  },
};

import type { Declared, QueueModel } from "../model";
import { limitsOf } from "./capacity-limits";
import type { Finding, Rule } from "./rule";

/** AWS states nothing about it and does not refuse it. */
export const overAllotment: Rule = {
  demand: "The quota shares of a queue add up to no more than its service environment has",
  source: "our reading of AWS Batch: what exceeds the service environment can never be used at once",
  severity: "warning",
  check: (model) => model.jobQueues.flatMap((queue) => exceeded(model, queue)),
};

function exceeded(model: QueueModel, queue: Declared<"TrainingJobQueues">): Finding[] {
  const environment = model.serviceEnvironmentOf(queue);
  if (environment?.kind !== "declared") return [];
  const shares = model.quotaSharesOf(queue);
  return limitsOf(environment.target).flatMap(({ path, capacityUnit, maxCapacity = Infinity }) => {
    const allotted = shares
      .flatMap(limitsOf)
      .filter((limit) => limit.capacityUnit !== undefined && limit.capacityUnit === capacityUnit)
      .reduce((sum, limit) => sum + (limit.maxCapacity ?? 0), 0);
    if (allotted <= maxCapacity) return [];
    const rule = `is less than the ${allotted} ${capacityUnit ?? ""} that the shares of the queue ${queue.key} have`;
    return [{ path: [...path, "maxCapacity"], rule, hint: `${maxCapacity} are there for all of them` }];
  });
}

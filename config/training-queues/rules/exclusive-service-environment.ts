import { groupBy } from "../../group-by";
import type { Declared, QueueModel } from "../model";
import { userGuide, type Rule } from "./rule";

export const exclusiveServiceEnvironment: Rule = {
  demand: "The service environment of a queue with quota shares belongs to no other queue",
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) => {
    const users = groupBy(model.jobQueues, (queue) => environmentOf(model, queue));
    users.delete(undefined);
    return [...users.values()].flatMap((queues) => {
      const owner = queues.find((queue) => model.schedulingOf(queue) === "QUOTA_SHARE");
      if (owner === undefined) return [];
      return queues
        .filter((queue) => queue !== owner)
        .map(({ path, request }) => ({
          path: [...path, "serviceEnvironmentOrder", 0, "serviceEnvironment"],
          rule: `belongs to the queue ${owner.key} alone, which has quota shares`,
          found: request.serviceEnvironmentOrder?.[0]?.serviceEnvironment,
          allowed: ["a service environment of its own"],
        }));
    });
  },
};

function environmentOf(
  model: QueueModel,
  queue: Declared<"TrainingJobQueues">,
): Declared<"ServiceEnvs"> | string | undefined {
  const link = model.serviceEnvironmentOf(queue);
  return link?.kind === "declared" ? link.target : link?.arn;
}

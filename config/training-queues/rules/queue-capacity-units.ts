import type { Declared, QueueModel } from "../model";
import { INSTANCES, limitsOf } from "./capacity-limits";
import { userGuide, type Finding, type Rule } from "./rule";

export const queueCapacityUnits: Rule = {
  demand: "A queue with quota shares counts instance types, every other queue NUM_INSTANCES",
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) => model.jobQueues.flatMap((queue) => unitProblems(model, queue)),
};

function unitProblems(model: QueueModel, queue: Declared<"TrainingJobQueues">): Finding[] {
  const scheduling = model.schedulingOf(queue);
  const link = model.serviceEnvironmentOf(queue);
  if (scheduling === undefined || link?.kind !== "declared") return [];
  const byType = scheduling === "QUOTA_SHARE";
  const units = limitsOf(link.target).flatMap(({ capacityUnit }) => capacityUnit ?? []);
  const wrong = units.find((unit) => (unit === INSTANCES) === byType);
  if (wrong === undefined) return [];
  const kind = { FIFO: "without a policy", FAIR_SHARE: "with a fair-share policy", QUOTA_SHARE: "with quota shares" };
  return [
    {
      path: [...queue.path, "serviceEnvironmentOrder", 0, "serviceEnvironment"],
      rule: `cannot be ${link.target.key}, which counts ${wrong}: this is a queue ${kind[scheduling]}`,
      allowed: [byType ? "an environment that counts instance types" : `an environment that counts ${INSTANCES}`],
    },
  ];
}

/** Rules of job queues. */
import { NUM_INSTANCES } from "../../../aws/batch/names";
import { groupBy } from "../../group-by";
import { identityOf } from "../../declarations/links";
import type { Declared, QueueModel } from "../model";
import { unitsOf } from "./capacity";
import { apiReference, serviceMessage, userGuide, wholeNumber, type Finding, type Rule } from "./rule";

export const oneServiceEnvironment: Rule = {
  demand: "A queue has exactly one service environment",
  source: serviceMessage("Job queue can only have 1 service environment."),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) => {
      const count = request.serviceEnvironmentOrder?.length;
      if (count === undefined || count === 1) return [];
      const place = [...path, "serviceEnvironmentOrder"];
      return [{ path: place, rule: "must have exactly one entry", found: count, allowed: ["1"] }];
    }),
};

export const serviceEnvironmentOrder: Rule = {
  demand: "The order of a service environment is a whole number",
  source: apiReference("ServiceEnvironmentOrder"),
  severity: "error",
  check: ({ jobQueues }) =>
    jobQueues.flatMap(({ path, request }) =>
      (request.serviceEnvironmentOrder ?? []).flatMap((entry, index) =>
        wholeNumber([...path, "serviceEnvironmentOrder", index, "order"], entry?.order),
      ),
    ),
};

export const queueCapacityUnits: Rule = {
  demand: `A queue with quota shares counts instance types, every other queue ${NUM_INSTANCES}`,
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) => model.jobQueues.flatMap((queue) => unitProblems(model, queue)),
};

function unitProblems(model: QueueModel, queue: Declared<"TrainingJobQueues">): Finding[] {
  const scheduling = model.schedulingOf(queue);
  const link = model.serviceEnvironmentOf(queue);
  if (scheduling === undefined || link?.kind !== "declared") return [];
  const byType = scheduling === "QUOTA_SHARE";
  const wrong = unitsOf(link.target).find((unit) => (unit === NUM_INSTANCES) === byType);
  if (wrong === undefined) return [];
  const kind = { FIFO: "without a policy", FAIR_SHARE: "with a fair-share policy", QUOTA_SHARE: "with quota shares" };
  return [
    {
      path: [...queue.path, "serviceEnvironmentOrder", 0, "serviceEnvironment"],
      rule: `cannot be ${link.target.key}, which counts ${wrong}: this is a queue ${kind[scheduling]}`,
      allowed: [`an environment that counts ${byType ? "instance types" : NUM_INSTANCES}`],
    },
  ];
}

export const exclusiveServiceEnvironment: Rule = {
  demand: "The service environment of a queue with quota shares belongs to no other queue",
  source: userGuide("create-quota-management-resources"),
  severity: "error",
  check: (model) => {
    const users = groupBy(model.jobQueues, (queue) => identityOf(model.serviceEnvironmentOf(queue)));
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

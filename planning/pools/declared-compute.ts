import type { ComputeEnvironmentDeclaration, ComputeModel, JobQueueDeclaration } from "../../config/compute";
import type { QueuePolicy } from "../../scheduling";
import { PlanError } from "../errors";
import { type EnvironmentPlan, type Plan, type PoolPlan, type QueuePlan, withEnvironments } from "./plan";
import { fairSharePolicy } from "./policy";

/**
 * @param name what the plan is called in tables
 * @returns what the scheduling engine gets of queues of container jobs that are declared
 * @throws PlanError when a queue depends on what is not declared with it
 */
export function computePlanOf(name: string, declared: ComputeModel): Plan {
  const queues = declared.jobQueues.map((queue) => queuePlan(declared, queue));
  return { name, pools: connected(queues).map((group) => poolOf(declared, group)) };
}

type Queue = QueuePlan & Required<Pick<QueuePlan, "containers">>;

/** Queues that share environments, directly or by others, belong together. */
function connected(queues: readonly Queue[]): Queue[][] {
  let groups: Queue[][] = [];
  for (const queue of queues) {
    const keys = new Set(queue.containers.environments);
    const isNear = (group: readonly Queue[]) =>
      group.some(({ containers }) => containers.environments.some((key) => keys.has(key)));
    const near = groups.filter(isNear);
    groups = [...groups.filter((group) => !isNear(group)), [...near.flat(), queue]];
  }
  return groups;
}

function poolOf({ computeEnvironments }: ComputeModel, queues: readonly Queue[]): PoolPlan {
  const keys = new Set(queues.flatMap(({ containers }) => containers.environments));
  const environments = computeEnvironments.filter(({ key }) => keys.has(key)).map(environmentPlan);
  const name = environments.map((one) => one.name).join(" + ");
  const key = environments.map((one) => one.key).join(" + ");
  return withEnvironments({ name, key, enabled: true, queues }, environments);
}

function environmentPlan({ key, request }: ComputeEnvironmentDeclaration): EnvironmentPlan {
  const { computeEnvironmentName: name, type, state, computeResources: resources, unmanagedvCpus } = request;
  const maxvCpus = resources?.maxvCpus ?? unmanagedvCpus;
  if (maxvCpus === undefined) {
    throw new PlanError(`${name} says neither maxvCpus nor unmanagedvCpus: its capacity is not known`);
  }
  const own = { name, key, maxvCpus, enabled: state !== "DISABLED" };
  if (type !== "MANAGED" || resources === undefined || resources.type.startsWith("FARGATE")) return own;
  const { minvCpus = 0, instanceTypes = [], allocationStrategy: strategy = "BEST_FIT", scalingPolicy } = resources;
  // API Reference, ComputeScalingPolicy: without it instances go without a delay of its own.
  const keepIdle = (scalingPolicy?.minScaleDownDelayMinutes ?? 0) * 60_000;
  return { ...own, fleet: { minvCpus, instanceTypes, strategy, spot: resources.type === "SPOT", keepIdle } };
}

function queuePlan(declared: ComputeModel, queue: JobQueueDeclaration): Queue {
  const { key, request, environments } = queue;
  const { jobQueueName: name, priority, state, jobStateTimeLimitActions: actions = [] } = request;
  return {
    key,
    settings: { name, priority, enabled: state !== "DISABLED", policy: policyOf(declared, queue) },
    shares: [],
    containers: {
      environments: environments.map((reference) => {
        if (reference.kind === "declared") return reference.key;
        throw new PlanError(
          `${key} depends on ${reference.arn}, which is not declared with it: its capacity is not known`,
        );
      }),
      timeLimits: Object.fromEntries(actions.map(({ reason, maxTimeSeconds }) => [reason, maxTimeSeconds])),
    },
  };
}

function policyOf({ schedulingPolicies }: ComputeModel, { key, schedulingPolicy }: JobQueueDeclaration): QueuePolicy {
  if (schedulingPolicy === undefined) return { kind: "FIFO" };
  if (schedulingPolicy.kind !== "declared") {
    throw new PlanError(
      `${key} depends on ${schedulingPolicy.arn}, which is not declared with it: its shares are not known`,
    );
  }
  const wanted = schedulingPolicy.key;
  return fairSharePolicy(schedulingPolicies.find((one) => one.key === wanted)?.request.fairsharePolicy ?? {});
}

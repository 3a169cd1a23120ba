import type { Reference, TrainingQueues } from "../../config/training-queues";
import type { Amounts, QueuePolicy, QueueSettings, ShareSettings } from "../../scheduling";
import { PlanError } from "../errors";
import type { Plan, PoolPlan, QueuePlan } from "./plan";
import { fairSharePolicy } from "./policy";

/**
 * @param name what the plan is called in tables
 * @returns what the scheduling engine gets of queues that are declared
 * @throws PlanError when a queue depends on what is not declared with it
 */
export function planOf(name: string, declared: TrainingQueues): Plan {
  const pools = declared.serviceEnvironments.map(({ key, request }): PoolPlan => {
    const queues = declared.jobQueues.filter(({ key: queue, serviceEnvironment }) => {
      return keyOf(serviceEnvironment, queue) === key;
    });
    return {
      name: request.serviceEnvironmentName,
      key,
      capacity: amounts(request.capacityLimits),
      enabled: request.state !== "DISABLED",
      queues: queues.map((queue) => queuePlan(declared, queue)),
    };
  });
  return { name, pools: pools.filter(({ queues }) => queues.length > 0) };
}

type JobQueue = TrainingQueues["jobQueues"][number];

function queuePlan(declared: TrainingQueues, queue: JobQueue): QueuePlan {
  const { key, request } = queue;
  const limits = request.jobStateTimeLimitActions?.map(({ reason, maxTimeSeconds }) => [reason, maxTimeSeconds]) ?? [];
  return {
    key,
    settings: {
      name: request.jobQueueName,
      priority: request.priority,
      enabled: request.state !== "DISABLED",
      policy: policyOf(declared, queue),
      // Cast: the rules of declarations allow these reasons alone.
      timeLimits: Object.fromEntries(limits) as QueueSettings["timeLimits"],
    },
    shares: declared.quotaShares
      .filter(({ jobQueue }) => jobQueue.kind === "declared" && jobQueue.key === key)
      .map(({ request: share }): ShareSettings => {
        const { resourceSharingConfiguration: sharing, preemptionConfiguration: preemption } = share;
        return {
          name: share.quotaShareName,
          capacity: amounts(share.capacityLimits),
          strategy: sharing.strategy,
          ...(sharing.borrowLimit === undefined ? {} : { borrowLimit: sharing.borrowLimit }),
          inSharePreemption: preemption.inSharePreemption === "ENABLED",
          enabled: share.state !== "DISABLED",
        };
      }),
  };
}

function policyOf(declared: TrainingQueues, { key, schedulingPolicy }: JobQueue): QueuePolicy {
  if (schedulingPolicy === undefined) return { kind: "FIFO" };
  const wanted = keyOf(schedulingPolicy, key);
  const fairShare = declared.schedulingPolicies.find((one) => one.key === wanted)?.request.fairsharePolicy;
  if (fairShare === undefined) return { kind: "QUOTA_SHARE" };
  return fairSharePolicy(fairShare);
}

function keyOf(reference: Reference, queue: string): string {
  if (reference.kind === "declared") return reference.key;
  throw new PlanError(`${queue} depends on ${reference.arn}, which is not declared with it: its capacity is not known`);
}

function amounts(limits: readonly { readonly capacityUnit?: string; readonly maxCapacity?: number }[]): Amounts {
  return Object.fromEntries(limits.map(({ capacityUnit = "", maxCapacity = 0 }) => [capacityUnit, maxCapacity]));
}

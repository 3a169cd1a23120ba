/** Job queues of every type: container queues on compute environments, training queues on service environments. */
import type { CreateJobQueueResponse, DescribeJobQueuesResponse, JobQueueDetail } from "@aws-sdk/client-batch";
import { z } from "zod";
import { QUOTAS } from "../../../aws/batch/limits";
import { batchArn } from "../../../aws/batch/arns";
import { described } from "../plumbing/describe";
import { ClientException } from "../plumbing/errors";
import { endJobsOf } from "../jobs/container/end-jobs";
import { dispatch } from "../jobs/container/lifecycle";
import type { Call } from "../plumbing/operation";
import { requireSettled, statusAt } from "../plumbing/phase";
import { resolveOrders, resolveUpdatedOrders } from "./queue-orders";
import { requireName } from "../rules/names";
import { requireQuotaManagementSetUp, requireSchedulingPolicy } from "../rules/queue-relations";
import { requireOneOrder, requireQueuePriority, requireTimeLimitActions, SAGEMAKER } from "../rules/queue-request";
import { requireReplaceablePolicy } from "../rules/queue-update";
import { requireTags } from "../rules/tags";
import { integerShape, pageShape, stateShape, tagsShape } from "../plumbing/shapes";
import { queueChanged, queueDeleted, requireMovable } from "../jobs/service/pool-settings";
import type { JobQueue } from "../plumbing/state";

const ordersShape = {
  computeEnvironmentOrder: z.array(z.object({ order: integerShape, computeEnvironment: z.string() })).optional(),
  serviceEnvironmentOrder: z.array(z.object({ order: integerShape, serviceEnvironment: z.string() })).optional(),
};

const timeLimitActionsShape = z.array(
  z.object({
    reason: z.string(),
    state: z.enum(["RUNNABLE"]),
    maxTimeSeconds: integerShape,
    action: z.enum(["CANCEL", "TERMINATE"]),
  }),
);

export const createJobQueueShape = z.object({
  jobQueueName: z.string(),
  state: stateShape.optional(),
  schedulingPolicyArn: z.string().optional(),
  priority: integerShape,
  ...ordersShape,
  jobQueueType: z.enum(["EKS", "ECS", "ECS_FARGATE", "SAGEMAKER_TRAINING"]).optional(),
  tags: tagsShape.optional(),
  jobStateTimeLimitActions: timeLimitActionsShape.optional(),
});

export function createJobQueue(call: Call, input: z.infer<typeof createJobQueueShape>): CreateJobQueueResponse {
  const { state, now, settings } = call;
  const name = input.jobQueueName;
  const arn = batchArn(state.place, `job-queue/${name}`);
  requireName(name, "Job Queue");
  requireQueuePriority(input.priority);
  requireOneOrder(input);
  const orders = resolveOrders(call, input, input.jobQueueType);
  requireTimeLimitActions(input.jobStateTimeLimitActions ?? [], orders.type);
  const policy =
    input.schedulingPolicyArn === undefined ? undefined : requireSchedulingPolicy(call, input.schedulingPolicyArn);
  requireQuotaManagementSetUp(call, { arn, type: orders.type, environments: orders.environments, policy });
  requireTags(input.tags ?? {});
  if (state.jobQueues.find(name, now) === undefined) requireRoom(call);
  const queue = state.jobQueues.add(
    {
      name,
      arn,
      type: orders.type,
      // CreateJobQueue does not state a default; every example without a state describes as ENABLED.
      state: input.state ?? "ENABLED",
      priority: input.priority,
      schedulingPolicyArn: policy?.arn,
      computeEnvironmentOrder: orders.computeEnvironmentOrder,
      serviceEnvironmentOrder: orders.serviceEnvironmentOrder,
      jobStateTimeLimitActions: input.jobStateTimeLimitActions,
      tags: input.tags ?? {},
      phase: { kind: "CREATING", until: now + settings.timings.creating },
    },
    now,
  );
  queueChanged(call, queue);
  return { jobQueueName: name, jobQueueArn: arn };
}

export const updateJobQueueShape = z.object({
  jobQueue: z.string(),
  state: stateShape.optional(),
  schedulingPolicyArn: z.string().optional(),
  priority: integerShape.optional(),
  ...ordersShape,
  jobStateTimeLimitActions: timeLimitActionsShape.optional(),
});

export function updateJobQueue(call: Call, input: z.infer<typeof updateJobQueueShape>): CreateJobQueueResponse {
  const { state, now, settings } = call;
  const queue = state.jobQueues.get(input.jobQueue, now);
  requireSettled(queue.phase, now, "update");
  if (input.priority !== undefined) requireQueuePriority(input.priority);
  const orders = resolveUpdatedOrders(call, queue, input);
  requireTimeLimitActions(input.jobStateTimeLimitActions ?? [], queue.type);
  const policyArn = input.schedulingPolicyArn ?? queue.schedulingPolicyArn;
  const policy = policyArn === undefined ? undefined : requireSchedulingPolicy(call, policyArn);
  requireReplaceablePolicy(call, queue, policy);
  requireQuotaManagementSetUp(call, { arn: queue.arn, type: queue.type, environments: orders.environments, policy });
  requireMovable(call, queue, orders.serviceEnvironmentOrder[0]?.serviceEnvironment, policyArn);

  queue.state = input.state ?? queue.state;
  queue.priority = input.priority ?? queue.priority;
  queue.schedulingPolicyArn = policyArn;
  queue.computeEnvironmentOrder = orders.computeEnvironmentOrder;
  queue.serviceEnvironmentOrder = orders.serviceEnvironmentOrder;
  queue.jobStateTimeLimitActions = input.jobStateTimeLimitActions ?? queue.jobStateTimeLimitActions;
  queue.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  dispatch(call);
  queueChanged(call, queue);
  return { jobQueueName: queue.name, jobQueueArn: queue.arn };
}

export const deleteJobQueueShape = z.object({ jobQueue: z.string() });

export function deleteJobQueue(call: Call, input: z.infer<typeof deleteJobQueueShape>): Record<string, never> {
  const { state, now, settings } = call;
  const queue = state.jobQueues.get(input.jobQueue, now);
  requireSettled(queue.phase, now, "delete");
  // DeleteJobQueue: "You must first disable submissions for a queue with the UpdateJobQueue operation."
  if (queue.state !== "DISABLED") throw new ClientException("Cannot delete, state must be DISABLED.");
  requireWithoutShares(call, queue);
  endJobsOf(call, queue.arn);
  queueDeleted(call, queue);
  queue.phase = { kind: "DELETING", until: now + settings.timings.deleting };
  return {};
}

/** @throws ClientException while the queue has quota shares, also some that are being deleted */
export function requireWithoutShares({ state, now, settings }: Call, queue: JobQueue): void {
  if (!settings.assumptions.refuseDeletingQueuesWithQuotaShares) return;
  if (state.quotaShares.all(now).every((share) => share.jobQueueArn !== queue.arn)) return;
  throw new ClientException("Cannot delete, found existing QuotaShare relationship.");
}

export const describeJobQueuesShape = z.object({ jobQueues: z.array(z.string()).optional(), ...pageShape });

export function describeJobQueues(
  { state, now }: Call,
  input: z.infer<typeof describeJobQueuesShape>,
): DescribeJobQueuesResponse {
  const { items, nextToken } = described("jobQueues", state.jobQueues, input.jobQueues, input, now);
  return { jobQueues: items.map((queue) => detail(queue, now)), nextToken };
}

function detail(queue: JobQueue, now: number): JobQueueDetail {
  const status = statusAt(queue.phase, now);
  return {
    jobQueueName: queue.name,
    jobQueueArn: queue.arn,
    state: queue.state,
    schedulingPolicyArn: queue.schedulingPolicyArn,
    status,
    statusReason: status === "VALID" ? "JobQueue Healthy" : undefined,
    priority: queue.priority,
    // Required in the answer, also where a queue has none.
    computeEnvironmentOrder: [...queue.computeEnvironmentOrder],
    serviceEnvironmentOrder: queue.type === SAGEMAKER ? [...queue.serviceEnvironmentOrder] : undefined,
    jobQueueType: queue.type,
    tags: queue.tags,
    jobStateTimeLimitActions: queue.jobStateTimeLimitActions && [...queue.jobStateTimeLimitActions],
  };
}

function requireRoom({ state, now }: Call): void {
  if (state.jobQueues.all(now).length >= QUOTAS.jobQueues) {
    throw new ClientException(`Job queue limit of ${QUOTAS.jobQueues} exceeded.`);
  }
}

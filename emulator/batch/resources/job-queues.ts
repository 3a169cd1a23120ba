/** Job queues of every type: container queues on compute environments, training queues on service environments. */
import { QUOTAS } from "../../../aws/batch/limits";
import type {
  CreateJobQueueResponse,
  DescribeJobQueuesResponse,
  JobQueueDetail,
  CreateJobQueueRequest,
  DeleteJobQueueRequest,
  DescribeJobQueuesRequest,
  UpdateJobQueueRequest,
} from "@aws-sdk/client-batch";
import { jobQueue } from "../../../aws/batch/requests/job-queue";
import type { Checked } from "../../../aws/fields/field";
import { changeable } from "../../../aws/fields/table";
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
import { queueChanged, queueDeleted, requireMovable } from "../jobs/service/pool-settings";
import type { JobQueue } from "../plumbing/state";

export function createJobQueue(call: Call, input: Checked<CreateJobQueueRequest>): CreateJobQueueResponse {
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
      ...changeable(jobQueue, input),
      name,
      arn,
      type: orders.type,
      // CreateJobQueue does not state a default; every example without a state describes as ENABLED.
      state: input.state ?? "ENABLED",
      schedulingPolicyArn: policy?.arn,
      computeEnvironmentOrder: orders.computeEnvironmentOrder,
      serviceEnvironmentOrder: orders.serviceEnvironmentOrder,
      tags: input.tags ?? {},
      phase: { kind: "CREATING", until: now + settings.timings.creating },
    },
    now,
  );
  queueChanged(call, queue);
  return { jobQueueName: name, jobQueueArn: arn };
}

export function updateJobQueue(call: Call, input: Checked<UpdateJobQueueRequest>): CreateJobQueueResponse {
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

  const { computeEnvironmentOrder, serviceEnvironmentOrder } = orders;
  Object.assign(queue, changeable(jobQueue, input), { computeEnvironmentOrder, serviceEnvironmentOrder });
  queue.phase = { kind: "UPDATING", until: now + settings.timings.updating };
  dispatch(call);
  queueChanged(call, queue);
  return { jobQueueName: queue.name, jobQueueArn: queue.arn };
}

export function deleteJobQueue(call: Call, input: Checked<DeleteJobQueueRequest>): Record<string, never> {
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

export function describeJobQueues(
  { state, now }: Call,
  input: Checked<DescribeJobQueuesRequest>,
): DescribeJobQueuesResponse {
  const { items, nextToken } = described("jobQueues", state.jobQueues, input.jobQueues, input, now);
  return { jobQueues: items.map((queue) => detail(queue, now)), nextToken };
}

function detail(queue: JobQueue, now: number): JobQueueDetail {
  const status = statusAt(queue.phase, now);
  return {
    // With computeEnvironmentOrder, which is required in the answer, also where a queue has none.
    ...changeable(jobQueue, queue),
    jobQueueName: queue.name,
    jobQueueArn: queue.arn,
    status,
    statusReason: status === "VALID" ? "JobQueue Healthy" : undefined,
    serviceEnvironmentOrder: queue.type === SAGEMAKER ? queue.serviceEnvironmentOrder : undefined,
    jobQueueType: queue.type,
    tags: queue.tags,
  };
}

function requireRoom({ state, now }: Call): void {
  if (state.jobQueues.all(now).length >= QUOTAS.jobQueues) {
    throw new ClientException(`Job queue limit of ${QUOTAS.jobQueues} exceeded.`);
  }
}

/**
 * Rules of job queues that the request alone can break. Messages as recorded by badmintoncryer/cdk-preflight,
 * rules/batch/pf-batch-jq-*.
 */
import type { ComputeEnvironmentOrder, JobStateTimeLimitAction, ServiceEnvironmentOrder } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import { TIME_LIMIT_REASONS } from "../../../aws/batch/blocked-reasons";
import { QUEUE_PRIORITY, QUOTAS, TIME_LIMIT_SECONDS } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";
import { requireRange } from "./range";

export const SAGEMAKER = "SAGEMAKER_TRAINING";

export function requireQueuePriority(priority: number): void {
  requireRange("Priority must", priority, QUEUE_PRIORITY);
}

export interface Orders {
  readonly jobQueueType?: string | undefined;
  readonly computeEnvironmentOrder?: readonly Checked<ComputeEnvironmentOrder>[] | undefined;
  readonly serviceEnvironmentOrder?: readonly Checked<ServiceEnvironmentOrder>[] | undefined;
}

/** A queue has compute environments or a service environment, as its type says. */
export function requireOneOrder(orders: Orders): void {
  const computes = orders.computeEnvironmentOrder ?? [];
  const services = orders.serviceEnvironmentOrder ?? [];
  // CreateJobQueue: "A job queue can't have both a serviceEnvironmentOrder and a computeEnvironmentOrder field."
  if (computes.length > 0 && services.length > 0) {
    throw new InvalidRequest("A job queue can't have both a serviceEnvironmentOrder and a computeEnvironmentOrder.");
  }
  if (services.length > 0 && orders.jobQueueType !== SAGEMAKER) {
    throw new InvalidRequest(
      "CreateJobQueue requires either setting computeEnvironmentOrder or setting serviceEnvironmentOrder along with a " +
        `supported jobQueueType. The jobQueueType provided is ${orders.jobQueueType ?? "null"}, which is incompatible ` +
        "with the provided serviceEnvironmentOrder.",
    );
  }
  if (orders.jobQueueType === SAGEMAKER && services.length === 0) {
    throw new InvalidRequest(`Job queues of type ${SAGEMAKER} must have serviceEnvironmentOrder.`);
  }
  if (computes.length === 0 && services.length === 0) throw new InvalidRequest("computeEnvironmentOrder is required.");
}

/** Service quotas: one service environment a queue. */
export function requireOneServiceEnvironment(order: readonly ServiceEnvironmentOrder[]): void {
  if (order.length > 1) throw new InvalidRequest("Job queue can only have 1 service environment.");
  if (order.some((entry) => (entry.order ?? 0) < 0)) throw new InvalidRequest("Order must be 0 or more.");
}

/** CreateJobQueue: up to three compute environments, each once, each with a place of its own. */
export function requireComputeOrder(order: readonly ComputeEnvironmentOrder[]): void {
  const limit = QUOTAS.computeEnvironmentsPerQueue;
  if (order.length > limit) {
    throw new InvalidRequest(`Only ${limit} environments are allowed in job queue request.`);
  }
  // ComputeEnvironmentOrder: environments are tried in ascending order, from the first on.
  if (order.some((entry) => (entry.order ?? 0) < 0)) throw new InvalidRequest("Order must be 0 or more.");
  if (new Set(order.map((entry) => entry.order)).size < order.length) {
    throw new InvalidRequest("Duplicate ComputeEnvironment order values.");
  }
  if (new Set(order.map((entry) => entry.computeEnvironment)).size < order.length) {
    throw new InvalidRequest("Duplicate ComputeEnvironments within order list.");
  }
}

// AWS Batch User Guide, sm_job_stuck_in_runnable: the reasons for which a service job may be ended.
const SERVICE_JOB_REASONS: readonly string[] = [
  "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
  "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED",
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
];

/** @param queueType - what may be done depends on it: container jobs are cancelled, service jobs terminated */
export function requireTimeLimitActions(actions: readonly JobStateTimeLimitAction[], queueType: string): void {
  for (const action of actions) requireTimeLimitAction(action, queueType);
  const keys = actions.map(({ state, reason }) => JSON.stringify([state, reason]));
  if (new Set(keys).size < keys.length) {
    throw new InvalidRequest("Duplicate job state limit actions are not allowed.");
  }
}

function requireTimeLimitAction({ action, maxTimeSeconds, reason }: JobStateTimeLimitAction, queueType: string): void {
  const allowed = queueType === SAGEMAKER ? "TERMINATE" : "CANCEL";
  if (action !== allowed) throw new InvalidRequest(`Invalid job action. Valid job actions: [${allowed}]`);
  // One that is missing is refused like one out of range.
  requireRange("maxTimeSeconds must", maxTimeSeconds ?? Number.NaN, TIME_LIMIT_SECONDS);
  const reasons = queueType === SAGEMAKER ? SERVICE_JOB_REASONS : TIME_LIMIT_REASONS;
  if (!reasons.includes(reason ?? "")) {
    throw new InvalidRequest(`Invalid reason. Valid reasons: [${reasons.join(", ")}]`);
  }
}

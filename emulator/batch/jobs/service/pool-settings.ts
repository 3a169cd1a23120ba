/** Keeps the scheduling engine up to date with service environments, queues of service jobs, and their shares. */
import { NUM_INSTANCES } from "../../../../aws/batch/names";
import type { Amounts, QueueSettings, ShareSettings } from "../../../../scheduling";
import { ClientException } from "../../plumbing/errors";
import type { Call } from "../../plumbing/operation";
import { policyOf } from "../../resources/queue-policy";
import { SAGEMAKER } from "../../rules/queue-request";
import type { CapacityLimit, JobQueue, QuotaShare, SchedulingPolicy, ServiceEnvironment } from "../../plumbing/state";
import { abandon, tell } from "./lifecycle";
import type { Placed } from "./pools";
import type { ServiceJob } from "./service-job";

/** An environment was made, also one of an old name. */
export function environmentCreated({ state, settings }: Call, environment: ServiceEnvironment): void {
  state.servicePools.add(environment.arn, environmentSettings(environment), settings.scheduling);
}

export function environmentUpdated(call: Call, environment: ServiceEnvironment): void {
  tell(call, environment.arn, {
    type: "environment",
    at: call.now,
    environment: environmentSettings(environment),
  });
}

/**
 * Jobs are counted in the unit of their environment, and stay where they were submitted to.
 *
 * @throws ClientException when limits of another kind of unit would come over jobs that have not ended. AWS does not say.
 */
export function requireSameUnits(
  { state, now }: Call,
  environment: ServiceEnvironment,
  limits: readonly CapacityLimit[],
) {
  if (countsInstances(environment.capacityLimits) === countsInstances(limits)) return;
  const queues = state.jobQueues.all(now).filter((queue) => environmentOf(queue) === environment.arn);
  if (queues.every((queue) => state.serviceJobs.openIn(queue.arn).length === 0)) return;
  throw new ClientException("The kind of capacity unit cannot change while there are jobs that have not ended.");
}

/** @throws ClientException when a queue with jobs would get another environment or kind of policy. AWS does not say. */
export function requireMovable(
  call: Call,
  queue: JobQueue,
  environmentArn: string | undefined,
  policyArn?: string,
): void {
  const placed = call.state.servicePools.placeOf(queue.arn);
  if (placed === undefined) return;
  const isMoved = placed.environmentArn !== environmentArn || placed.kind !== policyOf(call, policyArn).kind;
  if (!isMoved || call.state.serviceJobs.openIn(queue.arn).length === 0) return;
  throw new ClientException(`JobQueue ${queue.name} has jobs that have not ended; it cannot be scheduled otherwise.`);
}

/** A queue was made or changed. */
export function queueChanged(call: Call, queue: JobQueue): void {
  const { servicePools, quotaShares } = call.state;
  const environmentArn = environmentOf(queue);
  if (queue.type !== SAGEMAKER || environmentArn === undefined) return;
  const settings = queueSettings(call, queue);
  const placed: Placed = { environmentArn, kind: settings.policy.kind };
  const before = servicePools.placeOf(queue.arn);
  const isMoved = before?.environmentArn !== environmentArn || before.kind !== placed.kind;
  if (before !== undefined && isMoved) forgetQueue(call, queue, before);
  servicePools.place(queue.arn, placed);
  tell(call, environmentArn, { type: "queue", at: call.now, queue: settings });
  if (!isMoved) return;
  for (const share of quotaShares.all(call.now)) if (share.jobQueueArn === queue.arn) shareChanged(call, share);
}

/** DeleteJobQueue: "All jobs in the queue are eventually terminated when you delete a job queue." */
export function queueDeleted(call: Call, queue: JobQueue): void {
  const placed = call.state.servicePools.placeOf(queue.arn);
  if (placed === undefined) return;
  endJobs(call, call.state.serviceJobs.openIn(queue.arn), "Job queue deleted", () => {
    forgetQueue(call, queue, placed);
  });
}

/** A quota share was made or changed. */
export function shareChanged(call: Call, share: QuotaShare): void {
  const placed = call.state.servicePools.placeOf(share.jobQueueArn);
  if (placed?.kind !== "QUOTA_SHARE") return;
  const settings = shareSettings(share);
  tell(call, placed.environmentArn, { type: "share", at: call.now, queue: share.jobQueueArn, share: settings });
}

/** DeleteQuotaShare: all jobs of the share are eventually terminated. */
export function shareDeleted(call: Call, { name, jobQueueArn }: QuotaShare): void {
  const placed = call.state.servicePools.placeOf(jobQueueArn);
  if (placed?.kind !== "QUOTA_SHARE") return;
  const jobs = call.state.serviceJobs.openIn(jobQueueArn).filter((job) => job.quotaShareName === name);
  endJobs(call, jobs, "Quota share deleted", () => {
    tell(call, placed.environmentArn, { type: "removeShare", at: call.now, queue: jobQueueArn, share: name });
  });
}

/** A policy counts for all its queues at once. */
export function policyChanged(call: Call, policy: SchedulingPolicy): void {
  for (const queue of call.state.jobQueues.all(call.now)) {
    if (queue.schedulingPolicyArn === policy.arn) queueChanged(call, queue);
  }
}

/** The engine forgets the jobs before others get their capacity; so they end first. */
function endJobs(call: Call, jobs: readonly ServiceJob[], reason: string, forget: () => void): void {
  for (const job of jobs) abandon(call, job, reason);
  forget();
}

function forgetQueue(call: Call, queue: JobQueue, { environmentArn }: Placed): void {
  call.state.servicePools.remove(queue.arn);
  tell(call, environmentArn, { type: "removeQueue", at: call.now, queue: queue.arn });
}

function environmentOf({ serviceEnvironmentOrder }: JobQueue): string | undefined {
  return serviceEnvironmentOrder[0]?.serviceEnvironment;
}

function environmentSettings({ capacityLimits, state }: ServiceEnvironment) {
  return { capacity: amountsOf(capacityLimits), enabled: state === "ENABLED" };
}

// Here and below: submissions to what is disabled are refused before they get to the engine, and those before go on.
function queueSettings(call: Call, queue: JobQueue): QueueSettings {
  const limits = (queue.jobStateTimeLimitActions ?? []).map(({ reason, maxTimeSeconds }) => [reason, maxTimeSeconds]);
  return {
    name: queue.arn,
    priority: queue.priority,
    enabled: true,
    policy: policyOf(call, queue.schedulingPolicyArn),
    timeLimits: Object.fromEntries(limits),
  };
}

function shareSettings(share: QuotaShare): ShareSettings {
  const { strategy, borrowLimit } = share.resourceSharingConfiguration;
  return {
    name: share.name,
    capacity: amountsOf(share.capacityLimits),
    strategy,
    ...(borrowLimit === undefined ? {} : { borrowLimit }),
    inSharePreemption: share.preemptionConfiguration.inSharePreemption === "ENABLED",
    enabled: true,
  };
}

function amountsOf(limits: readonly CapacityLimit[]): Amounts {
  return Object.fromEntries(limits.map(({ capacityUnit, maxCapacity }) => [capacityUnit, maxCapacity]));
}

function countsInstances(limits: readonly CapacityLimit[]): boolean {
  return NUM_INSTANCES in amountsOf(limits);
}

/** Rules of SubmitJob. AWS documents the conditions; where no answer of the service is known, the words are ours. */
import type { JobDependency } from "@aws-sdk/client-batch";
import { ARRAY_SIZE, isWithin, QUOTAS } from "../../../aws/batch/limits";
import { JOB_NAME, SHARE_IDENTIFIER } from "../../../aws/batch/names";
import { schedulingKind } from "../../../aws/batch/scheduling-kind";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import type { JobDefinitionRevision } from "../resources/job-definition-store";
import type { Call } from "../plumbing/operation";
import { statusAt } from "../plumbing/phase";
import type { JobQueue } from "../plumbing/state";
import { SAGEMAKER } from "./queue-request";

export function requireJobName(name: string): void {
  if (!JOB_NAME.test(name)) throw new InvalidRequest("Job name should match valid pattern");
}

export function requirePayloadSize(request: object): void {
  const bytes = Buffer.byteLength(JSON.stringify(request));
  if (bytes <= QUOTAS.submitJobBytes) return;
  throw new InvalidRequest(`The request has ${bytes} bytes; at most ${QUOTAS.submitJobBytes} are allowed.`);
}

/** A queue that takes container jobs now. */
export function requireJobQueue({ state, now }: Call, nameOrArn: string): JobQueue {
  const queue = state.jobQueues.find(nameOrArn, now);
  if (queue === undefined) throw new ClientException(`JobQueue ${nameOrArn} not found.`);
  if (queue.type === SAGEMAKER) {
    throw new ClientException(`SubmitJob is not supported for job queues of type ${SAGEMAKER}; use SubmitServiceJob.`);
  }
  requireOpenQueue(queue, now);
  return queue;
}

export function requireOpenQueue(queue: JobQueue, now: number): void {
  const status = statusAt(queue.phase, now);
  if (status === "CREATING" || status === "DELETING") throw new ClientException(`JobQueue ${queue.name} is ${status}.`);
  // CreateJobQueue: "If the job queue state is DISABLED, new jobs can't be added to the queue".
  if (queue.state === "DISABLED") throw new ClientException(`JobQueue ${queue.name} is DISABLED.`);
}

export function requireJobDefinition({ state }: Call, reference: string): JobDefinitionRevision {
  const found = state.jobDefinitions.resolve(reference);
  if (found === undefined) throw new ClientException(`JobDefinition ${reference} not found.`);
  // DeregisterJobDefinition: an inactive definition takes no new jobs.
  if (found.status === "INACTIVE") throw new ClientException(`JobDefinition ${reference} is INACTIVE.`);
  return found;
}

/** SubmitJob: a share identifier is a must for a fair-share queue, and not allowed for any other. */
export function requireShareIdentifier({ state, now }: Call, queue: JobQueue, identifier: string | undefined): void {
  const { schedulingPolicyArn: arn, name } = queue;
  const policy = arn === undefined ? undefined : state.schedulingPolicies.find(arn, now);
  const fair = schedulingKind(policy) === "FAIR_SHARE";
  if (fair && identifier === undefined) {
    throw new ClientException(`shareIdentifier must be specified for JobQueue ${name}, which has a fair-share policy.`);
  }
  if (!fair && identifier !== undefined) {
    throw new ClientException(
      `shareIdentifier is not applicable for JobQueue ${name}, which has no fair-share policy.`,
    );
  }
  if (identifier !== undefined && !SHARE_IDENTIFIER.test(identifier)) {
    throw new InvalidRequest("ShareIdentifier name should match a valid pattern.");
  }
}

/**
 * Rule S9. CreateJobQueue: "a maximum of 500 active share identifiers". A share is active from the submission of its first
 * job on.
 */
export function requireRoomForShare(
  { name }: JobQueue,
  identifier: string | undefined,
  active: Iterable<string | undefined>,
): void {
  if (identifier === undefined) return;
  const others = new Set<string | undefined>();
  for (const share of active) {
    if (share === identifier) return;
    others.add(share);
  }
  if (others.size < QUOTAS.shareIdentifiers) return;
  throw new ClientException(`JobQueue ${name} has ${QUOTAS.shareIdentifiers} active share identifiers already.`);
}

export function requireArraySize(size: number | undefined): number {
  if (size !== undefined && isWithin(ARRAY_SIZE, size)) return size;
  const { least, most } = ARRAY_SIZE;
  throw new InvalidRequest(`The array size must be between ${least} and ${most}, got ${size ?? "none"}.`);
}

/**
 * SubmitJob, dependsOn.
 *
 * @param size - of the array that is submitted; undefined: a job by itself
 */
export function requireDependencies(
  call: Call,
  dependencies: readonly JobDependency[],
  size: number | undefined,
): void {
  const found = dependencies.length;
  if (found > QUOTAS.dependencies) {
    throw new InvalidRequest(`A job can depend upon a maximum of ${QUOTAS.dependencies} jobs, got ${found}.`);
  }
  for (const dependency of dependencies) requireDependency(call, dependency, size);
}

function requireDependency({ state }: Call, { jobId, type }: JobDependency, size: number | undefined): void {
  if (type === "N_TO_N" && size === undefined) {
    throw new InvalidRequest("A dependency of type N_TO_N is for array jobs only.");
  }
  // AWS does not say what the type means for a job by itself, and users write it: it waits for that job, as without a type.
  if (type === "SEQUENTIAL" && (size !== undefined || jobId === undefined)) {
    if (size === undefined) throw new InvalidRequest("A dependency of a job by itself must name a jobId.");
    // "You can specify a SEQUENTIAL type dependency without specifying a job ID"
    if (jobId === undefined) return;
    throw new InvalidRequest("A dependency of type SEQUENTIAL must not name a jobId.");
  }
  if (jobId === undefined) throw new InvalidRequest("A dependency that is not SEQUENTIAL must name a jobId.");
  const needed = state.jobs.get(jobId);
  if (needed === undefined) throw new ClientException(`Job ${jobId} in dependsOn does not exist.`);
  if (type === "N_TO_N" && (needed.array?.kind !== "parent" || needed.array.size !== size)) {
    throw new ClientException(`A dependency of type N_TO_N needs an array of size ${size}, which ${jobId} is not.`);
  }
}

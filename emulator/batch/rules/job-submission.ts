/** Rules of SubmitJob. AWS documents the conditions; where no answer of the service is known, the words are ours. */
import { ClientException } from "../errors";
import type { JobDefinitionRevision } from "../job-definition-store";
import type { Call } from "../operation";
import { statusAt } from "../phase";
import type { JobQueue } from "../state";
import { SAGEMAKER } from "./queue-request";
import { schedulingKind } from "./scheduling-policy";

// SubmitJob: "up to 128 letters long. The first character must be alphanumeric, can contain ... (-), and ... (_)".
const JOB_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;
// SubmitJob: "A job can depend upon a maximum of 20 jobs."
const MAX_DEPENDENCIES = 20;
// AWS Batch User Guide, "Service quotas": maximum job payload size for SubmitJob operations.
const MAX_BYTES = 30 * 1024;

export function requireJobName(name: string): void {
  if (!JOB_NAME.test(name)) throw new ClientException("Job name should match a valid pattern.");
}

export function requirePayloadSize(request: object): void {
  const bytes = Buffer.byteLength(JSON.stringify(request));
  if (bytes > MAX_BYTES) throw new ClientException(`The request has ${bytes} bytes; at most ${MAX_BYTES} are allowed.`);
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
  const fair = policy !== undefined && schedulingKind(policy) === "fair share";
  if (fair && identifier === undefined) {
    throw new ClientException(`shareIdentifier must be specified for JobQueue ${name}, which has a fair-share policy.`);
  }
  if (!fair && identifier !== undefined) {
    throw new ClientException(
      `shareIdentifier is not applicable for JobQueue ${name}, which has no fair-share policy.`,
    );
  }
  if (identifier !== undefined && !/^[A-Za-z0-9_-]{1,255}$/.test(identifier)) {
    throw new ClientException("ShareIdentifier name should match a valid pattern.");
  }
}

export function requireDependencies({ state }: Call, ids: readonly (string | undefined)[]): string[] {
  if (ids.length > MAX_DEPENDENCIES) {
    throw new ClientException(`A job can depend upon a maximum of ${MAX_DEPENDENCIES} jobs, got ${ids.length}.`);
  }
  return ids.map((id) => {
    // SubmitJob: only array jobs have a SEQUENTIAL dependency without a job.
    if (id === undefined) throw new ClientException("A dependency of a job that is no array must name a jobId.");
    if (state.jobs.get(id) === undefined) throw new ClientException(`Job ${id} in dependsOn does not exist.`);
    return id;
  });
}

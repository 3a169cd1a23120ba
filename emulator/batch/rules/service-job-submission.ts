/** Rules of SubmitServiceJob. AWS documents the conditions; no answers of the service are known, the words are ours. */
import type { ServiceJobRetryStrategy } from "@aws-sdk/client-batch";
import type { Checked } from "../../../aws/fields/field";
import type { SubmittedRetryStrategy } from "../jobs/service/service-job";
import { CLIENT_TOKEN_LENGTH, isWithin, LONGEST_PATTERN, MOST_RETRY_RULES, QUOTAS } from "../../../aws/batch/limits";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import type { Call } from "../plumbing/operation";
import { statusAt } from "../plumbing/phase";
import type { JobQueue, ServiceEnvironment } from "../plumbing/state";
import { requireRetryStrategy } from "./job-definition";
import { requireOpenQueue, requireRoomForShare } from "./job-submission";
import { isQuotaManaged } from "./queue-relations";
import { SAGEMAKER } from "./queue-request";

export function requireServicePayload(payload: string): void {
  const bytes = Buffer.byteLength(payload);
  const most = QUOTAS.servicePayloadBytes;
  if (bytes > most) throw new InvalidRequest(`serviceRequestPayload has ${bytes} bytes; at most ${most} are allowed.`);
}

export function requireClientToken(token: string | undefined): void {
  if (token === undefined || isWithin(CLIENT_TOKEN_LENGTH, token.length)) return;
  const { least, most } = CLIENT_TOKEN_LENGTH;
  throw new InvalidRequest(`clientToken must have ${least} to ${most} characters.`);
}

/** A queue that takes service jobs now, and its environment. */
export function requireServiceJobQueue(
  { state, now }: Call,
  nameOrArn: string,
): { readonly queue: JobQueue; readonly environment: ServiceEnvironment } {
  const queue = state.jobQueues.find(nameOrArn, now);
  if (queue === undefined) throw new ClientException(`JobQueue ${nameOrArn} not found.`);
  if (queue.type !== SAGEMAKER) {
    throw new ClientException(`SubmitServiceJob is not supported for job queues of type ${queue.type}; use SubmitJob.`);
  }
  requireOpenQueue(queue, now);
  const [{ serviceEnvironment = "" } = {}] = queue.serviceEnvironmentOrder;
  const environment = state.serviceEnvironments.find(serviceEnvironment, now);
  // User Guide, service-environment-state-definitions: queues take no jobs while their environment is not VALID.
  if (environment === undefined || statusAt(environment.phase, now) !== "VALID") {
    throw new ClientException(`The service environment of JobQueue ${queue.name} is not VALID.`);
  }
  return { queue, environment };
}

/** SubmitServiceJob: a quota share is a must for a queue with a quota-share policy, and not allowed for any other. */
export function requireQuotaShare(call: Call, queue: JobQueue, name: string | undefined): void {
  const { state, now } = call;
  if (!isQuotaManaged(call, queue.schedulingPolicyArn)) {
    if (name === undefined) return;
    throw new ClientException(
      `quotaShareName is not applicable for JobQueue ${queue.name}, which has no quota share policy.`,
    );
  }
  if (name === undefined) {
    throw new ClientException(
      `quotaShareName must be specified for JobQueue ${queue.name}, which has a quota share policy.`,
    );
  }
  const share = state.quotaShares.find(`${queue.arn}/quota-share/${name}`, now);
  if (share === undefined) throw new ClientException(`QuotaShare ${name} not found in JobQueue ${queue.name}.`);
  const status = statusAt(share.phase, now);
  if (status === "CREATING" || status === "DELETING") throw new ClientException(`QuotaShare ${name} is ${status}.`);
  // User Guide, quota-shares: a disabled share takes no new jobs.
  if (share.state === "DISABLED") throw new ClientException(`QuotaShare ${name} is DISABLED.`);
}

/** The same as for container jobs (rule S9). */
export function requireRoomForServiceShare(
  { state, now }: Call,
  queue: JobQueue,
  identifier: string | undefined,
): void {
  const placed = state.servicePools.placeOf(queue.arn);
  const pool = placed && state.servicePools.get(placed.environmentArn);
  if (identifier === undefined || pool === undefined) return;
  const submitted = state.serviceJobs.openIn(queue.arn).map(({ shareIdentifier }) => shareIdentifier);
  requireRoomForShare(queue, identifier, [
    ...pool.picture(queue.arn, now).shares.map(({ share }) => share),
    ...submitted,
  ]);
}

/** @returns the strategy: each of its rules says what is to be done */
export function requireServiceRetryStrategy(strategy: Checked<ServiceJobRetryStrategy>): SubmittedRetryStrategy {
  const { attempts, evaluateOnExit } = strategy;
  requireRetryStrategy({ attempts });
  if (evaluateOnExit !== undefined && evaluateOnExit.length > MOST_RETRY_RULES) {
    throw new InvalidRequest(`EvaluateOnExit must have at most ${MOST_RETRY_RULES} entries.`);
  }
  const rules = evaluateOnExit?.map(({ action, onStatusReason }, index) => {
    if (onStatusReason !== undefined && onStatusReason.length > LONGEST_PATTERN) {
      throw new InvalidRequest(`onStatusReason must have at most ${LONGEST_PATTERN} characters.`);
    }
    if (action === undefined) throw new InvalidRequest(`retryStrategy.evaluateOnExit[${index}].action is required.`);
    return { action, onStatusReason };
  });
  return { attempts, evaluateOnExit: rules };
}

/** SubmitServiceJob, timeoutConfig and preemptionConfiguration: AWS states no ranges, but neither can be negative. */
export function requireNotNegative(member: string, value: number | undefined, least: number): void {
  if (value !== undefined && value < least) throw new InvalidRequest(`${member} must be at least ${least}.`);
}

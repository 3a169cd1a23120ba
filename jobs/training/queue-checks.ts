import type { JobQueueDetail, QuotaShareDetail, ServiceEnvironmentDetail } from "@aws-sdk/client-batch";
import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import { jobQueues, queueIn, quotaShares, schedulingPolicies, serviceEnvironments } from "../../aws/batch/queues";
import { AwsCallError } from "../../aws/errors";
import type { BatchClient } from "../../aws/services";
import { groupBy } from "../../config/group-by";
import { suggestions } from "../../config/nearest";
import { demandOf, environmentProblems, shareProblems } from "./capacity";
import { QueueMismatchError } from "./errors";
import type { PlannedServiceJob, ServiceJobRequest } from "./planned-job";

/** A queue as far as a submission has to know it. */
export interface KnownQueue {
  readonly kind: SchedulingKind;
  readonly detail: JobQueueDetail;
  /** Of a queue with quota shares. */
  readonly shares: readonly QuotaShareDetail[];
  /** Undefined when AWS Batch does not tell. */
  readonly environment: ServiceEnvironmentDetail | undefined;
}

/**
 * Asks AWS Batch for the queues of some jobs, one call for all of them, and compares what each wants of its jobs.
 *
 * @returns the queues, by the name or ARN that the jobs have them under
 * @throws QueueMismatchError with everything that does not fit
 */
export async function checkQueues(
  jobs: readonly Pick<PlannedServiceJob, "name" | "request">[],
  batch: BatchClient,
): Promise<ReadonlyMap<string, KnownQueue>> {
  const wanted = [...new Set(jobs.map(({ request }) => request.jobQueue))];
  const queues = await knownQueues(wanted, batch.quick);
  const found = jobs.flatMap(({ name, request }) => {
    const queue = queues.get(request.jobQueue);
    const problems = queue === undefined ? [`there is no job queue ${request.jobQueue}`] : misfits(request, queue);
    return problems.map((problem) => ({ name, problem }));
  });
  if (found.length > 0) throw new QueueMismatchError(linesOf(found));
  return queues;
}

const MOST_NAMED = 3;

/** A line a problem, however many jobs have it. */
function linesOf(found: readonly { readonly name: string; readonly problem: string }[]): string[] {
  return [...groupBy(found, ({ problem }) => problem)].map(([problem, jobs]) => {
    const names = jobs.slice(0, MOST_NAMED).map(({ name }) => name);
    const rest = jobs.length > MOST_NAMED ? ` and ${jobs.length - MOST_NAMED} more` : "";
    return `${names.join(", ")}${rest}: ${problem}`;
  });
}

/** @returns those of the queues that exist */
async function knownQueues(wanted: readonly string[], batch: BatchClient): Promise<ReadonlyMap<string, KnownQueue>> {
  const details = await jobQueues(batch, wanted);
  const policyArns = [...new Set(details.flatMap(({ schedulingPolicyArn }) => schedulingPolicyArn ?? []))];
  const policies = await schedulingPolicies(batch, policyArns);
  const byQuota = new Set(policies.filter((one) => one.quotaSharePolicy !== undefined).map(({ arn }) => arn));
  const environments = await environmentsOf(details, batch);
  const known = new Map<string, KnownQueue>();
  for (const name of wanted) {
    const detail = queueIn(details, name);
    if (detail === undefined) continue;
    const { schedulingPolicyArn: policy } = detail;
    const kind = policy === undefined ? "FIFO" : byQuota.has(policy) ? "QUOTA_SHARE" : "FAIR_SHARE";
    const shares = kind === "QUOTA_SHARE" ? await quotaShares(batch, name) : [];
    const [{ serviceEnvironment } = {}] = detail.serviceEnvironmentOrder ?? [];
    const environment = environments.find(({ serviceEnvironmentArn: arn }) => arn === serviceEnvironment);
    known.set(name, { kind, detail, shares, environment });
  }
  return known;
}

/** It is no reason to submit nothing that somebody may not look at the environments: then nothing is said of capacity. */
async function environmentsOf(
  queues: readonly JobQueueDetail[],
  batch: BatchClient,
): Promise<readonly ServiceEnvironmentDetail[]> {
  const orders = queues.flatMap(({ serviceEnvironmentOrder = [] }) => serviceEnvironmentOrder);
  const arns = [...new Set(orders.flatMap(({ serviceEnvironment }) => serviceEnvironment ?? []))];
  if (arns.length === 0) return [];
  return serviceEnvironments(batch, arns).catch((error: unknown) => {
    if (error instanceof AwsCallError) return [];
    throw error;
  });
}

/** @returns why a queue would refuse a job, or could never run it. Source: SubmitServiceJob, shareIdentifier and quotaShareName */
function misfits(request: ServiceJobRequest, known: KnownQueue): string[] {
  const { kind, detail, shares, environment } = known;
  const { jobQueueName: queue = request.jobQueue, jobQueueType: type, state, status } = detail;
  if (type !== "SAGEMAKER_TRAINING") {
    return [`queue ${queue} runs ${type ?? "container"} jobs; training jobs need one of type SAGEMAKER_TRAINING`];
  }
  const { shareIdentifier, quotaShareName } = request;
  const problems: string[] = [];
  if (state === "DISABLED") problems.push(`queue ${queue} is disabled and takes no jobs`);
  if (status !== undefined && status !== "VALID" && status !== "UPDATING") {
    problems.push(`queue ${queue} is ${status}: ${detail.statusReason ?? "no reason given"}`);
  }
  if (kind === "FAIR_SHARE" && shareIdentifier === undefined) {
    problems.push(`queue ${queue} schedules by fair share: name a share identifier (--share)`);
  }
  if (kind !== "FAIR_SHARE" && shareIdentifier !== undefined) {
    problems.push(`queue ${queue} has no fair-share policy, so that a job has no share identifier (--share)`);
  }
  if (kind !== "QUOTA_SHARE" && quotaShareName !== undefined) {
    problems.push(`queue ${queue} has no quota shares, so that a job names none (--quota-share)`);
  }
  const names = shares.flatMap((share) => share.quotaShareName ?? []);
  if (kind === "QUOTA_SHARE") problems.push(...nameProblems(queue, quotaShareName, names));
  const demand = demandOf(request.serviceRequestPayload);
  const tooMuch = environment === undefined ? [] : environmentProblems(demand, environment);
  if (tooMuch.length > 0 || quotaShareName === undefined) return [...problems, ...tooMuch];
  return [...problems, ...shareProblems(demand, quotaShareName, shares)];
}

function nameProblems(queue: string, wanted: string | undefined, shares: readonly string[]): string[] {
  const there = shares.length === 0 ? "it has none yet" : `there are: ${shares.join(", ")}`;
  if (wanted === undefined) return [`queue ${queue} has quota shares: name one of them (--quota-share; ${there})`];
  if (shares.includes(wanted)) return [];
  const { hint } = suggestions(wanted, shares, "quota share");
  return [`queue ${queue} has no quota share ${wanted} (${there})${hint === undefined ? "" : `; ${hint}`}`];
}

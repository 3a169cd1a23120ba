import type { JobQueueDetail } from "@aws-sdk/client-batch";
import type { SchedulingKind } from "../../aws/batch/scheduling-kind";
import { jobQueues, queueIn, quotaShares, schedulingPolicies } from "../../aws/batch/queues";
import type { BatchClient } from "../../aws/services";
import { groupBy } from "../../config/group-by";
import { suggestions } from "../../config/nearest";
import { QueueMismatchError } from "./errors";
import type { PlannedServiceJob, ServiceJobRequest } from "./planned-job";

/** A queue as far as a submission has to know it. */
export interface KnownQueue {
  readonly kind: SchedulingKind;
  readonly detail: JobQueueDetail;
  /** Of a queue with quota shares. */
  readonly shares: readonly string[];
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
  const known = new Map<string, KnownQueue>();
  for (const name of wanted) {
    const detail = queueIn(details, name);
    if (detail === undefined) continue;
    const { schedulingPolicyArn: policy } = detail;
    const kind = policy === undefined ? "FIFO" : byQuota.has(policy) ? "QUOTA_SHARE" : "FAIR_SHARE";
    const shares = kind === "QUOTA_SHARE" ? await quotaShares(batch, name) : [];
    known.set(name, { kind, detail, shares: shares.flatMap(({ quotaShareName }) => quotaShareName ?? []) });
  }
  return known;
}

/** @returns why a queue would refuse a job. Source: SubmitServiceJob, shareIdentifier and quotaShareName */
function misfits(request: ServiceJobRequest, { kind, detail, shares }: KnownQueue): string[] {
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
  if (kind === "QUOTA_SHARE") problems.push(...shareProblems(queue, quotaShareName, shares));
  return problems;
}

function shareProblems(queue: string, wanted: string | undefined, shares: readonly string[]): string[] {
  const there = shares.length === 0 ? "it has none yet" : `there are: ${shares.join(", ")}`;
  if (wanted === undefined) return [`queue ${queue} has quota shares: name one of them (--quota-share; ${there})`];
  if (shares.includes(wanted)) return [];
  const { hint } = suggestions(wanted, shares, "quota share");
  return [`queue ${queue} has no quota share ${wanted} (${there})${hint === undefined ? "" : `; ${hint}`}`];
}

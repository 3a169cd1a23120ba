/** How many jobs there are in what a plan takes away: AWS Batch is asked, Terraform does not know it. */
import { partsOfBatchArn } from "../../aws/batch/arns";
import { PER_CALL } from "../../aws/batch/limits";
import { computeEnvironments, containerQueues, jobQueues } from "../../aws/batch/queues";
import { listRunning, type RunningJob, runningJobs } from "../../aws/batch/running-jobs";
import { AwsCallError } from "../../aws/errors";
import { QUICK_RETRY } from "../../aws/retry";
import { type BatchClient, batchClient } from "../../aws/services";
import type { PlannedChange } from "./changes";
import type { BatchTarget, HeldJobs } from "./held";

/**
 * @param variables lead to the account, as they lead Terraform there
 * @returns the changes, those that take away something of AWS Batch with the jobs in it, or why these are not known
 */
export async function withHeldJobs(
  changes: readonly PlannedChange[],
  variables: NodeJS.ProcessEnv,
): Promise<PlannedChange[]> {
  const lookers = new Map<string, { readonly batch: BatchClient; readonly look: Look }>();
  const lookerIn = (region: string) => {
    const batch = batchClient({ region, variables }, QUICK_RETRY);
    const looker = { batch, look: looking(batch) };
    lookers.set(region, looker);
    return looker;
  };
  const looked: PlannedChange[] = [];
  try {
    // One after the other: without credentials the first tells it, and a queue of thousands of jobs takes many calls.
    let unknown: string | undefined;
    for (const change of changes) {
      const { batch: target } = change;
      if (target === undefined) looked.push(change);
      else {
        const region = partsOfBatchArn(target.arn)?.region ?? "";
        const { look } = lookers.get(region) ?? lookerIn(region);
        const held: HeldJobs = unknown === undefined ? await look(target) : { unknown };
        if ("unknown" in held) unknown = held.unknown;
        looked.push({ ...change, held });
      }
    }
  } finally {
    for (const { batch } of lookers.values()) batch.close();
  }
  return looked;
}

/** Tells of the jobs in a target; why they are not known instead, when AWS does not tell. */
type Look = (target: BatchTarget) => Promise<HeldJobs>;

/** @returns looks at one account and Region, in which the jobs of a queue are listed once */
export function looking(batch: BatchClient): Look {
  let placed: Promise<readonly RunningJob[]> | undefined;
  const running = () => (placed ??= allRunning(batch));
  return async (target) => {
    try {
      return await (target.kind === "compute environment" ? jobsOn(batch, target.arn, running) : jobsIn(batch, target));
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      return { unknown: error.message };
    }
  };
}

/** Of all queues of containers: an environment may have jobs of queues that have moved to others since. */
async function allRunning(batch: BatchClient): Promise<RunningJob[]> {
  const jobs: RunningJob[] = [];
  for (const queue of await containerQueues(batch)) jobs.push(...(await runningJobs(batch, queue, Infinity)));
  return jobs;
}

const NONE: HeldJobs = { running: 0, waiting: 0 };

async function jobsOn(
  batch: BatchClient,
  arn: string,
  allJobs: () => Promise<readonly RunningJob[]>,
): Promise<HeldJobs> {
  const [environment] = await computeEnvironments(batch, [arn]);
  if (environment === undefined) return NONE;
  const cluster = environment.ecsClusterArn?.split("/").at(-1);
  const jobs = (await allJobs()).filter((job) => job.cluster !== undefined && job.cluster === cluster);
  const onFargate = environment.computeResources?.type?.startsWith("FARGATE") === true;
  const triedAgain = jobs.filter(({ isTriedAgain }) => isTriedAgain).length;
  return { running: jobs.length, waiting: 0, onFargate, triedAgain };
}

/** @param target a queue, or a share of the queue at the beginning of its ARN */
async function jobsIn(batch: BatchClient, { kind, arn, name }: BatchTarget): Promise<HeldJobs> {
  const jobQueue = kind === "quota share" ? arn.replace(/\/quota-share\/.*$/, "") : arn;
  const [queue] = await jobQueues(batch, [jobQueue]);
  if (queue === undefined) return NONE;
  if (queue.jobQueueType !== "SAGEMAKER_TRAINING") {
    const running = (await listRunning(batch, jobQueue, Infinity)).length;
    let waiting = 0;
    for (const jobStatus of ["SUBMITTED", "PENDING", "RUNNABLE"] as const) {
      waiting += (await batch.all("ListJobs", { jobQueue, jobStatus }, (page) => page.jobSummaryList)).length;
    }
    return { running, waiting };
  }
  const share = kind === "quota share" ? name : undefined;
  const count = async (statuses: readonly TrainingStatus[]) => {
    let jobs = 0;
    for (const jobStatus of statuses) {
      const request = { jobQueue, jobStatus, maxResults: PER_CALL.described };
      const listed = await batch.all("ListServiceJobs", request, (page) => page.jobSummaryList);
      jobs += listed.filter(({ quotaShareName }) => share === undefined || quotaShareName === share).length;
    }
    return jobs;
  };
  return {
    running: await count(["SCHEDULED", "STARTING", "RUNNING"]),
    waiting: await count(["SUBMITTED", "PENDING", "RUNNABLE"]),
  };
}

type TrainingStatus = "SUBMITTED" | "PENDING" | "RUNNABLE" | "SCHEDULED" | "STARTING" | "RUNNING";

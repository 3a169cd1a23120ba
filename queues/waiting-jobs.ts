import type { GetJobQueueSnapshotResponse, JobDetail } from "@aws-sdk/client-batch";
import { askedInGroups, inTurns } from "../aws/in-turns";
import { PER_CALL } from "../aws/batch/limits";
import { VCPU } from "../aws/batch/names";
import { vcpusOf } from "../aws/batch/running-jobs";
import type { BatchClient } from "../aws/services";
import { idOf, type Described, type Fronts } from "./top-facts";

/** The two kinds of queues: what is asked of AWS Batch about their jobs. */
export interface JobsOfQueue {
  /** RUNNABLE jobs, page by page. */
  waiting(batch: BatchClient, jobQueue: string): AsyncIterable<readonly Described[]>;
  /** @returns jobs by their ids */
  described(batch: BatchClient, ids: readonly string[]): Promise<Fronts>;
}

// Describe calls at a time; AWS Batch throttles beyond some dozens a second.
const AT_ONCE = 8;

export const trainingJobs: JobsOfQueue = {
  async *waiting(batch, jobQueue) {
    const request = { jobQueue, jobStatus: "RUNNABLE", maxResults: PER_CALL.described } as const;
    for await (const { jobSummaryList = [] } of batch.pages("ListServiceJobs", request)) yield jobSummaryList;
  },
  async described(batch, ids) {
    const jobs = new Map<string, Described>();
    await inTurns(ids, AT_ONCE, async (jobId) => {
      jobs.set(jobId, await batch.call("DescribeServiceJob", { jobId }));
    });
    return jobs;
  },
};

export const containerJobs: JobsOfQueue = {
  async *waiting(batch, jobQueue) {
    const request = { jobQueue, jobStatus: "RUNNABLE", maxResults: PER_CALL.described } as const;
    for await (const { jobSummaryList = [] } of batch.pages("ListJobs", request)) yield jobSummaryList;
  },
  async described(batch, ids) {
    const jobs = await askedInGroups(ids, PER_CALL.described, AT_ONCE, async (group) => {
      return (await batch.call("DescribeJobs", { jobs: group })).jobs ?? [];
    });
    return new Map(jobs.map((job) => [job.jobId ?? "", withNeeds(job)]));
  },
};

/** The list of jobs says what they need; the description of a container job says it of its containers. */
function withNeeds(job: JobDetail): Described {
  const quantity = vcpusOf(job);
  return quantity === 0 ? job : { ...job, capacityUsage: [{ capacityUnit: VCPU, quantity }] };
}

/**
 * @param listed what is known already of jobs that wait
 * @param named of how many the names are asked for that are not known yet
 * @returns what is known of the jobs at the fronts of the queue and of its shares, and of the next ones
 */
export async function knownJobs(
  { described }: JobsOfQueue,
  batch: BatchClient,
  { frontOfQueue, frontOfQuotaShares }: GetJobQueueSnapshotResponse,
  listed: readonly Described[],
  named: number,
): Promise<{ readonly fronts: Fronts; readonly next: Fronts }> {
  const known = new Map(listed.map((job) => [job.jobId ?? "", job]));
  const ofShares = Object.values(frontOfQuotaShares?.quotaShares ?? {}).flatMap((jobs) => jobs[0] ?? []);
  const next = (frontOfQueue?.jobs ?? []).map(({ jobArn = "" }) => idOf(jobArn));
  const first = new Set([...ofShares.map(({ jobArn = "" }) => idOf(jobArn)), ...next.slice(0, 1)]);
  const unknown = next.slice(0, named).filter((id) => !known.has(id));
  // Only the description of a job says why it is stuck.
  const found = await described(batch, [...new Set([...first, ...unknown])]);
  const fronts = new Map([...found].filter(([id]) => first.has(id)));
  return { fronts, next: new Map([...known, ...found]) };
}

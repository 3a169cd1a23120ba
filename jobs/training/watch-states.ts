import type { ServiceJobSummary } from "@aws-sdk/client-batch";
import { AwsCallError, isFinal } from "../../aws/errors";
import type { BatchClient } from "../../aws/services";
import { describeServiceJob, serviceJobs } from "./service-jobs";

/** A job as its status is watched. */
export type WatchedJob = Pick<ServiceJobSummary, "status" | "statusReason" | "startedAt" | "stoppedAt" | "createdAt">;

// One call lists 100 jobs; below that many calls a job each are no more.
const DESCRIBED_ONE_BY_ONE = 8;

/** The jobs that are asked about, by queue. */
export interface Asked {
  readonly id: string;
  readonly queue: string;
}

/**
 * The states of some jobs, in as few calls as AWS Batch allows: it describes one service job a call and lists 100.
 *
 * @param since when the first of them was created, milliseconds since 1970
 * @returns id -> state, undefined of a job that AWS Batch does not know; one whose call was not answered is not in it
 */
export async function statesOf(
  { quick: batch }: BatchClient,
  asked: readonly Asked[],
  since: number,
): Promise<ReadonlyMap<string, WatchedJob | undefined>> {
  const states = new Map<string, WatchedJob | undefined>();
  const byOne = (jobs: readonly Asked[]) =>
    Promise.all(jobs.map(({ id }) => tolerant(async () => void states.set(id, await describeServiceJob(batch, id)))));
  if (asked.length <= DESCRIBED_ONE_BY_ONE) {
    await byOne(asked);
    return states;
  }
  const wanted = new Set(asked.map(({ id }) => id));
  for (const queue of new Set(asked.map((one) => one.queue))) {
    await tolerant(async () => {
      for await (const job of serviceJobs(batch, { queue, filter: { name: "AFTER_CREATED_AT", value: since } })) {
        if (job.jobId !== undefined && wanted.delete(job.jobId)) states.set(job.jobId, job);
        if (wanted.size === 0) return;
      }
    });
  }
  // A list may lag behind; what it has not is asked for by id, some at a time.
  await byOne(asked.filter(({ id }) => wanted.has(id)).slice(0, DESCRIBED_ONE_BY_ONE));
  return states;
}

async function tolerant<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsCallError && !isFinal(error.verdict)) return undefined;
    throw error;
  }
}

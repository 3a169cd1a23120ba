import type { RetryPolicy } from "../../aws/retry";
import type { Time } from "../../aws/time";
import type { GraphNode } from "./graph";
import type { StatusSource } from "./monitor";
import type { TokenBucket } from "./rate";

/** A job that is ready to be submitted, as soon as those that it needs allow it. */
export interface PlannedJob extends GraphNode {
  /** No other job of the run has it. */
  readonly name: string;
  readonly request: { readonly jobName?: string; readonly jobQueue?: string };
  /** Ids of jobs that somebody has submitted before and that must have succeeded; of a kind that waits. */
  readonly needsIds?: readonly string[];
}

/** A job as AWS Batch lists it. */
export interface ListedJob {
  readonly jobId?: string;
  readonly jobName?: string;
  /** Milliseconds since 1970. */
  readonly createdAt?: number;
}

/** What tells one kind of job from another: how AWS Batch is asked about it. All else is the engine's. */
export interface JobKind<J extends PlannedJob> {
  /**
   * Submits a job, once, without retries of its own.
   *
   * @param ids ids of the jobs that it needs, by name
   * @param mark unique in the world for this job of this run; `marked` recognises the job by it
   * @returns the job's id
   * @throws what `verdictOf` understands
   */
  submit(job: J, ids: ReadonlyMap<string, string>, mark: string): Promise<string>;
  /** Lists jobs of the same queue and name, the newest first; pages. Repeated when throttled, as `marked` is. */
  namesakes(job: J): AsyncIterable<readonly ListedJob[]>;
  /** @returns the one of the jobs that was submitted with the mark: lists tell nothing of tags */
  marked(ids: readonly string[], mark: string): Promise<string | undefined>;
  /**
   * Whether a job is submitted only when those that it needs have succeeded, because AWS Batch knows no dependencies of
   * this kind. Then one that is refused is to the others a job that has failed; else it ends the submission of all.
   */
  readonly waits: boolean;
  readonly statuses: StatusSource;
  readonly time: Time;
  /** The rate of submissions. */
  readonly bucket: TokenBucket;
  /** Submissions under way at most. */
  readonly atOnce: number;
  readonly retry: RetryPolicy;
  /**
   * Milliseconds after which a job whose submission was not answered is visible, if there is one. AWS says of its lists
   * only that they are eventually consistent.
   */
  readonly settle: number;
}

/** What a user, or a test, may say of a kind's pace; each kind has its own defaults. */
export interface SubmitPace {
  /** Submissions a second. */
  readonly rate?: number;
  /** Milliseconds, as `JobKind` has it. */
  readonly settle?: number;
  readonly retry?: RetryPolicy;
}

// Milliseconds that this machine's clock and that of AWS may differ; the SDK signs for 5 minutes of difference at most.
const CLOCKS_APART = 15 * 60 * 1000;

/**
 * Looks for the job that a call has made.
 *
 * @param since milliseconds since 1970; the call was made no earlier, by this machine's clock
 * @returns the job's id, or undefined when there is no such job (yet)
 */
export async function findSubmitted<J extends PlannedJob>(
  kind: JobKind<J>,
  job: J,
  mark: string,
  since: number,
): Promise<string | undefined> {
  const isYoung = ({ createdAt }: ListedJob) => createdAt === undefined || createdAt >= since - CLOCKS_APART;
  for await (const page of kind.namesakes(job)) {
    // The filter takes no notice of case.
    const own = page.filter((listed) => listed.jobName === job.request.jobName && isYoung(listed));
    const found = await kind.marked(
      own.flatMap(({ jobId }) => jobId ?? []),
      mark,
    );
    const last = page.at(-1);
    if (found !== undefined || (last !== undefined && !isYoung(last))) return found;
  }
  return undefined;
}

/** @returns the id of an answer; an answer without one leaves open whether there is a job, as no answer does */
export function idIn(operation: string, { jobId }: Pick<ListedJob, "jobId">): string {
  if (jobId !== undefined) return jobId;
  const error = new Error(`AWS Batch answered ${operation} without a jobId`);
  throw Object.assign(error, { $metadata: { httpStatusCode: 200 } });
}

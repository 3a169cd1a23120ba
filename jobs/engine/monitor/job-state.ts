import type { JobStatus, ServiceJobStatus, ServiceJobSummary } from "@aws-sdk/client-batch";
import type { LogLocation } from "../logs/log-location";

/** A job that is to be watched. */
export interface WatchedJob {
  readonly id: string;
  /** Name or ARN; needed of training jobs. */
  readonly queue?: string;
  /** @default the name that AWS Batch has */
  readonly name?: string;
}

/** How many of an array's jobs there are, and in which states; AWS counts them from time to time only. */
export interface ArrayCounts {
  readonly size: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** What is known of a watched job: the status that AWS Batch gives it, and all else. */
export interface JobState {
  readonly name: string;
  readonly id: string;
  /** `VANISHED` when AWS Batch does not know the job (any more). */
  readonly status: JobStatus | ServiceJobStatus | "VANISHED";
  /** Why it failed, or why it does not run yet. */
  readonly reason?: string;
  readonly exitCode?: number;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt?: number;
  readonly startedAt?: number;
  readonly stoppedAt?: number;
  /** How many have ended. */
  readonly attempts: number;
  /** Where its attempts write, the latest one last; none before it begins, and when that is not in CloudWatch Logs. */
  readonly logs: readonly LogLocation[];
  /** Ids of the jobs that it waits for. */
  readonly needs: readonly string[];
  /** Of the parent of an array. */
  readonly array?: ArrayCounts;
  /** Of a training job: as AWS Batch describes it. */
  readonly service?: Partial<ServiceJobSummary>;
}

export function isOver({ status }: { readonly status?: string }): boolean {
  return status === "SUCCEEDED" || isBad({ status });
}

export function isBad({ status }: { readonly status?: string }): boolean {
  return status === "FAILED" || status === "VANISHED";
}

/** @param status what a job counts as that AWS Batch does not know */
export function vanished({ id, name }: WatchedJob, last: JobState | undefined, status: JobState["status"]): JobState {
  const isNew = last === undefined;
  const reason = `AWS Batch does not know the job ${isNew ? "in this account and Region" : "any more"}`;
  return { attempts: 0, logs: [], needs: [], ...last, id, name: name ?? last?.name ?? id, status, reason };
}

/** @returns whether somebody who watches would want to be told */
export function hasChanged(before: JobState | undefined, now: JobState): boolean {
  if (before?.status !== now.status || before.reason !== now.reason) return true;
  if (before.attempts !== now.attempts || before.logs.length !== now.logs.length) return true;
  return JSON.stringify(before.array) !== JSON.stringify(now.array);
}

import type { JobDetail, JobStatus } from "@aws-sdk/client-batch";
import { type LogLocation, logLocationsOf } from "../logs/log-location";

/** A job that is to be watched. */
export interface WatchedJob {
  readonly id: string;
  /** @default the name that AWS Batch has */
  readonly name?: string;
}

/** How many of an array's jobs there are, and in which states; AWS counts them from time to time only. */
export interface ArrayCounts {
  readonly size: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** What is known of a watched job. */
export interface JobState {
  readonly name: string;
  readonly id: string;
  /** `VANISHED` when AWS Batch does not know the job (any more). */
  readonly status: JobStatus | "VANISHED";
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
}

export function isOver({ status }: Pick<JobState, "status">): boolean {
  return status === "SUCCEEDED" || isBad({ status });
}

export function isBad({ status }: Pick<JobState, "status">): boolean {
  return status === "FAILED" || status === "VANISHED";
}

/** @param name that the job shall have; else its own */
export function stateOf(detail: JobDetail, name: string | undefined): JobState {
  const { jobId: id = "", status = "SUBMITTED", statusReason, container, attempts = [], arrayProperties } = detail;
  const last = attempts.at(-1)?.container;
  const { size, statusSummary } = arrayProperties ?? {};
  return {
    name: name ?? detail.jobName ?? id,
    id,
    status,
    reason: container?.reason ?? (status === "FAILED" ? last?.reason : undefined) ?? statusReason,
    exitCode: container?.exitCode ?? last?.exitCode,
    createdAt: detail.createdAt,
    // AWS Batch has 0 for "not yet" in some answers.
    startedAt: detail.startedAt || undefined,
    stoppedAt: detail.stoppedAt || undefined,
    attempts: attempts.length,
    logs: logLocationsOf(detail),
    needs: (detail.dependsOn ?? []).flatMap(({ jobId }) => jobId ?? []),
    array: size === undefined ? undefined : { size, byStatus: statusSummary ?? {} },
  };
}

export function vanished({ id, name }: WatchedJob, last: JobState | undefined): JobState {
  const isNew = last === undefined;
  const reason = `AWS Batch does not know the job ${isNew ? "in this account and Region" : "any more"}`;
  return { attempts: 0, logs: [], needs: [], ...last, id, name: name ?? last?.name ?? id, status: "VANISHED", reason };
}

/** @returns whether somebody who watches would want to be told */
export function hasChanged(before: JobState | undefined, now: JobState): boolean {
  if (before?.status !== now.status || before.reason !== now.reason) return true;
  if (before.attempts !== now.attempts || before.logs.length !== now.logs.length) return true;
  return JSON.stringify(before.array) !== JSON.stringify(now.array);
}

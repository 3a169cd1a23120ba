/** What a run of jobs is given, and what it tells. */
import type { Journal } from "../engine/journal";
import type { BatchClient } from "../../aws/services";
import type { PlannedJob } from "./planned-job";
import type { RunRecord } from "./run-journal";
import type { WatchedJob } from "./watch-states";

export type RunEvent =
  | { readonly type: "submitted"; readonly job: string; readonly id: string }
  | { readonly type: "state"; readonly job: string; readonly id: string; readonly state: WatchedJob }
  | { readonly type: "not-submitted"; readonly job: string; readonly reason: string };

export interface RunOptions {
  readonly jobs: readonly PlannedJob[];
  readonly batch: BatchClient;
  readonly journal: Journal<RunRecord>;
  /** Whether to wait until all jobs have ended; otherwise only for those that others depend on. */
  readonly monitor: boolean;
  /** Submissions a second. @default what AWS Batch allows */
  readonly perSecond?: number;
  /** Milliseconds after which a job whose submission was not answered is in the lists. @default SETTLE */
  readonly settle?: number;
  /** Aborts: no further submission; jobs that were submitted go on. */
  readonly signal?: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** What became of a job. */
export interface JobResult {
  readonly job: string;
  readonly id?: string;
  /** The last that is known of it; `NOT_SUBMITTED` when it never will be, undefined when the run was interrupted. */
  readonly status?: string;
  readonly reason?: string;
  /** AWS Batch refused it: put right, it may be submitted after all. */
  readonly refused?: true;
}

/** Of a job that was not submitted, because AWS Batch refused it or a job before it has not succeeded. */
export const NOT_SUBMITTED = "NOT_SUBMITTED";

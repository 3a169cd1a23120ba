import type { Waiting } from "./line";
import type { StuckText } from "./reasons";
import type { Amounts, JobSubmission } from "../settings";

/** So many instances of the unit with that index (see `Units`). */
export interface Need {
  readonly unit: number;
  readonly count: number;
}

/** Why a job at a front is stuck, and since when. */
export interface Stuck extends StuckText {
  readonly since: number;
}

/** A job in a pool, from its submission to its end. */
export interface Job extends Waiting {
  readonly submission: JobSubmission;
  readonly queue: string;
  /** Its quota share or share identifier; empty in a FIFO queue. */
  readonly share: string;
  readonly needs: readonly Need[];
  /** Instances of all types. */
  readonly instances: number;
  priority: number;
  dispatched: boolean;
  runs: number;
  /** Runs that failed and count as attempts. */
  failures: number;
  preemptions: number;
  /** When its present run was dispatched; milliseconds. */
  dispatchedAt: number;
  /** Whether its present run waits for instances in SCHEDULED. */
  inScheduled: boolean;
  /** Milliseconds in SCHEDULED of runs that got no instances. */
  waitedInScheduled: number;
  /** Its latest run got no instances. */
  lacksInstances: boolean;
  stuck: Stuck | undefined;
  /** The version of the pool's settings under which nothing was wrong with it. */
  soundIn: number;
}

export function newJob(submission: JobSubmission, order: number, needs: readonly Need[], priority: number): Job {
  return {
    submission,
    id: submission.id,
    queue: submission.queue,
    share: submission.share ?? "",
    order,
    needs,
    instances: totalOf(submission.demand),
    priority,
    dispatched: false,
    runs: 0,
    failures: 0,
    preemptions: 0,
    dispatchedAt: 0,
    inScheduled: false,
    waitedInScheduled: 0,
    lacksInstances: false,
    stuck: undefined,
    soundIn: -1,
    heapIndex: 0,
  };
}

export function totalOf(amounts: Amounts): number {
  let sum = 0;
  for (const unit of Object.keys(amounts)) sum += amounts[unit] ?? 0;
  return sum;
}

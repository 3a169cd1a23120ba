import type { Amounts } from "../settings";
import { stuckStatusReason, type StuckText } from "./reasons";

/** A waiting job and since when it has been where it is. */
export interface Position {
  readonly jobId: string;
  /** Milliseconds: since when no job ahead of it in its line came or went. */
  readonly earliestTimeAtPosition: number;
}

/** Why the job at a front waits, though nothing is wrong with it. */
export type WaitingFor =
  /** The environment is disabled. */
  | "environment"
  /** What is dispatched in the environment leaves too little. */
  | "environment-capacity"
  /** Its share uses what it may: its own, and what it may borrow. */
  | "quota"
  /** Other shares have too little left to lend. */
  | "borrowable-capacity"
  /** The rest is reserved for shares that are not active yet. */
  | "reservation"
  /** The next job of the queue, of another share, waits before it. */
  | "front-of-queue";

/** The front of a share, or of a queue without shares. */
export interface Front extends Position {
  readonly waitingFor?: WaitingFor;
  /** `<reason> - <text>` of a stuck job. */
  readonly statusReason?: string;
}

/** @param waitingFor of a job that is not stuck */
export function frontOf(position: Position, stuck: StuckText | undefined, waitingFor: WaitingFor | undefined): Front {
  if (stuck !== undefined) return { ...position, statusReason: stuckStatusReason(stuck.reason, stuck.text) };
  return waitingFor === undefined ? position : { ...position, waitingFor };
}

/** One quota share, or one share identifier that is active, at this moment. */
export interface SharePicture {
  readonly share: string;
  /** Dispatched within what the share owns. */
  readonly own: Amounts;
  /** Dispatched beyond what it owns. */
  readonly borrowed: Amounts;
  /** What other shares borrow that this one had to lend; shares are asked in the order of their names. */
  readonly lent: Amounts;
  /** Demand of the jobs that wait. */
  readonly waiting: Amounts;
  readonly waitingJobs: number;
  readonly runningJobs: number;
  /** Of fair share: weighted usage, by which the next share is chosen; in instance-seconds. */
  readonly usage?: number;
  readonly front?: Front;
}

/** A queue at this moment. */
export interface QueuePicture {
  readonly queue: string;
  /** Dispatched by the queue; units as the option `usageUnit` says. */
  readonly usage: Amounts;
  /** In the order of their names; none in a FIFO queue. */
  readonly shares: readonly SharePicture[];
  /** The job that is next, of queues that have one line: FIFO and fair share. */
  readonly front?: Front;
}

/** Where a job is. */
export interface JobState {
  readonly status: "waiting" | "dispatched";
  /** How often it was dispatched. */
  readonly runs: number;
  /** How often it was preempted. */
  readonly preemptions: number;
  /** What blocks it, if it is stuck at a front. */
  readonly statusReason?: string;
}

import type { Amounts, StuckReason } from "../settings";

interface OfJob {
  readonly jobId: string;
  readonly queue: string;
}

/** What the host is to do, in this order, at the time of the event. */
export type Decision = Dispatch | Preempt | Requeue | Fail | Blocked | Unblocked | Terminate;

/** Start a training job for it: RUNNABLE becomes SCHEDULED. */
export interface Dispatch extends OfJob {
  readonly type: "dispatch";
  /** 1 for the first run of the job; goes into the events that tell of this run. */
  readonly run: number;
  /** What the job's share owns of what it got; all of it in a queue without quota shares. */
  readonly own: Amounts;
  /** What its share borrows for it. */
  readonly borrowed: Amounts;
}

/** Stop its training job, that of a queue with quota shares (rule P1). Its capacity is free at once. */
export interface Preempt extends OfJob {
  readonly type: "preempt";
  readonly run: number;
  /** `cross-share`: a share takes back what it had lent. `in-share`: a job of the share is more important. */
  readonly kind: "cross-share" | "in-share";
  /** The job that gets the capacity. */
  readonly by: string;
  /** `fail`: it has been preempted more often than its submission allows. */
  readonly then: "requeue" | "fail";
  readonly statusReason: string;
}

/** Back to RUNNABLE after a run that ended badly. */
export interface Requeue extends OfJob {
  readonly type: "requeue";
  readonly cause: "retry" | "insufficient-capacity";
  readonly statusReason: string;
}

/** FAILED: no attempt is left, or a rule of its retry strategy said so. */
export interface Fail extends OfJob {
  readonly type: "fail";
  readonly statusReason: string;
}

/** The job is at the front and stuck; it stays RUNNABLE. */
export interface Blocked extends OfJob {
  readonly type: "blocked";
  readonly reason: StuckReason;
  /** `<reason> - <text>`, as AWS Batch puts it. */
  readonly statusReason: string;
}

/** What blocked the job no longer does. */
export interface Unblocked extends OfJob {
  readonly type: "unblocked";
}

/** A time limit of the queue ended a stuck job: FAILED. */
export interface Terminate extends OfJob {
  readonly type: "terminate";
  readonly reason: StuckReason;
  readonly statusReason: string;
}

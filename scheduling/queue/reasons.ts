import type { StuckReason } from "../settings";

/** Rule P15: AWS does not say what the status reason of a preempted attempt reads. */
export const PREEMPTED = "Preempted to free capacity for a job of higher precedence";

/** The reason of a stuck job with its text. */
export interface StuckText {
  readonly reason: StuckReason;
  readonly text: string;
}

/** Texts of the user guide, sm_job_stuck_in_runnable_*. */
export const stuckTexts = {
  environment: "Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.",
  quota: "Job requirements exceed quota share capacity limits.",
  quotaAndBorrowLimit: "Job requirements exceed quota share capacity limits and borrow limits.",
  borrowable: "Job requires borrowing that exceeds all configured borrowable capacity.",
  capacity: "Unable to provision requested compute resources",
} as const;

/** @returns what AWS Batch shows of a job while it is stuck */
export function stuckStatusReason(reason: StuckReason, text: string): string {
  return `${reason} - ${text}`;
}

/** @returns what AWS Batch shows of a job that a time limit ended */
export function timeLimitStatusReason(reason: StuckReason): string {
  return `Terminated by JobStateTimeLimit action due to reason: ${reason}`;
}

import type { Terminate } from "./decisions";
import type { Job } from "../queue/job";
import { timeLimitStatusReason } from "../queue/reasons";
import type { QueueSettings, StuckReason } from "../settings";

export type TimeLimits = QueueSettings["timeLimits"];

/** @param waited milliseconds */
export function hasOutwaited(limits: TimeLimits, reason: StuckReason, waited: number): boolean {
  const seconds = limits?.[reason];
  return seconds !== undefined && waited >= seconds * 1000;
}

export function timeLimitDecision({ id: jobId, queue }: Job, reason: StuckReason): Terminate {
  return { type: "terminate", jobId, queue, reason, statusReason: timeLimitStatusReason(reason) };
}

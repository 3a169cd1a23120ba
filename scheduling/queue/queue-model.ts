import type { Job } from "./job";
import type { Position, QueuePicture } from "./picture";
import type { StuckText } from "./reasons";
import type { Amounts, JobSubmission, QueueSettings } from "../settings";

/** What a queue tells its pool to do while it schedules. */
export interface Actions {
  /** The time of the event; milliseconds. */
  at: number;
  dispatched(job: Job, own: Amounts, borrowed: Amounts): void;
  preempted(job: Job, by: Job, kind: "cross-share" | "in-share"): void;
}

/** A queue of one of the three kinds, with its waiting and its dispatched jobs. */
export interface QueueModel {
  readonly settings: QueueSettings;
  configure(settings: QueueSettings, at: number): void;
  /** @throws SchedulingError when the queue cannot take the job */
  check(job: JobSubmission, at: number): void;
  /** @returns whether the job is at a front now, so that there may be something to decide */
  enqueue(job: Job, at: number): boolean;
  /** Takes a job out: out of its line, or, when it is dispatched, off the capacity. */
  take(job: Job, at: number): void;
  changePriority(job: Job, priority: number, at: number): void;
  /** The environment has changed, of which the queue keeps sums. */
  recount?(): void;
  schedule(actions: Actions): void;
  /** The waiting jobs that may be stuck: those that others wait behind. */
  fronts(at: number): readonly Job[];
  stuck(job: Job): StuckText | undefined;
  first(count: number, at: number): Position[];
  picture(at: number): QueuePicture;
}

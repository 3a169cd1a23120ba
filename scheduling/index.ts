export type { Blocked, Decision, Dispatch, Fail, Preempt, Requeue, Terminate, Unblocked } from "./decisions";
export { SchedulingError } from "./errors";
export { Heap, type HeapItem } from "./heap";
export { weightOf } from "./fair-share-queue";
export type { PoolEvent } from "./events";
export { defaultOptions, type SchedulingOptions } from "./options";
export type { Front, JobState, Position, QueuePicture, SharePicture, WaitingFor } from "./picture";
export { ServicePool } from "./pool";
export { PREEMPTED, stuckStatusReason, timeLimitStatusReason } from "./reasons";
export { decayWindow, ShareUsage } from "./share-usage";
export {
  NUM_INSTANCES,
  type Amounts,
  type EnvironmentSettings,
  type FairSharePolicy,
  type JobSubmission,
  type QueuePolicy,
  type QueueSettings,
  type RetryRule,
  type RetryStrategy,
  type ShareSettings,
  type StuckReason,
} from "./settings";

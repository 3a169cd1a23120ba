export type { Blocked, Decision, Dispatch, Fail, Preempt, Requeue, Terminate, Unblocked } from "./pool/decisions";
export { SchedulingError } from "./errors";
export { ContainerLine, type ContainerJob } from "./containers/container-line";
export type { PoolEvent } from "./pool/events";
export { defaultOptions, type SchedulingOptions } from "./options";
export type { Front, JobState, Position, QueuePicture, SharePicture, WaitingFor } from "./queue/picture";
export { ServicePool } from "./pool/pool";
export { PREEMPTED, stuckStatusReason, timeLimitStatusReason } from "./queue/reasons";
export {
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

export type { Blocked, Decision, Dispatch, Fail, Preempt, Requeue, Terminate, Unblocked } from "./pool/decisions";
export { blockedBy } from "./compute/blocked";
export { type AllocationStrategy, candidatesOf } from "./compute/candidates";
export type { Capacity, Instance, Misfit, Outage, Place } from "./compute/capacity";
export { fits, type Resources } from "./compute/demand";
export { Fleet, type FleetSettings } from "./compute/fleet";
export { VcpuPool, type VcpuSettings } from "./compute/vcpu-pool";
export { SchedulingError } from "./errors";
export { Heap, type HeapItem } from "./queue/heap";
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

/** How a job queue chooses its next job. */
export type SchedulingKind = "FIFO" | "FAIR_SHARE" | "QUOTA_SHARE";

/** The part of a scheduling policy that tells its kind. */
export interface KindOfPolicy {
  readonly quotaSharePolicy?: object | undefined;
}

/**
 * AWS Batch API Reference, CreateJobQueue: a queue without a scheduling policy is a FIFO queue. CreateSchedulingPolicy: a
 * policy without a quota-share policy is a fair-share policy, if need be an empty one.
 *
 * @param policy of the queue; undefined when it has none
 */
export function schedulingKind(policy: KindOfPolicy | undefined): SchedulingKind {
  if (policy === undefined) return "FIFO";
  return policy.quotaSharePolicy === undefined ? "FAIR_SHARE" : "QUOTA_SHARE";
}

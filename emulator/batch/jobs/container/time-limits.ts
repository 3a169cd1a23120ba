/**
 * jobStateTimeLimitActions of queues with compute environments. Source: AWS Batch User Guide, "Automatic remediation with
 * jobStateTimeLimitActions".
 */
import type { Call } from "../../plumbing/operation";
import type { JobQueue } from "../../plumbing/state";
import type { Job, Stuck } from "./job";

/**
 * "When a job has been in a RUNNABLE state with the defined statusReason, AWS Batch performs the action specified after
 * maxTimeSeconds have elapsed."
 *
 * @param reason - why the job is stuck
 * @returns since when the job has been stuck for its reason, and until when it may be; undefined without a limit for it
 */
export function stuckOf({ now }: Call, queue: JobQueue, { stuck }: Job, reason: string): Stuck | undefined {
  const limit = queue.jobStateTimeLimitActions?.find((action) => action.reason === reason);
  if (limit === undefined) return undefined;
  const since = stuck?.reason === reason ? stuck.since : now;
  return { reason, since, due: since + limit.maxTimeSeconds * 1000 };
}

import type { Job } from "../queue/job";
import type { SchedulingOptions } from "../options";

/**
 * Whether a preempted job fails instead of coming back. Without a limit it comes back whenever it is preempted (rule
 * P11); 0 fails it at once, and how higher limits count is not documented (rule P12).
 */
export function isPreemptedForGood({ preemptions, submission }: Job, options: SchedulingOptions): boolean {
  const retries = submission.preemptionRetriesBeforeTermination;
  if (retries === undefined) return false;
  return options.preemptionRetries === "fail-after" ? preemptions > retries : preemptions >= Math.max(1, retries);
}

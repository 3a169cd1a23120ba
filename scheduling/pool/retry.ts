import { fitsRetryPattern } from "../../aws/batch/retry-pattern";
import type { RetryStrategy } from "../settings";

/**
 * Whether a job runs again after a failed run (rules R1 and R2). The first entry that matches decides; without one the job
 * is retried while attempts are left, as AWS Batch does with container jobs.
 *
 * @param failures failed runs so far, this one included; preemptions and lack of instances do not count
 */
export function runsAgain(strategy: RetryStrategy | undefined, failures: number, statusReason: string): boolean {
  if (strategy === undefined || failures >= strategy.attempts) return false;
  const rule = (strategy.evaluateOnExit ?? []).find(
    ({ onStatusReason }) => onStatusReason === undefined || fitsRetryPattern(onStatusReason, statusReason),
  );
  return rule?.action !== "EXIT";
}

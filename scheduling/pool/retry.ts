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
    ({ onStatusReason }) => onStatusReason === undefined || matches(onStatusReason, statusReason),
  );
  return rule?.action !== "EXIT";
}

/** Rule R2: AWS's model has `*` at the end of a pattern only, the user guide at the start, too. Here it may be anywhere. */
function matches(pattern: string, text: string): boolean {
  const [start = "", ...rest] = pattern.split("*");
  const end = rest.pop();
  if (end === undefined) return text === pattern;
  if (!text.startsWith(start)) return false;
  let from = start.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - end.length >= from && text.endsWith(end);
}

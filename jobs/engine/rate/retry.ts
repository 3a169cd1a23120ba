import type { Time } from "./time";
import { verdictOf } from "./verdict";

export interface RetryPolicy {
  /** Calls in all. */
  readonly attempts: number;
  /** Milliseconds; the longest pause after the first failure, doubled after each further one. */
  readonly base: number;
  /** Milliseconds; no pause is longer. */
  readonly cap: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 15, base: 100, cap: 10_000 };

/** For calls before anything is begun, where somebody waits: gives up after some seconds without an answer. */
export const QUICK_RETRY: RetryPolicy = { attempts: 8, base: 100, cap: 2_000 };

/**
 * "Full jitter": a random pause up to a bound that doubles.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many calls have failed, 1 or more
 * @returns milliseconds
 */
export function pauseAfter(failures: number, { base, cap }: RetryPolicy, time: Pick<Time, "random">): number {
  return time.random() * Math.min(cap, base * 2 ** (failures - 1));
}

/**
 * Repeats a call that changes nothing, while it is throttled or not answered. Throws its last error.
 *
 * @param signal ends the repetitions
 */
export async function withRetry<T>(
  call: () => Promise<T>,
  time: Time,
  policy: RetryPolicy = DEFAULT_RETRY,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 0; ;) {
    try {
      return await call();
    } catch (error) {
      failures += 1;
      if (verdictOf(error) === "refused" || failures >= policy.attempts) throw error;
      await time.sleep(pauseAfter(failures, policy, time), signal);
      if (signal?.aborted === true) throw error;
    }
  }
}

import { isFinal, verdictOf } from "./errors";
import type { Time } from "./time";

export interface RetryPolicy {
  /** Calls in all. */
  readonly attempts: number;
  /** Milliseconds; the longest pause after the first failure, doubled after each further one. */
  readonly base: number;
  /** Milliseconds; no pause is longer. */
  readonly cap: number;
  /** Milliseconds that one attempt may take, a whole number. AWS answers within a second or two. */
  readonly answer: number;
  /** Milliseconds that all attempts may take. @default no limit */
  readonly within?: number;
}

export const DEFAULT_RETRY: RetryPolicy = { attempts: 15, base: 100, cap: 10_000, answer: 20_000 };

/** For calls that only look, and those before anything is begun: somebody waits, 20 s at most with the start of the command. */
export const QUICK_RETRY: RetryPolicy = { attempts: 8, base: 100, cap: 2_000, answer: 6_000, within: 12_000 };

/** Milliseconds that who watches waits for an answer: a network may be away for a while, and a person may sign in again. */
export const WATCH_PATIENCE = 15 * 60 * 1000;

/**
 * "Full jitter": a random pause up to a bound that doubles.
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many calls have failed, 1 or more
 * @returns milliseconds
 */
export function pauseAfter(
  failures: number,
  { base, cap }: Pick<RetryPolicy, "base" | "cap">,
  time: Pick<Time, "random">,
): number {
  return time.random() * Math.min(cap, base * 2 ** (failures - 1));
}

/**
 * Repeats a call that changes nothing, or can be repeated, while it is throttled or not answered. Throws its last error.
 *
 * @param call is told how many milliseconds it may take
 * @param signal ends the repetitions
 */
export async function withRetry<T>(
  call: (limit: number) => Promise<T>,
  time: Time,
  policy: RetryPolicy = DEFAULT_RETRY,
  signal?: AbortSignal,
): Promise<T> {
  const { attempts, answer, within = Infinity } = policy;
  const end = time.now() + within;
  for (let failures = 0; ;) {
    try {
      return await call(Math.ceil(Math.max(1, Math.min(answer, end - time.now()))));
    } catch (error) {
      failures += 1;
      const pause = pauseAfter(failures, policy, time);
      if (isFinal(verdictOf(error)) || failures >= attempts || time.now() + pause >= end) throw error;
      await time.sleep(pause, signal);
      if (signal?.aborted === true) throw error;
    }
  }
}

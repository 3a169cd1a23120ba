/** Time and rate, passed in, so that tests need none. */

export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after that many milliseconds, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const realTime: Time = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener("abort", done);
    }),
};

// AWS Batch User Guide, "Service quotas": SubmitServiceJob, transactions per second and account; not adjustable.
export const SUBMISSIONS_PER_SECOND = 5;

/**
 * A token bucket of one token: calls are spread evenly. A call that comes late by less than one interval does not delay
 * those after it, so that slow timers cost no rate; nor does a pause earn a burst, which AWS would throttle.
 */
export class EvenRate {
  private next: number;

  /** @param perSecond calls a second */
  constructor(
    perSecond: number,
    private readonly time: Time,
  ) {
    this.interval = 1000 / perSecond;
    this.next = time.now();
  }

  private readonly interval: number;

  /** Resolves when it is the caller's turn, or when the signal aborts. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = this.time.now();
    const at = Math.max(this.next, now - this.interval);
    this.next = at + this.interval;
    if (at > now) await this.time.sleep(at - now, signal);
  }
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 20_000;

/**
 * How long to wait before an attempt is repeated: anything up to a bound that doubles ("full jitter").
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param failures how many attempts have failed, at least 1
 * @param random 0 to 1
 * @returns milliseconds
 */
export function backoff(failures: number, random: () => number): number {
  return Math.ceil(random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)));
}

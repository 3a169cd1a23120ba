import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, passed in so that tests decide about both. */
export interface Time {
  /** Milliseconds since 1970; never goes back while the process lives. */
  now(): number;
  /** Resolves after that time; earlier when the signal aborts, if the clock can tell. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const realTime: Time = {
  // Not Date.now: a clock that is set back would hold up the token bucket.
  now: () => performance.timeOrigin + performance.now(),
  // The only way in which it fails is the abort, after which nobody waits any more.
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }).catch(() => undefined),
  random: Math.random,
};

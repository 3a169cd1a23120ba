import { setTimeout as sleep } from "node:timers/promises";

/** Time and chance, passed in so that tests decide about both. */
export interface Time {
  /** Milliseconds since 1970; never goes back while the process lives. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

export const realTime: Time = {
  // Not Date.now: a clock that is set back would hold up the token bucket.
  now: () => performance.timeOrigin + performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
};

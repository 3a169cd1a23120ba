import type { Time } from "../../../aws/time";

/** Lets calls pass at a steady rate, and a few at once after a pause. */
export class TokenBucket {
  private readonly interval: number;
  /** When the next call may pass. */
  private next = Number.NEGATIVE_INFINITY;

  /**
   * @param rate calls a second, more than 0; Infinity for no limit
   * @param burst calls that may pass at once after a pause
   */
  constructor(
    rate: number,
    private readonly burst: number,
    private readonly time: Time,
  ) {
    if (!(rate > 0)) throw new RangeError(`the rate must be more than 0, not ${rate}`);
    this.interval = 1000 / rate;
  }

  /** Resolves when a call may pass; callers pass in the order in which they asked. */
  async take(): Promise<void> {
    if (this.interval === 0) return;
    const now = this.time.now();
    const free = Math.max(this.next, now - (this.burst - 1) * this.interval);
    this.next = free + this.interval;
    if (free > now) await this.time.sleep(free - now);
  }
}

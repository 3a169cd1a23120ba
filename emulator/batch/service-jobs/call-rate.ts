/** How many calls a second are let through: a token bucket that holds those of one second. */
export class CallRate {
  private tokens = Infinity;
  private at = -Infinity;

  /**
   * @param now - milliseconds since 1970
   * @returns whether the call may pass
   */
  take(now: number, perSecond: number): boolean {
    const gained = Math.max(0, (now - this.at) / 1000) * perSecond;
    this.tokens = Math.min(perSecond, this.tokens + gained);
    this.at = Math.max(this.at, now);
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}

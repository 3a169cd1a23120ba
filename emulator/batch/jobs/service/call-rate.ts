/** How many calls a second are let through: a token bucket that holds those of one second, or one. */
export class CallRate {
  private tokens: number | undefined;
  private at = -Infinity;

  /**
   * @param now - milliseconds since 1970
   * @param perSecond - Infinity: all of them
   * @returns whether the call may pass
   */
  take(now: number, perSecond: number): boolean {
    if (perSecond === Infinity) return true;
    const gained = Math.max(0, (now - this.at) / 1000) * perSecond;
    const tokens = Math.min(Math.max(1, perSecond), (this.tokens ?? 0) + gained);
    const passes = tokens >= 1;
    this.tokens = passes ? tokens - 1 : tokens;
    this.at = Math.max(this.at, now);
    return passes;
  }
}

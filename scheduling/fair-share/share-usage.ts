import type { SchedulingOptions } from "../options";

/** Instances that ran from one moment to another, in seconds. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly instances: number;
}

/** What zero seconds of decay stand for (rule S4). */
const SHORTEST_WINDOW = 600;

/** @returns the decay window in seconds; 0: only what runs now counts */
export function decayWindow(shareDecaySeconds: number, options: SchedulingOptions): number {
  if (shareDecaySeconds > 0) return shareDecaySeconds;
  return options.zeroDecay === "600-seconds" ? SHORTEST_WINDOW : 0;
}

/**
 * Rules S1 and S4: the instance time that a share consumed, of running and of recently finished jobs. How it fades is not
 * documented.
 */
export class ShareUsage {
  running = 0;
  /** Seconds: when instances were freed last. */
  private freedAt = -Infinity;
  private faded = 0;
  private stretches: Stretch[] = [];
  private since = 0;

  constructor(
    private window: number,
    private readonly options: SchedulingOptions,
  ) {}

  /** Whether it still counts at that time, in seconds. */
  counts(now: number): boolean {
    return this.running > 0 || now < this.freedAt + this.window;
  }

  /** @param now seconds */
  change(instances: number, now: number): void {
    this.advance(now);
    this.running += instances;
    if (instances < 0) this.freedAt = now;
  }

  setWindow(window: number, now: number): void {
    this.advance(now);
    this.window = window;
  }

  /** Forgets what ran, after its window. */
  forget(now: number): void {
    this.faded = 0;
    this.stretches = [];
    this.since = now;
  }

  /**
   * Rounded to a millionth, so that the order of additions does not decide between shares.
   *
   * @param now seconds
   * @returns instance-seconds, with the charge of what runs
   */
  read(now: number): number {
    const used = this.window === 0 ? 0 : this.past(now) + this.present(now);
    return Math.round((used + this.options.chargeSeconds * this.running) * 1e6) / 1e6;
  }

  private past(now: number): number {
    if (this.options.decay === "exponential") return this.faded * Math.exp((this.since - now) / this.window);
    return this.stretches.reduce((sum, { from, to, instances }) => sum + instances * this.linear(from, to, now), 0);
  }

  private present(now: number): number {
    if (this.running === 0) return 0;
    if (this.options.decay === "linear") return this.running * this.linear(this.since, now, now);
    return this.running * this.window * (1 - Math.exp((this.since - now) / this.window));
  }

  /** The seconds of a stretch, each weighing 1 now and evenly less to nothing a window ago. */
  private linear(from: number, to: number, now: number): number {
    const start = Math.max(from, now - this.window);
    if (to <= start) return 0;
    return (to - start) * (1 - (now - (start + to) / 2) / this.window);
  }

  private advance(now: number): void {
    if (this.window > 0 && this.options.decay === "exponential") this.faded = this.past(now) + this.present(now);
    else if (this.running > 0 && now > this.since) {
      this.stretches = this.stretches.filter(({ to }) => to > now - this.window);
      this.stretches.push({ from: this.since, to: now, instances: this.running });
    }
    this.since = now;
  }
}

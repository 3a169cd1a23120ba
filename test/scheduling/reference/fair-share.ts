import type { EnvironmentSettings, FairSharePolicy, SchedulingOptions } from "../../../scheduling";
import { amount, inLine, sum, used, type RefJob } from "./jobs";

/** A run of a job, for the usage of its share; seconds. */
export interface RefRun {
  readonly share: string;
  readonly instances: number;
  readonly from: number;
  to: number | undefined;
}

/** A fair-share queue at one moment, from the list of everything that ever ran in it. */
export class RefFairShare {
  constructor(
    private readonly environment: EnvironmentSettings,
    private readonly policy: FairSharePolicy,
    /** Of this queue. */
    private readonly jobs: readonly RefJob[],
    private readonly runs: readonly RefRun[],
    private readonly options: SchedulingOptions,
    private readonly now: number,
  ) {}

  private get window(): number {
    const { shareDecaySeconds } = this.policy;
    if (shareDecaySeconds > 0) return shareDecaySeconds;
    return this.options.zeroDecay === "600-seconds" ? 600 : 0;
  }

  isActive(share: string): boolean {
    const recent = this.runs.filter((run) => run.share === share);
    return (
      this.jobs.some((job) => job.share === share) ||
      recent.some(({ to }) => to === undefined || this.now < to + this.window)
    );
  }

  weightedUsage(share: string): number {
    const runs = this.runs.filter((run) => run.share === share);
    const charge = sum(runs.filter(({ to }) => to === undefined).map(({ instances }) => instances));
    const faded = this.window === 0 ? 0 : sum(runs.map((run) => run.instances * this.integral(run)));
    return (Math.round((faded + charge * this.options.chargeSeconds) * 1e6) / 1e6) * this.weight(share);
  }

  /** The seconds of a run, each weighed by its age. */
  private integral({ from, to = this.now }: RefRun): number {
    const [young, old] = [this.now - to, this.now - from];
    if (this.options.decay === "exponential") {
      return this.window * (Math.exp(-young / this.window) - Math.exp(-old / this.window));
    }
    const area = (age: number) => age - age ** 2 / (2 * this.window);
    return area(Math.min(old, this.window)) - area(Math.min(young, this.window));
  }

  private weight(share: string): number {
    const { weights } = this.policy;
    const keys = Object.keys(weights);
    const key =
      keys.find((one) => one === share) ??
      keys.find((one) => one.endsWith("*") && share.startsWith(one.slice(0, one.length - 1)));
    return key === undefined ? 1 : (weights[key] ?? 1);
  }

  /** The heads of the shares, the next one first. */
  heads(): RefJob[] {
    const waiting = this.jobs.filter(({ running }) => !running);
    const shares = [...new Set(waiting.map(({ share }) => share))];
    return shares
      .flatMap((share) => inLine(waiting.filter((job) => job.share === share)).slice(0, 1))
      .sort((a, b) => this.weightedUsage(a.share) - this.weightedUsage(b.share) || a.order - b.order);
  }

  isReserved(job: RefJob): boolean {
    const percent = this.policy.computeReservation;
    if (percent === 0) return false;
    const shares = new Set([...this.jobs, ...this.runs].map(({ share }) => share));
    const active = [...shares].filter((share) => this.isActive(share)).length;
    const running = this.jobs.filter((one) => one.running);
    return Object.entries(job.needs).some(([unit, count]) => {
      const max = amount(this.environment.capacity, unit);
      return used(running, unit) + count > max - Math.floor(max * (percent / 100) ** active);
    });
  }
}

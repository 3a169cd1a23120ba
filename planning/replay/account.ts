import { Timeline, type TimelineData } from "../measures/timeline";
import type { Need } from "./need";
import type { WaitingFor } from "../../scheduling";

const KEYS = ["own", "borrowed", "lent", "waiting", "waitingJobs"] as const;
const [OWN, BORROWED, LENT, WAITING, WAITING_JOBS] = [0, 1, 2, 3, 4];

/** Who waited at the front of a line at a moment, and for what. */
export interface Sample {
  readonly at: number;
  readonly front: string;
  readonly waitingFor: WaitingFor | undefined;
}

/** Samples that are kept of a line; of more every other one is. */
const MOST_SAMPLES = 1024;

/** What a line of jobs (a share, or a queue without shares) has, lends, borrows and waits for. */
export class Account {
  readonly use: number[] = [];
  samples: Sample[] = [];
  private waiting = 0;
  private waitingJobs = 0;
  private readonly timeline: Timeline<(typeof KEYS)[number]>;

  /**
   * @param capacity what a quota share owns by unit; undefined of other lines
   * @param lends whether others may borrow what it does not use
   */
  constructor(
    readonly queue: string,
    readonly share: string,
    readonly capacity: readonly number[] | undefined,
    private readonly lends: boolean,
    start: number,
    width: number,
  ) {
    this.timeline = new Timeline(KEYS, start, width);
  }

  borrowedOf(unit: number): number {
    return this.capacity === undefined ? 0 : Math.max(0, (this.use[unit] ?? 0) - (this.capacity[unit] ?? 0));
  }

  lendableOf(unit: number): number {
    return this.lends ? Math.max(0, (this.capacity?.[unit] ?? 0) - (this.use[unit] ?? 0)) : 0;
  }

  /** @param sign 1 when a job begins to run, -1 when it does no more */
  take(needs: readonly Need[], sign: 1 | -1, at: number): void {
    for (const { unit, count } of needs) this.use[unit] = (this.use[unit] ?? 0) + sign * count;
    let used = 0;
    let borrowed = 0;
    for (let unit = 0; unit < this.use.length; unit += 1) {
      used += this.use[unit] ?? 0;
      borrowed += this.borrowedOf(unit);
    }
    this.timeline.set(at, OWN, used - borrowed);
    this.timeline.set(at, BORROWED, borrowed);
  }

  /** @param sign 1 when a job begins to wait, -1 when it does no more */
  wait(instances: number, sign: 1 | -1, at: number): void {
    this.waiting += sign * instances;
    this.waitingJobs += sign;
    this.timeline.set(at, WAITING, this.waiting);
    this.timeline.set(at, WAITING_JOBS, this.waitingJobs);
  }

  lend(instances: number, at: number): void {
    this.timeline.set(at, LENT, instances);
  }

  get hasWaiting(): boolean {
    return this.waitingJobs > 0;
  }

  sample(sample: Sample): void {
    this.samples.push(sample);
    if (this.samples.length > MOST_SAMPLES) this.samples = this.samples.filter((_, i) => i % 2 === 0);
  }

  figures(until: number): AccountFigures {
    const timeline = this.timeline.data(until);
    const hours = (key: number) => (this.timeline.totals[key] ?? 0) / 3_600_000;
    const { queue, share, capacity } = this;
    return {
      queue,
      share,
      ...(capacity === undefined ? {} : { owns: capacity.reduce((sum, count) => sum + count, 0) }),
      ownHours: hours(OWN),
      borrowedHours: hours(BORROWED),
      lentHours: hours(LENT),
      timeline,
    };
  }
}

/** What a line had, in instance-hours, and over time in instances. */
export interface AccountFigures {
  readonly queue: string;
  /** Empty of a queue without shares. */
  readonly share: string;
  /** Instances; absent of a line that owns none for itself. */
  readonly owns?: number;
  readonly ownHours: number;
  readonly borrowedHours: number;
  readonly lentHours: number;
  readonly timeline: TimelineData;
}

import { type Distribution, Quantiles } from "./quantiles";

/** What happened to the jobs of a share, a team, a queue, or to all; times in seconds. */
export interface GroupFigures {
  readonly name: string;
  /** Of a share: its queue. */
  readonly queue?: string;
  /** Submitted, whatever became of them. */
  readonly jobs: number;
  readonly succeeded: number;
  /** Ended by preemptions, failures or time limits. */
  readonly failed: number;
  /** That nothing declared could hold, or would take. */
  readonly never: number;
  /** From the submission to the first dispatch. */
  readonly wait: Distribution;
  /** From the submission to the end. */
  readonly turnaround: Distribution;
  readonly preemptions: number;
  /** Instance-hours of work that preempted runs had not saved. */
  readonly lostHours: number;
  /** Instance-hours that its jobs had. */
  readonly instanceHours: number;
  /** How many of 100 jobs wait no longer than so many seconds; see `WAIT_STEPS`. */
  readonly waitSteps: readonly number[];
}

/** Seconds: steps of the distribution of waits that the page draws. */
export const WAIT_STEPS: readonly number[] = [
  0, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 604_800, 2_592_000,
];

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Adds up what happens to the jobs of a group. */
export class Group {
  jobs = 0;
  succeeded = 0;
  failed = 0;
  never = 0;
  preemptions = 0;
  /** Instances times milliseconds. */
  lost = 0;
  used = 0;
  readonly wait = new Quantiles();
  readonly turnaround = new Quantiles();

  constructor(
    readonly name: string,
    readonly queue?: string,
  ) {}

  figures(): GroupFigures {
    const { name, queue, jobs, succeeded, failed, never, preemptions } = this;
    return {
      name,
      ...(queue === undefined ? {} : { queue }),
      jobs,
      succeeded,
      failed,
      never,
      wait: inSeconds(this.wait.distribution()),
      turnaround: inSeconds(this.turnaround.distribution()),
      preemptions,
      lostHours: this.lost / HOUR,
      instanceHours: this.used / HOUR,
      waitSteps: this.wait
        .partsUpTo(WAIT_STEPS.map((step) => step * SECOND))
        .map((part) => Math.round(part * 1e4) / 100),
    };
  }
}

function inSeconds({ count, mean, p50, p95, p99, max, exact }: Distribution): Distribution {
  return {
    count,
    mean: mean / SECOND,
    p50: p50 / SECOND,
    p95: p95 / SECOND,
    p99: p99 / SECOND,
    max: max / SECOND,
    exact,
  };
}

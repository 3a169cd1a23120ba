import { type JobRecord, waitOf } from "./record";

/** Figures of the jobs of one share and team of a queue. Amounts of time are milliseconds. */
export interface ShareSummary {
  readonly queue: string;
  readonly share?: string;
  readonly team?: string;
  readonly jobs: number;
  /** Of those that have begun; undefined when none has. */
  readonly wait?: { readonly p50: number; readonly p95: number; readonly max: number };
  /** Instance type, vCPU, MiB or GPU -> hours that attempts ran, times how many they had. */
  readonly runningHours: Readonly<Record<string, number>>;
  readonly failed: number;
  /** Jobs that were preempted at least once, or lost their machine. */
  readonly preempted: number;
  /** As running hours, of the attempts that were lost by it. */
  readonly lostHours: Readonly<Record<string, number>>;
}

const HOUR = 3_600_000;

/** A list of numbers that takes eight bytes for each. */
class Numbers {
  private values = new Float64Array(16);
  private count = 0;

  add(value: number): void {
    if (this.count === this.values.length) {
      const more = new Float64Array(this.count * 2);
      more.set(this.values);
      this.values = more;
    }
    this.values[this.count] = value;
    this.count += 1;
  }

  sorted(): Float64Array {
    return this.values.slice(0, this.count).sort();
  }
}

interface Tally {
  readonly queue: string;
  readonly share: string | undefined;
  readonly team: string | undefined;
  jobs: number;
  failed: number;
  preempted: number;
  readonly waits: Numbers;
  readonly running: Map<string, number>;
  readonly lost: Map<string, number>;
}

/** Adds jobs up, by queue, share and team. */
export class Summary {
  private readonly tallies = new Map<string, Tally>();

  add(record: JobRecord): void {
    const tally = this.tallyOf(record);
    tally.jobs += 1;
    if (record.result === "FAILED") tally.failed += 1;
    if (record.preemptions > 0) tally.preempted += 1;
    const wait = waitOf(record);
    if (wait !== undefined) tally.waits.add(wait);
    for (const [unit, count] of Object.entries(record.capacity)) {
      increase(tally.running, unit, (record.ran * count) / HOUR);
      if (record.lost > 0) increase(tally.lost, unit, (record.lost * count) / HOUR);
    }
  }

  /** By queue, then share, then team. */
  shares(): ShareSummary[] {
    const sorted = [...this.tallies].sort(([one], [other]) => (one < other ? -1 : 1));
    return sorted.map(([, { queue, share, team, jobs, failed, preempted, waits, running, lost }]) => {
      const sortedWaits = waits.sorted();
      return {
        queue,
        ...(share === undefined ? {} : { share }),
        ...(team === undefined ? {} : { team }),
        jobs,
        ...(sortedWaits.length === 0 ? {} : { wait: waitsOf(sortedWaits) }),
        runningHours: Object.fromEntries(running),
        failed,
        preempted,
        lostHours: Object.fromEntries(lost),
      };
    });
  }

  private tallyOf({ queue, share, team }: JobRecord): Tally {
    // None of the names has a zero byte in it.
    const key = [queue, share ?? "", team ?? ""].join("\0");
    const known = this.tallies.get(key);
    if (known !== undefined) return known;
    const counts = { jobs: 0, failed: 0, preempted: 0 };
    const tally = { queue, share, team, ...counts, waits: new Numbers(), running: new Map(), lost: new Map() };
    this.tallies.set(key, tally);
    return tally;
  }
}

function increase(sums: Map<string, number>, key: string, by: number): void {
  sums.set(key, (sums.get(key) ?? 0) + by);
}

function waitsOf(sorted: Float64Array) {
  return { p50: rank(sorted, 0.5), p95: rank(sorted, 0.95), max: sorted.at(-1) ?? 0 };
}

/** The least value that at least that part of all do not exceed ("nearest rank"). */
export function rank(sorted: Float64Array, part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

/** Buckets of a timeline, at most: as many points as a wide screen shows. */
export const MOST_BUCKETS = 256;

/** What a timeline tells: the average of each value in each bucket. */
export interface TimelineData {
  /** Milliseconds: of the first bucket. */
  readonly start: number;
  /** Milliseconds of a bucket. */
  readonly width: number;
  readonly values: Readonly<Record<string, readonly number[]>>;
}

/**
 * Values over time, of which there is no more than 256 averages: when time goes on beyond them, two become one each. They
 * begin all at nothing.
 */
export class Timeline<K extends string> {
  private readonly now: number[];
  /** The integral of each value over each bucket. */
  private readonly sums: Float64Array[];
  /** The integral of each value over all time; of milliseconds. */
  readonly totals: number[];
  private at: number;

  /** @param width milliseconds of a bucket in the beginning */
  constructor(
    private readonly keys: readonly K[],
    private readonly start: number,
    private width: number,
  ) {
    this.now = keys.map(() => 0);
    this.sums = keys.map(() => new Float64Array(MOST_BUCKETS));
    this.totals = keys.map(() => 0);
    this.at = start;
  }

  /** @param key index in the keys */
  set(at: number, key: number, value: number): void {
    if (this.now[key] === value) return;
    this.advance(at);
    this.now[key] = value;
  }

  data(until: number): TimelineData {
    this.advance(until);
    const { start, width } = this;
    const count = Math.min(MOST_BUCKETS, Math.ceil((until - start) / width));
    const lengthOf = (bucket: number) => Math.min(width, until - start - bucket * width);
    const averages = this.keys.map((key, k) => {
      const sums = this.sums[k] ?? new Float64Array();
      const values = [...sums.subarray(0, count)].map((sum, bucket) => round(sum / lengthOf(bucket)));
      return [key, values] as const;
    });
    return { start, width, values: Object.fromEntries(averages) };
  }

  private advance(to: number): void {
    if (to <= this.at) return;
    const passed = to - this.at;
    for (let k = 0; k < this.now.length; k += 1) this.totals[k] = (this.totals[k] ?? 0) + (this.now[k] ?? 0) * passed;
    while (to > this.start + MOST_BUCKETS * this.width) this.halve();
    while (this.at < to) {
      const bucket = Math.floor((this.at - this.start) / this.width);
      const end = Math.min(to, this.start + (bucket + 1) * this.width);
      const length = end - this.at;
      for (let k = 0; k < this.sums.length; k += 1) {
        const sums = this.sums[k];
        const value = this.now[k];
        if (sums !== undefined && value !== undefined && value !== 0)
          sums[bucket] = (sums[bucket] ?? 0) + value * length;
      }
      this.at = end;
    }
  }

  private halve(): void {
    for (const sums of this.sums) {
      mergePairs(sums);
    }
    this.width *= 2;
  }
}

/** How often something happened in each of as many buckets. */
export class Counts {
  private readonly counts = new Float64Array(MOST_BUCKETS);

  constructor(
    private readonly start: number,
    private width: number,
  ) {}

  add(at: number): void {
    while (at >= this.start + MOST_BUCKETS * this.width) {
      mergePairs(this.counts);
      this.width *= 2;
    }
    const bucket = Math.floor((at - this.start) / this.width);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
  }

  /** @returns of each bucket until the last that has any */
  data(): { readonly start: number; readonly width: number; readonly counts: readonly number[] } {
    const last = this.counts.findLastIndex((count) => count > 0);
    return { start: this.start, width: this.width, counts: [...this.counts.subarray(0, last + 1)] };
  }
}

function mergePairs(values: Float64Array): void {
  for (let i = 0; i < MOST_BUCKETS / 2; i += 1) values[i] = (values[2 * i] ?? 0) + (values[2 * i + 1] ?? 0);
  values.fill(0, MOST_BUCKETS / 2);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

import { select } from "./select";

/** Values that are kept one by one; 1 MB. */
const KEPT = 131_072;
/** Each bucket is so much wider than the one before: a value is known to half a percent. */
const GROWTH = 1.01;
const LOG_GROWTH = Math.log(GROWTH);

/** What is known of many durations. */
export interface Distribution {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Whether the percentiles are values that were there; otherwise each is known to half a percent. */
  readonly exact: boolean;
}

/**
 * Percentiles of durations of which there may be any number: exact up to 131,072, and of more in buckets that grow with the
 * value, each known to half a percent. Mean and maximum are exact. Source of the buckets: Masson, Rim and Lee, DDSketch, 2019.
 */
export class Quantiles {
  count = 0;
  sum = 0;
  max = 0;
  private kept: Float64Array | undefined = new Float64Array(64);
  private zeros = 0;
  private readonly buckets = new Map<number, number>();

  /** @param value not less than nothing */
  add(value: number): void {
    this.sum += value;
    if (value > this.max) this.max = value;
    if (this.kept !== undefined && this.count === KEPT) this.sketch(this.kept);
    if (this.kept === undefined) this.bucket(value);
    else {
      if (this.count === this.kept.length) this.kept = grown(this.kept);
      this.kept[this.count] = value;
    }
    this.count += 1;
  }

  /** @param part 0..1: the smallest value that so many are not above. Nearest rank, nothing between two values */
  at(part: number): number {
    if (this.count === 0) return 0;
    const rank = Math.max(1, Math.ceil(part * this.count));
    if (this.kept !== undefined) return select(this.kept.subarray(0, this.count), rank - 1);
    let passed = this.zeros;
    if (passed >= rank) return 0;
    for (const [index, count] of [...this.buckets].sort(([a], [b]) => a - b)) {
      passed += count;
      if (passed >= rank) return Math.min(this.max, middleOf(index));
    }
    return this.max;
  }

  /** @returns the part of values that are not above each of these, the least first */
  partsUpTo(limits: readonly number[]): number[] {
    const { kept, count: all } = this;
    const counts = limits.map(() => 0);
    const note = (value: number, count: number) => {
      const first = limits.findIndex((limit) => value <= limit);
      if (first >= 0) counts[first] = (counts[first] ?? 0) + count;
    };
    if (kept !== undefined) for (let i = 0; i < all; i += 1) note(kept[i] ?? 0, 1);
    else {
      note(0, this.zeros);
      for (const [index, count] of this.buckets) note(middleOf(index), count);
    }
    let passed = 0;
    return counts.map((count) => {
      passed += count;
      return all === 0 ? 0 : passed / all;
    });
  }

  distribution(): Distribution {
    const { count, sum, max } = this;
    return {
      count,
      mean: count === 0 ? 0 : sum / count,
      p50: this.at(0.5),
      p95: this.at(0.95),
      p99: this.at(0.99),
      max,
      exact: this.kept !== undefined,
    };
  }

  private sketch(values: Float64Array): void {
    this.kept = undefined;
    for (const value of values) this.bucket(value);
  }

  private bucket(value: number): void {
    if (value <= 0) {
      this.zeros += 1;
      return;
    }
    const index = Math.ceil(Math.log(value) / LOG_GROWTH);
    this.buckets.set(index, (this.buckets.get(index) ?? 0) + 1);
  }
}

function middleOf(index: number): number {
  return (2 * GROWTH ** index) / (1 + GROWTH);
}

function grown(values: Float64Array): Float64Array {
  const more = new Float64Array(values.length * 2);
  more.set(values);
  return more;
}

import fc from "fast-check";
import { Quantiles } from "../../../planning/measures/quantiles";
import { select } from "../../../planning/measures/select";
import { Counts, MOST_BUCKETS, Timeline } from "../../../planning/measures/timeline";
import { Greatest } from "../../../planning/measures/worst";

const quantilesOf = (values: readonly number[]) => {
  const quantiles = new Quantiles();
  for (const value of values) quantiles.add(value);
  return quantiles;
};

/** Nearest rank. */
const ranked = (values: readonly number[], part: number) =>
  [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(part * values.length)) - 1];

describe("percentiles", () => {
  it("are found without sorting: what stands at an index if all were sorted", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), fc.nat(), (values, n) => {
        const index = n % values.length;
        expect(select(Float64Array.from(values), index)).toBe([...values].sort((a, b) => a - b)[index]);
      }),
    );
  });

  it("tell the part of values that are not above each limit", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1 }), (values) => {
        const limits = [0, 10, 20];
        const parts = limits.map((limit) => values.filter((value) => value <= limit).length / values.length);
        expect(quantilesOf(values).partsUpTo(limits)).toEqual(parts);
      }),
    );
  });

  it("of few values are values that were there", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1e9), { minLength: 1, maxLength: 300 }),
        fc.constantFrom(0, 0.5, 0.95, 0.99, 1),
        (values, part) => {
          expect(quantilesOf(values).at(part)).toBe(ranked(values, part));
        },
      ),
    );
  });

  it("of many are known to half a percent, mean and maximum exactly", () => {
    const values = Array.from({ length: 300_000 }, (_, i) =>
      i % 10 === 0 ? 0 : Math.round(Math.exp((i % 2000) / 100)),
    );
    const { exact, p50, p95, p99, max, mean } = quantilesOf(values).distribution();
    expect(exact).toBe(false);
    for (const [found, part] of [
      [p50, 0.5],
      [p95, 0.95],
      [p99, 0.99],
    ] as const) {
      const right = ranked(values, part) ?? 0;
      expect(Math.abs(found / right - 1)).toBeLessThan(0.0051);
    }
    expect(max).toBe(Math.max(...values.slice(0, 2000)));
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 3);
    expect(quantilesOf(values).at(0.05)).toBe(0);
  });

  it("tell the part of values that are not above a limit", () => {
    expect(quantilesOf([0, 1, 2, 3]).partsUpTo([0, 2, 9])).toEqual([0.25, 0.75, 1]);
    expect(new Quantiles().partsUpTo([1])).toEqual([0]);
    expect(new Quantiles().distribution()).toMatchObject({ count: 0, mean: 0, p95: 0, max: 0 });
  });
});

describe("a timeline", () => {
  it("keeps the integral of its values, however long it becomes", () => {
    const step = fc.record({ after: fc.nat(5000), value: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 50 }), (steps) => {
        const timeline = new Timeline(["x"], 100, 10);
        let at = 100;
        let value = 0;
        let integral = 0;
        for (const next of steps) {
          integral += value * next.after;
          at += next.after;
          value = next.value;
          timeline.set(at, 0, value);
        }
        const until = at + 1;
        const { width, values } = timeline.data(until);
        const { x = [] } = values;
        expect(x.length).toBeLessThanOrEqual(MOST_BUCKETS);
        expect(timeline.totals[0]).toBeCloseTo(integral + value, 6);
        const summed = x.reduce((sum, average, i) => sum + average * Math.min(width, until - 100 - i * width), 0);
        // Averages are rounded to a hundredth.
        expect(Math.abs(summed - integral - value)).toBeLessThanOrEqual((until - 100) * 0.0051);
      }),
    );
  });

  it("of things that happen counts each once", () => {
    const counts = new Counts(0, 1);
    for (const at of [0, 0, 3, 1000]) counts.add(at);
    const { width, counts: found } = counts.data();
    expect(width).toBe(4);
    expect([found[0], found.at(-1), found.length]).toEqual([3, 1, 251]);
  });
});

it("the greatest of many are kept in order, and made of those alone", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (values) => {
      const greatest = new Greatest<number>(5);
      for (const value of values) greatest.offer(value, () => value);
      expect(greatest.list).toEqual([...values].sort((a, b) => b - a).slice(0, 5));
    }),
  );
});

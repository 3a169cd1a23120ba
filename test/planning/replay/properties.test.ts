import fc from "fast-check";
import type { Plan } from "../../../planning/pools/plan";
import { fairShare, fifo, planOf, quota, replayed, share, type TestJob } from "../fixture";

const SHARES = ["a", "b", "c"];

const job = fc.record({
  submit: fc.nat(200),
  duration: fc.nat(60),
  instances: fc.integer({ min: 1, max: 5 }),
  share: fc.constantFrom(...SHARES),
  priority: fc.nat(3),
});
const jobs = fc.array(job, { minLength: 1, maxLength: 60 });

const strategy = fc.constantFrom("RESERVE" as const, "LEND" as const, "LEND_AND_BORROW" as const);
const shares = fc.tuple(
  ...SHARES.map((name) =>
    fc
      .record({ own: fc.nat(4), strategy, inSharePreemption: fc.boolean() })
      .map(({ own, ...rest }) => share(name, own, rest)),
  ),
);
const plan: fc.Arbitrary<Plan> = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((capacity) => planOf(fifo("q", capacity))),
  fc.integer({ min: 1, max: 8 }).map((capacity) => planOf(fairShare(capacity))),
  fc.tuple(fc.integer({ min: 1, max: 12 }), shares).map(([capacity, own]) => planOf(quota(capacity, own))),
);

const checkpoint = fc.constantFrom(Infinity, 0, 7000);

describe("whatever is replayed", () => {
  it("runs each job once to its end, or lists it", () => {
    fc.assert(
      fc.property(jobs, plan, checkpoint, (history, queues, saved) => {
        const { total, neverReasons } = replayed(history, queues, { checkpoint: saved });
        expect(total.jobs).toBe(history.length);
        expect(total.succeeded + total.failed + total.never).toBe(history.length);
        expect(total.turnaround.count).toBe(total.succeeded);
        expect(Object.values(neverReasons).reduce((sum, count) => sum + count, 0)).toBe(total.never);
      }),
    );
  });

  it("never has more in use than there is, and counts what was used once", () => {
    fc.assert(
      fc.property(jobs, plan, checkpoint, (history, queues, saved) => {
        const { pools, total } = replayed(history, queues, { checkpoint: saved });
        for (const { lines, size, usedHours } of pools) {
          const own = lines.map(({ timeline }) => timeline.values.own ?? []);
          const borrowed = lines.map(({ timeline }) => timeline.values.borrowed ?? []);
          for (let i = 0; i < Math.max(0, ...own.map((values) => values.length)); i += 1) {
            const used = [...own, ...borrowed].reduce((sum, values) => sum + (values[i] ?? 0), 0);
            // Averages are rounded to a hundredth.
            expect(used).toBeLessThanOrEqual(size + 0.1);
          }
          expect(usedHours).toBeCloseTo(total.instanceHours, 6);
        }
      }),
    );
  });

  it("works as much as the jobs that ran had to, and what preemptions lost", () => {
    fc.assert(
      fc.property(jobs, plan, checkpoint, (history, queues, saved) => {
        const { total } = replayed(history, queues, { checkpoint: saved });
        fc.pre(total.never === 0);
        const work = history.reduce((sum, { duration, instances }) => sum + duration * instances, 0) / 3600;
        expect(total.instanceHours).toBeCloseTo(work + total.lostHours, 6);
      }),
    );
  });

  it("lends what is borrowed", () => {
    fc.assert(
      fc.property(jobs, fc.tuple(fc.integer({ min: 12, max: 16 }), shares), (history, [capacity, own]) => {
        const lines = replayed(history, planOf(quota(capacity, own))).pools.flatMap((pool) => pool.lines);
        const sum = (of: (line: (typeof lines)[number]) => number) => lines.reduce((all, line) => all + of(line), 0);
        expect(sum(({ lentHours }) => lentHours)).toBeCloseTo(
          sum(({ borrowedHours }) => borrowedHours),
          6,
        );
        for (const { share: name, borrowedHours, lentHours } of lines) {
          const declared = own.find((one) => one.name === name);
          if (declared?.strategy !== "LEND_AND_BORROW") expect(borrowedHours).toBe(0);
          if (declared?.strategy === "RESERVE") expect(lentHours).toBe(0);
        }
      }),
    );
  });

  it("is the same when nobody borrows, whether shares lend or keep what they own", () => {
    fc.assert(
      fc.property(jobs, fc.tuple(fc.integer({ min: 1, max: 12 }), shares), (history, [capacity, own]) => {
        const all = (kind: "LEND" | "RESERVE") =>
          planOf(
            quota(
              capacity,
              own.map((one) => ({ ...one, strategy: kind })),
            ),
          );
        expect(replayed(history, all("LEND"))).toEqual(replayed(history, all("RESERVE")));
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same twice", () => {
    fc.assert(
      fc.property(jobs, plan, (history, queues) => {
        expect(replayed(history, queues, { failures: 20 })).toEqual(replayed(history, queues, { failures: 20 }));
      }),
      { numRuns: 30 },
    );
  });
});

it("more capacity never makes the total FIFO wait of jobs of equal size longer", () => {
  const equal = fc
    .tuple(jobs, fc.integer({ min: 1, max: 3 }))
    .map(([all, instances]): TestJob[] => all.map((one) => ({ ...one, instances })));
  fc.assert(
    fc.property(equal, fc.integer({ min: 3, max: 10 }), fc.integer({ min: 1, max: 5 }), (history, capacity, more) => {
      const wait = (size: number) => {
        const { mean, count } = replayed(history, planOf(fifo("q", size))).total.wait;
        return mean * count;
      };
      expect(wait(capacity + more)).toBeLessThanOrEqual(wait(capacity) + 1e-6);
    }),
  );
});

it("a share with work that fits into its own has its own, whoever else waits", () => {
  // Of whole seconds, and over before a bucket of the timeline is longer than one: each is one state of the queue.
  const second = fc.record({
    submit: fc.nat(60),
    duration: fc.integer({ min: 1, max: 10 }),
    share: fc.constantFrom(...SHARES),
    priority: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(second, { minLength: 1, maxLength: 15 }), shares, (history, own) => {
      // As much as all own, so that nobody's own is missing.
      const capacity = own.flatMap((one) => Object.values(one.capacity)).reduce((sum, count) => sum + count, 0);
      fc.pre(capacity > 0);
      for (const { owns = 0, timeline } of replayed(history, planOf(quota(capacity, own))).pools.flatMap(
        (pool) => pool.lines,
      )) {
        expect(timeline.width).toBe(1000);
        const { own: used = [], waitingJobs = [] } = timeline.values;
        used.forEach((value, i) => {
          if ((waitingJobs[i] ?? 0) > 0) expect(value).toBe(owns);
        });
      }
    }),
  );
});

import fc from "fast-check";
import type { Plan } from "../../../planning/pools/plan";
import { apportion, divisionsOf, scaledPlan } from "../../../planning/target/division";
import { bestDivision, leastCapacity, weekByWeek } from "../../../planning/target/search";
import { parseTarget, worstRatio } from "../../../planning/target/target";
import { defaultAssumptions } from "../../../planning/replay/assumptions";
import { replay } from "../../../planning/replay/replay";
import type { JobLog, Window } from "../../../planning/history/job-log";
import { fifo, logOf, planOf, quota, replayed, share } from "../fixture";
import { describeTraces, OCTOBER_AND_NOVEMBER, philly, phillyClusters } from "../traces";

const on =
  (log: JobLog, all?: Window) =>
  (plan: Plan, window = all) =>
    Promise.resolve(
      replay({ log, plan, assumptions: defaultAssumptions, ...(window === undefined ? {} : { window }) }),
    );

describe("a target", () => {
  it.each([
    ["p95 wait of team-a <= 10m", { statistic: "p95", measure: "wait", of: "team-a", seconds: 600 }],
    ["average turnaround <= 1.5h", { statistic: "mean", measure: "turnaround", of: undefined, seconds: 5400 }],
    ["median wait of all < 30s", { statistic: "p50", measure: "wait", of: undefined, seconds: 30 }],
  ])("%s", (text, target) => expect(parseTarget(text)).toMatchObject(target));

  it.each(["p95 wait", "p12 wait <= 1m", "wait of a <= 1m", "p95 wait of a >= 1m"])("%s is none", (text) => {
    expect(() => parseTarget(text)).toThrow(
      `A target is like "p95 wait of team-a <= 10m", not ${JSON.stringify(text)}`,
    );
  });
});

describe("the least capacity", () => {
  // Ten jobs at once: with c instances the last begins after ceil(10 / c) - 1 minutes.
  const log = logOf(Array.from({ length: 10 }, () => ({ submit: 0, duration: 60 })));

  it.each([
    ["max wait <= 0s", 10],
    ["max wait <= 1m", 5],
    ["max wait <= 4m", 2],
    ["max wait <= 9m", 1],
  ])("for %s meets it, and one instance less does not", async (text, least) => {
    const { capacity, trials } = await leastCapacity(planOf(fifo("q", 3)), [parseTarget(text)], on(log));
    expect(capacity).toBe(least);
    expect(trials.find((trial) => trial.capacity === least)?.met).toBe(true);
    if (least > 1) expect(trials.find((trial) => trial.capacity === least - 1)?.met).toBe(false);
  });

  it("has room for every job", async () => {
    const large = logOf([{ submit: 0, instances: 7 }]);
    expect((await leastCapacity(planOf(fifo("q", 2)), [parseTarget("max wait <= 1h")], on(large))).capacity).toBe(7);
  });

  it("is not known when nothing that is tried does", async () => {
    const huge = logOf([{ submit: 0, instances: 1000 }]);
    expect(
      (await leastCapacity(planOf(fifo("q", 1)), [parseTarget("max wait <= 1h")], on(huge))).capacity,
    ).toBeUndefined();
  });

  it("cannot be for somebody who has no job", async () => {
    await expect(leastCapacity(planOf(fifo("q", 1)), [parseTarget("max wait of x <= 1h")], on(log))).rejects.toThrow(
      '"max wait of x <= 1h" is about x, who has no job (there are: q)',
    );
  });

  it("is searched in each week by itself, to see how sure it is", async () => {
    const week = 604_800;
    const jobs = [0, 0, week, week, week, 2 * week].map((submit) => ({ submit, duration: 60 }));
    const weeks = logOf(jobs);
    const found = await weekByWeek(planOf(fifo("q", 1)), [parseTarget("max wait <= 0s")], on(weeks), {
      from: 0,
      until: 3 * week * 1000,
    });
    expect(found.map(({ capacity }) => capacity)).toEqual([2, 3, 1]);
  });
});

describe("the division of a capacity", () => {
  it("gives to whom misses the target what others do not need", async () => {
    const own = [share("a", 5, { strategy: "RESERVE" }), share("b", 5, { strategy: "RESERVE" })];
    const log = logOf([
      ...Array.from({ length: 8 }, () => ({ submit: 0, duration: 60, share: "a" })),
      { submit: 0, duration: 60, share: "b" },
    ]);
    const targets = [parseTarget("max wait of a <= 0s"), parseTarget("max wait of b <= 0s")];
    const division = await bestDivision(planOf(quota(10, own)), targets, on(log));
    expect(division?.met).toBe(true);
    const [a, b] = division?.shares ?? [];
    expect(a?.capacity).toBeGreaterThanOrEqual(8);
    expect((a?.capacity ?? 0) + (b?.capacity ?? 0)).toBe(10);
  });

  it("of few instances is found whenever there is one", async () => {
    const names = ["a", "b", "c"] as const;
    const job = fc.record({
      submit: fc.nat(120),
      duration: fc.integer({ min: 1, max: 60 }),
      instances: fc.integer({ min: 1, max: 3 }),
      share: fc.constantFrom(...names),
    });
    const strategy = fc.constantFrom("RESERVE" as const, "LEND" as const, "LEND_AND_BORROW" as const);
    const waits = fc.tuple(...names.map(() => fc.nat(90)));
    const total = fc.integer({ min: 3, max: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(job, { maxLength: 20 }), strategy, waits, total, async (jobs, kind, seconds, size) => {
        const log = logOf([...jobs, ...names.map((name) => ({ submit: 0, share: name }))]);
        const targets = names.map((name, i) => parseTarget(`max wait of ${name} <= ${seconds[i] ?? 0}s`));
        const of = (parts: readonly number[]) =>
          planOf(
            quota(
              size,
              names.map((name, i) => share(name, parts[i] ?? 0, { strategy: kind })),
            ),
          );
        const ways = divisionsOf(size, names.length, 200) ?? [];
        const isPossible = ways.some((parts) => worstRatio(targets, replayed(log, of(parts))) <= 1);

        expect((await bestDivision(of(apportion(size, [1, 1, 1])), targets, on(log)))?.met).toBe(isPossible);
      }),
      { numRuns: 30 },
    );
  });

  it("can be tried in all ways when those are few", () => {
    expect(divisionsOf(4, 3, 200)).toEqual([
      [2, 1, 1],
      [1, 1, 2],
      [1, 2, 1],
    ]);
    expect(divisionsOf(2, 3, 200)).toEqual([]);
    expect(divisionsOf(640, 3, 200)).toBeUndefined();
  });

  it("is of quota shares alone", async () => {
    expect(
      await bestDivision(planOf(fifo("q", 1)), [parseTarget("max wait <= 1h")], on(logOf([{ submit: 0 }]))),
    ).toBeUndefined();
  });

  it("keeps proportions, in whole instances that add up", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }), (total, weights) => {
        const sum = weights.reduce((all, weight) => all + weight, 0);
        fc.pre(sum > 0);
        const parts = apportion(total, weights);
        expect(parts.reduce((all, part) => all + part, 0)).toBe(total);
        parts.forEach((part, i) => expect(Math.abs(part - (total * (weights[i] ?? 0)) / sum)).toBeLessThan(1));
      }),
    );
    const [pool] = scaledPlan(planOf(quota(10, [share("a", 4), share("b", 6)])), 5).pools;
    expect(pool?.queues[0]?.shares.map(({ capacity }) => Object.values(capacity))).toEqual([[2], [3]]);
  });
});

describeTraces("on the Philly trace", () => {
  it("the capacity that is found meets the target, and one instance less does not", async () => {
    const history = await philly();
    const evaluate = on(history.log, OCTOBER_AND_NOVEMBER);
    const { capacity = 0, trials } = await leastCapacity(
      planOf(fifo("all", 640)),
      [parseTarget("p95 wait <= 10m")],
      evaluate,
    );
    const waitOf = async (size: number) => (await evaluate(planOf(fifo("all", size)))).total.wait.p95;
    expect(await waitOf(capacity)).toBeLessThanOrEqual(600);
    expect(await waitOf(capacity - 1)).toBeGreaterThan(600);
    expect(trials.length).toBeLessThan(20);
    history.remove();
  }, 120_000);

  it("a total is divided so that the targets are met that the declared division misses", async () => {
    const owned = [...phillyClusters()].filter(([name]) => ["2869ce", "7f04ca", "ee9e8c"].includes(name));
    const history = await philly({}, new Set(owned.map(([name]) => name)));
    const evaluate = on(history.log, OCTOBER_AND_NOVEMBER);
    const total = owned.reduce((sum, [, gpus]) => sum + gpus, 0);
    const declared = planOf(
      quota(
        total,
        owned.map(([name, gpus]) => share(name, gpus, { strategy: "RESERVE" })),
      ),
    );
    const targets = ["2869ce", "7f04ca", "ee9e8c"].map((name) => parseTarget(`mean wait of ${name} <= 10m`));
    expect(worstRatio(targets, await evaluate(declared))).toBeGreaterThan(10);
    const division = await bestDivision(scaledPlan(declared, total), targets, evaluate);
    expect(division?.met).toBe(true);
    const found = (name: string) => division?.shares.find((one) => one.name === name)?.capacity ?? 0;
    expect(owned.reduce((sum, [name]) => sum + found(name), 0)).toBe(total);
    const divided = planOf(
      quota(
        total,
        owned.map(([name]) => share(name, found(name), { strategy: "RESERVE" })),
      ),
    );
    expect(worstRatio(targets, await evaluate(divided))).toBeLessThanOrEqual(1);
    history.remove();
  }, 120_000);
});

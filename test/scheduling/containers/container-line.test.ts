import fc from "fast-check";
import {
  ContainerLine,
  defaultOptions,
  ServicePool,
  type ContainerJob,
  type Decision,
  type FairSharePolicy,
  type SchedulingOptions,
} from "../../../scheduling";

const MINUTE = 60_000;
const CAPACITY = 8;

const fair = (settings: Partial<FairSharePolicy> = {}): FairSharePolicy => {
  return { kind: "FAIR_SHARE", shareDecaySeconds: 600, computeReservation: 0, weights: {}, ...settings };
};

let jobs = 0;
function job(shareIdentifier?: string, changes: { readonly vcpus?: number; readonly priority?: number } = {}) {
  const { vcpus = 1, priority = 0 } = changes;
  jobs += 1;
  return { id: `job${jobs}`, order: jobs, priority, heapIndex: 0, shareIdentifier, demand: { vcpus } };
}

function lineOf(policy?: FairSharePolicy, options: Partial<SchedulingOptions> = {}): ContainerLine<ContainerJob> {
  const line = new ContainerLine<ContainerJob>({ ...defaultOptions, ...options });
  line.configure(policy ?? { kind: "FIFO" }, 0);
  return line;
}

/** Adds jobs at once. */
function wait(line: ContainerLine<ContainerJob>, ...waiting: readonly ContainerJob[]): void {
  for (const one of waiting) line.add(one, 0);
}

/** Starts what may start and fits into the capacity. */
function startWaiting(line: ContainerLine<ContainerJob>, running: ContainerJob[], at: number): string[] {
  const used = running.reduce((sum, { demand }) => sum + demand.vcpus, 0);
  const fits = (one: ContainerJob) => used + one.demand.vcpus <= CAPACITY && !line.isReserved(one, CAPACITY, at);
  const next = line.fronts(at).find(fits);
  if (next === undefined) return [];
  line.remove(next, at);
  line.account(next, 1, at);
  running.push(next);
  return [next.id, ...startWaiting(line, running, at)];
}

describe("a line of container jobs without fair shares", () => {
  it("goes in the order of submission, also when a job comes back", () => {
    const line = lineOf();
    const [first, second] = [job(), job()];
    wait(line, second, first);
    expect(line.fronts(0)).toEqual([first]);
    line.remove(first, 0);
    expect(line.fronts(0)).toEqual([second]);
    line.add(first, MINUTE);
    expect(line.fronts(MINUTE)).toEqual([first]);
    expect(line.size).toBe(2);
  });

  it("reserves nothing", () => {
    const line = lineOf();
    const [runs, waits] = [job(undefined, { vcpus: 8 }), job()];
    wait(line, waits);
    line.account(runs, 1, 0);
    expect(line.isReserved(waits, CAPACITY + 1, 0)).toBe(false);
  });
});

describe("a line of container jobs with fair shares", () => {
  it("counts what a share uses in vCPUs", () => {
    const line = lineOf(fair());
    const [wide, narrow] = [job("wide"), job("narrow")];
    wait(line, wide, narrow);
    line.account(job("wide", { vcpus: 3 }), 1, 0);
    line.account(job("narrow"), 1, 0);
    line.account(job("narrow"), 1, 0);
    expect(line.fronts(MINUTE)).toEqual([narrow]);
    line.account(job("narrow", { vcpus: 2 }), 1, MINUTE);
    expect(line.fronts(MINUTE)).toEqual([wide]);
  });

  it("follows the weights and the decay window of a policy that changes", () => {
    const line = lineOf(fair({ shareDecaySeconds: 3600 }));
    const [a, b] = [job("a"), job("b")];
    wait(line, a, b);
    line.account(job("a"), 1, 0);
    line.account(job("b"), 1, 0);
    line.account(job("b"), 1, 0);
    expect(line.fronts(MINUTE)).toEqual([a]);
    line.configure(fair({ weights: { "a*": 4 } }), MINUTE);
    expect(line.fronts(MINUTE)).toEqual([b]);
    expect(line.activeShares(MINUTE)).toEqual(["a", "b"]);
  });

  it("has a share active while it has jobs, and until its decay window ends", () => {
    const line = lineOf(fair());
    const one = job("a");
    wait(line, one);
    line.remove(one, 0);
    line.account(one, 1, 0);
    line.account(one, -1, MINUTE);
    expect(line.activeShares(MINUTE + 599_999)).toEqual(["a"]);
    expect(line.activeShares(MINUTE + 600_000)).toEqual([]);
  });

  it.each([
    [4, 50, false],
    [5, 50, true],
    [3, 50, false],
    [6, 25, false],
    [7, 25, true],
  ])("keeps a part of 8 vCPUs for other shares: a job of %d at a reservation of %d %% is held back: %s", (...given) => {
    const [vcpus, computeReservation, isReserved] = given;
    const line = lineOf(fair({ computeReservation }));
    const one = job("a", { vcpus });
    wait(line, one);
    expect(line.isReserved(one, CAPACITY, 0)).toBe(isReserved);
  });

  it("offers the first jobs of all shares where the option says so", () => {
    const [a, behind, b] = [job("a"), job("a"), job("b")];
    const one = lineOf(fair());
    wait(one, a, behind, b);
    expect(one.fronts(0)).toEqual([a]);
    const all = lineOf(fair(), { fairShareHeadBlocks: "share" });
    wait(all, a, behind, b);
    expect(all.fronts(0)).toEqual([a, b]);
  });
});

describe("fair shares of container jobs and of training jobs", () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ share: fc.constantFrom("a", "b", "c1"), size: fc.integer({ min: 1, max: 4 }), priority: fc.nat(2) }),
      fc.record({ end: fc.nat(9) }),
      fc.record({ seconds: fc.integer({ min: 1, max: 900 }) }),
    ),
    { maxLength: 40 },
  );
  const policies = fc.record({
    kind: fc.constant("FAIR_SHARE" as const),
    shareDecaySeconds: fc.constantFrom(0, 120, 3600),
    computeReservation: fc.constantFrom(0, 25, 50),
    weights: fc.constantFrom<FairSharePolicy["weights"]>({}, { a: 0.25, "c*": 3 }),
  });
  const options = fc.record({
    fairShareHeadBlocks: fc.constantFrom("queue" as const, "share" as const),
    decay: fc.constantFrom("exponential" as const, "linear" as const),
    zeroDecay: fc.constantFrom("600-seconds" as const, "current-usage" as const),
  });

  it("go in the same order, vCPUs for instances", () => {
    fc.assert(
      fc.property(steps, policies, options, (course, policy, chosen) => {
        const line = lineOf(policy, chosen);
        const pool = new ServicePool({ capacity: { NUM_INSTANCES: CAPACITY }, enabled: true }, chosen);
        pool.handle({ type: "queue", at: 0, queue: { name: "queue", priority: 1, enabled: true, policy } });
        const running: ContainerJob[] = [];
        let at = 0;
        for (const step of course) {
          let decisions: Decision[];
          if ("seconds" in step) {
            at += step.seconds * 1000;
            decisions = pool.handle({ type: "tick", at });
          } else if ("share" in step) {
            const one = job(step.share, { vcpus: step.size, priority: step.priority });
            line.add(one, at);
            const { id, priority } = one;
            const demand = { "ml.g5.xlarge": step.size };
            decisions = pool.handle({
              type: "submit",
              at,
              job: { id, queue: "queue", share: step.share, demand, priority },
            });
          } else {
            const [one] = running.splice(step.end % Math.max(1, running.length), 1);
            if (one === undefined) continue;
            line.account(one, -1, at);
            decisions = pool.handle({ type: "succeeded", at, jobId: one.id, run: 1 });
          }
          const dispatched = decisions.filter(({ type }) => type === "dispatch").map(({ jobId }) => jobId);
          expect(startWaiting(line, running, at)).toEqual(dispatched);
        }
      }),
      { numRuns: 300 },
    );
  });
});

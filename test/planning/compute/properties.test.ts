import fc from "fast-check";
import { NUM_INSTANCES } from "../../../aws/batch/names";
import type { EnvironmentPlan, PoolPlan } from "../../../planning/pools/plan";
import type { QueuePolicy } from "../../../scheduling";
import { planOf, replayed, type TestJob } from "../fixture";
import { containers, ec2, FAIR, fargate } from "./fixture";

const job = fc
  .record({
    submit: fc.nat(200),
    duration: fc.nat(60),
    instances: fc.integer({ min: 1, max: 5 }),
    gpus: fc.nat(1),
    share: fc.constantFrom("a", "b", "c"),
    queue: fc.constantFrom("x", "y"),
    priority: fc.nat(3),
  })
  .map(({ instances, gpus, ...rest }): TestJob => {
    return { ...rest, instances, demand: { gpus, container: { vcpus: instances, memory: 512 } } };
  });
const jobs = fc.array(job, { minLength: 1, maxLength: 60 });

const policy: fc.Arbitrary<QueuePolicy> = fc.constantFrom({ kind: "FIFO" as const }, FAIR, {
  ...FAIR,
  weights: { a: 3 },
  computeReservation: 20,
});

const environments: fc.Arbitrary<readonly EnvironmentPlan[]> = fc
  .tuple(
    fc.integer({ min: 1, max: 6 }).map((vcpus) => fargate("f", vcpus)),
    fc.integer({ min: 1, max: 24 }).map((vcpus) => ec2("c", vcpus, { keepIdle: 30_000 })),
    fc
      .integer({ min: 1, max: 24 })
      .map((vcpus) => ec2("g", vcpus, { instanceTypes: ["g5.xlarge", "g5.2xlarge"], strategy: "BEST_FIT" })),
  )
  .chain((all) => fc.shuffledSubarray(all, { minLength: 1 }));

const pool: fc.Arbitrary<PoolPlan> = fc
  .tuple(environments, policy, policy, fc.nat(2), fc.nat(2))
  .map(([all, ofX, ofY, x, y]) => {
    const keys = all.map(({ key }) => key);
    return containers(
      all,
      { name: "x", environments: keys, policy: ofX, priority: x },
      { name: "y", environments: keys.toReversed(), policy: ofY, priority: y },
    );
  });

describe("whatever container jobs are replayed", () => {
  it("each runs once to its end, or is listed", () => {
    fc.assert(
      fc.property(jobs, pool, (history, queues) => {
        const { total, neverReasons } = replayed(history, planOf(queues));
        expect(total.succeeded + total.never).toBe(history.length);
        expect(Object.values(neverReasons).reduce((sum, count) => sum + count, 0)).toBe(total.never);
      }),
    );
  });

  it("no environment has more than it may, and all together are used as much as jobs ran", () => {
    fc.assert(
      fc.property(jobs, pool, (history, queues) => {
        const { pools, total } = replayed(history, planOf(queues));
        const figures = pools.flatMap((one) => one.environments ?? []);
        for (const { name, maxvCpus, mostvCpus, usedHours, startedHours } of figures) {
          // Rule E8: the last instance may exceed it, but for BEST_FIT, and where there are no instances.
          expect(mostvCpus).toBeLessThan(maxvCpus + (name === "c" ? 8 : 1));
          expect(usedHours).toBeLessThanOrEqual(startedHours + 1e-9);
        }
        const used = figures.reduce((sum, { usedHours }) => sum + usedHours, 0);
        expect(used).toBeCloseTo(total.instanceHours, 9);
      }),
    );
  });

  it("gives the same twice", () => {
    fc.assert(
      fc.property(jobs, pool, (history, queues) => {
        const once = () => replayed(history, planOf(queues), { failures: 20 });
        expect(once()).toEqual(once());
      }),
      { numRuns: 20 },
    );
  });
});

/** The same queues on a service environment with as many instances as there are vCPUs. */
function onInstances({ queues, capacity, ...rest }: PoolPlan): PoolPlan {
  return {
    name: rest.name,
    key: rest.key,
    enabled: true,
    capacity: { [NUM_INSTANCES]: Object.values(capacity)[0] ?? 0 },
    queues: queues.map(({ key, settings, shares }) => ({ key, settings, shares })),
  };
}

it("a vCPU of Fargate is as an instance of a service environment: both engines decide alike", () => {
  const own = fc
    .tuple(fc.integer({ min: 1, max: 8 }), policy, policy, fc.nat(2), fc.nat(2))
    .map(([vcpus, ofX, ofY, x, y]) =>
      containers(
        [fargate("f", vcpus)],
        { name: "x", environments: ["f"], policy: ofX, priority: x },
        { name: "y", environments: ["f"], policy: ofY, priority: y },
      ),
    );
  fc.assert(
    fc.property(jobs, own, (history, queues) => {
      const without = history.map(({ instances = 1, ...rest }): TestJob => {
        return { ...rest, instances, demand: { instances, container: { vcpus: instances, memory: 1 } } };
      });
      const ofContainers = replayed(without, planOf(queues));
      const ofInstances = replayed(without, planOf(onInstances(queues)));
      expect(ofContainers.total).toEqual(ofInstances.total);
      expect(ofContainers.shares).toEqual(ofInstances.shares);
      expect(ofContainers.queues).toEqual(ofInstances.queues);
      expect(ofContainers.makespanSeconds).toBe(ofInstances.makespanSeconds);
    }),
  );
});

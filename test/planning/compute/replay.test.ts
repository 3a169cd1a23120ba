import { containerDemand } from "../../../planning/compute/container-demand";
import { changedPlan, parseChange } from "../../../planning/pools/changes";
import type { PoolPlan } from "../../../planning/pools/plan";
import { planOf, replayed, type TestJob } from "../fixture";
import { containers, ec2, FAIR, fargate } from "./fixture";

/** A job of so many vCPUs that works for a minute. */
const job = (vcpus: number, rest: Partial<TestJob> = {}): TestJob => ({
  submit: 0,
  duration: 60,
  demand: { instances: 1, container: { vcpus, memory: 1024 } },
  ...rest,
});

const run = (jobs: readonly TestJob[], pool: PoolPlan, assumptions = {}) => replayed(jobs, planOf(pool), assumptions);

/** Seconds that each job of the queue waited, by the names of its teams. */
const waits = (result: ReturnType<typeof run>) =>
  Object.fromEntries(result.teams.map(({ name, wait }) => [name, wait.max]));

describe("container jobs", () => {
  it("share instances, of which there are no more than maxvCpus", () => {
    const pool = containers([ec2("cpu", 16)], { name: "q", environments: ["cpu"] });
    const result = run(
      Array.from({ length: 5 }, (_, i) => job(4, { team: `job ${i}` })),
      pool,
    );
    expect(waits(result)).toEqual({ "job 0": 0, "job 1": 0, "job 2": 0, "job 3": 0, "job 4": 60 });
    expect(result.pools[0]?.environments).toEqual([
      {
        name: "cpu",
        maxvCpus: 16,
        mostvCpus: 16,
        // 5 jobs of 4 vCPUs for a minute; two instances of 8, then one.
        usedHours: 20 / 60,
        startedHours: 24 / 60,
        utilisation: 20 / 32,
      },
    ]);
  });

  it("fit by their memory and GPUs, too", () => {
    const pool = containers([ec2("gpu", 8, { instanceTypes: ["g5.2xlarge"] })], { name: "q", environments: ["gpu"] });
    const demand = { gpus: 1, container: { vcpus: 2, memory: 4096 } };
    const memory = { instances: 1, container: { vcpus: 1, memory: 20_000 } };
    expect(waits(run([job(2, { demand, team: "a" }), job(2, { demand, team: "b" })], pool))).toEqual({ a: 0, b: 60 });
    expect(waits(run([job(1, { demand: memory, team: "a" }), job(1, { demand: memory, team: "b" })], pool))).toEqual({
      a: 0,
      b: 60,
    });
  });

  it("go to the first of three environments that has room", () => {
    const environments = [fargate("one", 2), fargate("two", 3), ec2("three", 8)];
    const pool = containers(environments, { name: "q", environments: ["two", "one", "three"] });
    const result = run([job(2), job(2), job(2), job(2), job(2), job(2), job(2)], pool);
    const hours = result.pools[0]?.environments?.map(({ name, usedHours }) => [name, Math.round(usedHours * 60)]);
    expect(hours).toEqual([
      ["one", 2],
      // Its first job, and the one that waited until that had ended.
      ["two", 4],
      ["three", 8],
    ]);
  });

  it("of the queue with the higher priority go first, on the same environment", () => {
    const pool = containers(
      [fargate("e", 4)],
      { name: "low", environments: ["e"], priority: 1 },
      { name: "high", environments: ["e"], priority: 9 },
    );
    const jobs = [
      job(4, { queue: "low", team: "first" }),
      job(4, { queue: "low", team: "low" }),
      job(4, { submit: 1, queue: "high", team: "high" }),
    ];
    expect(waits(run(jobs, pool))).toEqual({ first: 0, high: 59, low: 120 });
  });

  it("hold up those behind them in order of submission, but not those of another queue", () => {
    const pool = containers(
      [fargate("e", 4)],
      { name: "a", environments: ["e"], priority: 2 },
      { name: "b", environments: ["e"] },
    );
    const jobs = [
      job(3, { queue: "a", team: "runs" }),
      job(2, { queue: "a", team: "front" }),
      job(1, { queue: "a", team: "behind" }),
      job(1, { queue: "b", team: "other" }),
    ];
    const result = run(jobs, pool);
    expect(waits(result)).toEqual({ runs: 0, front: 60, behind: 60, other: 0 });
    expect(result.worst.find(({ team }) => team === "behind")).toMatchObject({
      instances: 1,
      waitedFor: { "environment-capacity": 1 },
      behindOthers: 1,
    });
  });

  it("go to the share that has used least", () => {
    const pool = containers([fargate("e", 1)], { name: "q", environments: ["e"], policy: FAIR });
    const jobs = [
      job(1, { share: "a", team: "a1" }),
      job(1, { share: "a", team: "a2" }),
      job(1, { submit: 10, share: "b", team: "b1" }),
    ];
    const result = run(jobs, pool);
    expect(waits(result)).toEqual({ a1: 0, b1: 50, a2: 120 });
    expect(result.shares.map(({ name, wait }) => [name, wait.mean])).toEqual([
      ["a", 60],
      ["b", 50],
    ]);
  });

  it("leave to shares that are not there what is reserved for them", () => {
    const reserving = { ...FAIR, computeReservation: 50 };
    const pool = containers([fargate("e", 4)], { name: "q", environments: ["e"], policy: reserving });
    const result = run([job(2, { share: "a", team: "1" }), job(2, { share: "a", team: "2" })], pool);
    expect(waits(result)).toEqual({ 1: 0, 2: 60 });
    expect(result.worst[0]?.waitedFor).toEqual({ reservation: 1 });
  });

  it("of a share go by their priority; in order of submission it means nothing", () => {
    const jobs = [0, 1, 9].map((priority) => job(1, { priority, share: "a", team: `of ${priority}` }));
    const withPolicy = (policy: typeof FAIR | { kind: "FIFO" }) =>
      waits(run(jobs, containers([fargate("e", 1)], { name: "q", environments: ["e"], policy })));
    expect(withPolicy(FAIR)).toEqual({ "of 0": 0, "of 9": 60, "of 1": 120 });
    expect(withPolicy({ kind: "FIFO" })).toEqual({ "of 0": 0, "of 1": 60, "of 9": 120 });
  });

  it("that nothing could ever hold leave when they are at the front, with the reason of AWS Batch", () => {
    const pool = containers([ec2("cpu", 32)], { name: "q", environments: ["cpu"] });
    const { total, neverReasons } = run([job(64), job(16), job(2)], pool);
    expect([total.never, total.succeeded]).toEqual([2, 1]);
    expect(Object.keys(neverReasons)).toEqual([
      expect.stringMatching(/^MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE/),
      expect.stringMatching(/^MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT/),
    ]);
  });

  it("that are stuck hold up the others until the time limit of the queue", () => {
    const timeLimits = { "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 600 };
    const pool = containers([fargate("e", 4)], { name: "q", environments: ["e"], timeLimits });
    const result = run([job(64), job(64), job(1, { team: "behind" })], pool);
    expect(waits(result)).toEqual({ behind: 1200 });
    expect(result.neverReasons).toEqual({
      "Canceled by JobStateTimeLimit action due to reason: MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE": 2,
    });
  });

  it("that fail are tried again, at most as often as they may be", () => {
    const pool = containers([fargate("e", 1)], { name: "q", environments: ["e"] });
    const { total } = run([job(1), job(1)], pool, { failures: 100, attempts: 3 });
    expect([total.failed, total.succeeded, total.never]).toEqual([2, 0, 0]);
  });

  it("do not go to an environment that is disabled", () => {
    const disabled = { ...fargate("off", 8), enabled: false };
    const pool = containers([disabled, fargate("on", 1)], { name: "q", environments: ["off", "on"] });
    const result = run([job(1, { team: "a" }), job(1, { team: "b" })], pool);
    expect(waits(result)).toEqual({ a: 0, b: 60 });
    expect(result.pools[0]?.size).toBe(1);
  });
});

describe("instances", () => {
  const figures = (fleet: Parameters<typeof ec2>[2]) => {
    const pool = containers([ec2("cpu", 64, fleet)], { name: "q", environments: ["cpu"] });
    const [environment] = run([job(8), job(8, { submit: 240 })], pool).pools[0]?.environments ?? [];
    return environment?.startedHours;
  };

  it.each([
    ["go when they have no job", {}, (2 * 8) / 60],
    ["stay for as long as the environment says", { keepIdle: 120_000 }, (8 * 4) / 60],
    ["are kept up to minvCpus", { minvCpus: 16 }, (16 * 5) / 60],
  ])("%s", (_, fleet, hours) => expect(figures(fleet)).toBeCloseTo(hours, 9));
});

describe("what a job of a history takes of a compute environment", () => {
  const assumed = { vcpus: 4, memory: 8192 };
  it.each([
    ["what it says", { instances: 2, container: { vcpus: 0.5, memory: 512 } }, [0.5, 512, 0]],
    ["what is assumed of the rest", { instances: 1, container: { vcpus: 2 } }, [2, 8192, 0]],
    ["what is assumed for each of its instances", { instances: 3 }, [12, 24_576, 0]],
    ["what is assumed for each of its GPUs", { gpus: 2 }, [8, 16_384, 2]],
    ["what is assumed once without a GPU", { gpus: 0 }, [4, 8192, 0]],
    ["what is assumed for instances of any type", { types: { "ml.g5.xlarge": 2, "ml.c5.large": 1 } }, [12, 24_576, 0]],
  ])("is %s", (_, demand, [vcpus, memory, gpus]) => {
    expect(containerDemand(demand, assumed)).toEqual({ vcpus, memory, gpus });
  });
});

it("more vCPUs are a change like others", () => {
  const plan = planOf(containers([fargate("cpu", 2)], { name: "q", environments: ["cpu"] }));
  const jobs = [job(2, { team: "a" }), job(2, { team: "b" })];
  expect(waits(replayed(jobs, plan))).toEqual({ a: 0, b: 60 });
  expect(waits(replayed(jobs, changedPlan(plan, "more", [parseChange("cpu.maxvCpus=4")])))).toEqual({ a: 0, b: 0 });
});

import { fairShare, fifo, G5, planOf, quota, replayed, share } from "../fixture";

describe("a FIFO queue", () => {
  it("waits from the submission to the dispatch, and turns around at the end", () => {
    const { total, makespanSeconds, pools } = replayed(
      [
        { submit: 0, duration: 10 },
        { submit: 2, duration: 6 },
      ],
      planOf(fifo("q", 1)),
    );
    expect(total.wait).toMatchObject({ count: 2, mean: 4, max: 8, exact: true });
    expect(total.turnaround).toMatchObject({ mean: 12, max: 14 });
    expect(makespanSeconds).toBe(16);
    expect(pools[0]?.utilisation).toBe(1);
  });

  it("gives what ends at a moment to what is submitted at that moment", () => {
    const { total } = replayed([{ submit: 0, duration: 5 }, { submit: 5 }], planOf(fifo("q", 1)));
    expect(total.wait.max).toBe(0);
  });

  it("takes instances for the start-up, in which nothing is done", () => {
    const { total } = replayed([{ submit: 0, duration: 10 }, { submit: 0 }], planOf(fifo("q", 1)), { startUp: 3000 });
    expect(total.wait.max).toBe(13);
    expect(total.turnaround.max).toBe(17);
  });
});

describe("jobs that can never run", () => {
  it("leave when they are at the front, and are listed with the engine's reason", () => {
    const { total, never, neverReasons } = replayed([{ submit: 0, instances: 9 }, { submit: 1 }], planOf(fifo("q", 4)));
    expect(total).toMatchObject({ jobs: 2, succeeded: 1, never: 1 });
    expect(never).toEqual([
      { job: "job0", line: 1, instances: 9, queue: "q", share: "", reason: Object.keys(neverReasons)[0] },
    ]);
    expect(never[0]?.reason).toContain("MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE");
  });

  it("hold up the others as long as the queue's time limit says", () => {
    const pool = fifo("q", 4);
    const timeLimits = { "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE": 600 };
    const queues = pool.queues.map((queue) => ({ ...queue, settings: { ...queue.settings, timeLimits } }));
    const { total } = replayed([{ submit: 0, instances: 9 }, { submit: 1 }], planOf({ ...pool, queues }));
    expect(total).toMatchObject({ succeeded: 1, never: 1 });
    expect(total.wait.max).toBe(599);
  });

  it("are those of queues, shares and types that are not declared", () => {
    const jobs = [
      { submit: 0, queue: "other" },
      { submit: 0, queue: "" },
      { submit: 0, queue: "q", share: "b" },
      { submit: 0, queue: "q", share: "" },
    ];
    const { neverReasons } = replayed(jobs, planOf(fifo("f", 1), quota(2, [share("a", 2)])));
    expect(neverReasons).toEqual({
      "no queue other is declared": 1,
      "the history does not say its queue": 1,
      "q has no quota share b": 1,
      "the history does not say its share, which q needs": 1,
    });
  });

  it("are those that a disabled environment leaves waiting", () => {
    const { neverReasons } = replayed([{ submit: 0 }], planOf({ ...fifo("q", 1), enabled: false }));
    expect(neverReasons).toEqual({ "it still waits when all others have ended": 1 });
  });

  it("are all of a disabled queue and of a disabled share", () => {
    const off = fifo("q", 1);
    const queues = off.queues.map((queue) => ({ ...queue, settings: { ...queue.settings, enabled: false } }));
    expect(replayed([{ submit: 0 }], planOf({ ...off, queues })).neverReasons).toEqual({
      "the queue q is disabled": 1,
    });
    const shares = planOf(quota(2, [share("a", 2, { enabled: false })]));
    expect(replayed([{ submit: 0, share: "a" }], shares).neverReasons).toEqual({
      "the quota share a of q is disabled": 1,
    });
  });
});

describe("quota shares", () => {
  const shares = planOf(quota(4, [share("a", 2), share("b", 2)]));
  // b borrows all of a for 100 seconds; after 40 a wants it back.
  const jobs = [
    { submit: 0, duration: 100, instances: 4, share: "b" },
    { submit: 40, duration: 10, instances: 2, share: "a" },
  ];

  it("count what is borrowed and lent, in instance-hours", () => {
    const { pools } = replayed(jobs, shares);
    const [a, b] = pools[0]?.lines ?? [];
    // b has 2 borrowed from 0 to 40, and from 50, when a is done, for another 100.
    expect(b?.borrowedHours).toBeCloseTo((2 * 140) / 3600);
    expect(a?.lentHours).toBeCloseTo((2 * 140) / 3600);
    expect(a?.ownHours).toBeCloseTo((2 * 10) / 3600);
  });

  it.each([
    ["begin anew when they save nothing", Infinity, 4 * 40, 150],
    ["lose what they worked since they saved", 15_000, 4 * 10, 120],
    ["lose nothing when they save as they go", 0, 0, 110],
  ])("%s", (_, checkpoint, lost, end) => {
    const { shares: figures, makespanSeconds } = replayed(jobs, shares, { checkpoint });
    const b = figures.find(({ name }) => name === "b");
    expect(b?.preemptions).toBe(1);
    expect(b?.lostHours).toBeCloseTo(lost / 3600);
    expect(makespanSeconds).toBe(end);
  });

  it("tell when jobs were preempted", () => {
    const { preemptions } = replayed(jobs, shares);
    expect(preemptions.counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(preemptions.start + (preemptions.counts.length - 1) * preemptions.width).toBe(40_000);
  });
});

describe("fair share", () => {
  it("counts jobs by share, and lets the lighter weight go first", () => {
    const jobs = ["a", "b", "a", "b"].map((name, i) => ({ submit: i, duration: 100, share: name }));
    const { shares } = replayed(jobs, planOf(fairShare(1, { a: 100 })));
    expect(shares.map(({ name, wait }) => [name, wait.max])).toEqual([
      ["a", 298],
      ["b", 197],
    ]);
  });
});

describe("failures", () => {
  it("are tried again, as often as a job may run, and the same for the same seed", () => {
    const jobs = Array.from({ length: 200 }, (_, i) => ({ submit: i, duration: 10 }));
    const run = (attempts: number) => replayed(jobs, planOf(fifo("q", 50)), { failures: 50, attempts, seed: 3 }).total;
    expect(run(1).failed).toBeGreaterThan(70);
    expect(run(10).failed).toBeLessThan(run(1).failed / 10);
    expect(run(10)).toEqual(run(10));
  });
});

describe("what a job needs", () => {
  const g5 = (capacity: number) => planOf({ ...fifo("q", 1), capacity: { [G5]: capacity } });

  it("is GPUs of the instance type that there is, else as many an instance as is assumed", async () => {
    const { historyOf } = await import("../fixture");
    const { log } = await historyOf("submit,duration,gpus\n0,1,16\n");
    const needed = (plan: ReturnType<typeof planOf>) => replayed(log, plan).total.instanceHours * 3600;
    expect(needed(g5(20))).toBeCloseTo(16);
    expect(needed(planOf({ ...fifo("q", 1), capacity: { "ml.p4d.24xlarge": 4 } }))).toBeCloseTo(2);
    expect(needed(planOf(fifo("q", 20)))).toBeCloseTo(2);
  });

  it("cannot be told where there are several types and it names none", () => {
    const plan = planOf({ ...fifo("q", 1), name: "mixed", capacity: { [G5]: 1, "ml.p4d.24xlarge": 1 } });
    expect(replayed([{ submit: 0 }], plan).neverReasons).toEqual({
      "it does not say which of the instance types of mixed it needs": 1,
    });
  });
});

describe("the jobs that waited longest", () => {
  it("are told with what the front of their line waited for, and how long others were before them", () => {
    const jobs = [
      { submit: 0, duration: 10_000 },
      { submit: 1, duration: 10_000 },
      { submit: 2, duration: 10 },
      { submit: 60_000, duration: 1 },
    ];
    const [longest, next] = replayed(jobs, planOf(fifo("q", 1))).worst;
    expect(longest).toMatchObject({ job: "job2", waitSeconds: 19_998, waitedFor: { "environment-capacity": 1 } });
    expect(longest?.behindOthers).toBeCloseTo(0.5, 1);
    expect(next).toMatchObject({ job: "job1", behindOthers: 0 });
  });
});

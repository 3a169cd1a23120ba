import type { FairSharePolicy, QueuePolicy, SchedulingOptions } from "../../../scheduling";
import { TestPool } from "../support";

const fair = (settings: Partial<FairSharePolicy> = {}): QueuePolicy => {
  return { kind: "FAIR_SHARE", shareDecaySeconds: 3600, computeReservation: 0, weights: {}, ...settings };
};

function poolOf(instances: number, settings: Partial<FairSharePolicy> = {}, options: Partial<SchedulingOptions> = {}) {
  const pool = new TestPool({ NUM_INSTANCES: instances }, options);
  pool.queue({ policy: fair(settings) });
  return pool;
}

const environment = (instances: number, enabled = true) => {
  return { type: "environment", environment: { capacity: { NUM_INSTANCES: instances }, enabled } } as const;
};
const picture = (pool: TestPool) => pool.pool.picture("queue", pool.now);
const waitsFor = (pool: TestPool) =>
  Object.fromEntries(picture(pool).shares.map(({ share, front }) => [share, front?.waitingFor]));

describe("a head that does not fit", () => {
  const wide = (fairShareHeadBlocks: SchedulingOptions["fairShareHeadBlocks"]) => {
    const pool = poolOf(3, {}, { fairShareHeadBlocks });
    pool.submit("a1", "a", 2);
    pool.submit("b1", "b", 2);
    return pool;
  };

  it("holds up the other shares", () => {
    const pool = wide("queue");
    expect(pool.submit("c1", "c", 1)).toEqual([]);
    expect(waitsFor(pool)).toEqual({ a: undefined, b: "environment-capacity", c: "front-of-queue" });
    expect(picture(pool).front).toMatchObject({ jobId: "b1", waitingFor: "environment-capacity" });
  });

  it("holds up its own share only, where the option says so", () => {
    const pool = wide("share");
    expect(pool.submit("c1", "c", 1)).toEqual(["dispatch c1"]);
    pool.submit("c2", "c", 1);
    expect(waitsFor(pool)).toEqual({ a: undefined, b: "environment-capacity", c: "environment-capacity" });
  });
});

describe("jobs that are placed in one instant", () => {
  const placed = (chargeSeconds: number) => {
    const pool = poolOf(4, {}, { chargeSeconds });
    pool.send(environment(4, false));
    for (const id of ["a1", "a2", "a3", "b1", "b2", "b3"]) pool.submit(id, id.slice(0, 1));
    return pool.send(environment(4)).map((text) => text.replace("dispatch ", ""));
  };

  it("are spread over the shares, because each counts a minute in advance", () => {
    expect(placed(60)).toEqual(["a1", "b1", "a2", "b2"]);
  });

  it("all come from the share that was first when nothing is counted in advance", () => {
    expect(placed(0)).toEqual(["a1", "a2", "a3", "b1"]);
  });
});

describe("the front of a fair-share queue", () => {
  it("is the order in which the jobs would go if all fitted, each charged to its share", () => {
    const pool = poolOf(1, { weights: { gold: 0.25 } });
    pool.send(environment(1, false));
    for (const share of ["gold", "iron"]) for (const n of [1, 2, 3]) pool.submit(`${share}${String(n)}`, share);
    expect(waitsFor(pool)).toEqual({ gold: "environment", iron: "environment" });
    const front = (count = 100) => pool.pool.frontOfQueue("queue", count).map(({ jobId }) => jobId);
    expect(front()).toEqual(["gold1", "iron1", "gold2", "gold3", "iron2", "iron3"]);
    expect(front(2)).toEqual(["gold1", "iron1"]);
  });

  it("goes by submission between shares that have used the same", () => {
    const pool = poolOf(1);
    pool.send(environment(1, false));
    for (const id of ["z1", "a1", "m1"]) pool.submit(id, id.slice(0, 1));
    expect(pool.pool.frontOfQueue("queue", 100).map(({ jobId }) => jobId)).toEqual(["z1", "a1", "m1"]);
    expect(pool.send(environment(1))).toEqual(["dispatch z1"]);
  });

  it("counts a wide job for as many instances", () => {
    const pool = poolOf(9);
    pool.send(environment(9, false));
    pool.submit("a1", "a", 3);
    pool.submit("a2", "a", 1);
    for (const n of [1, 2, 3]) pool.submit(`b${String(n)}`, "b", 1);
    const front = pool.pool.frontOfQueue("queue", 100).map(({ jobId }) => jobId);
    expect(front).toEqual(["a1", "b1", "b2", "b3", "a2"]);
  });
});

describe("a reservation", () => {
  it("keeps its part free for shares that are not active, and says so", () => {
    const pool = poolOf(4, { computeReservation: 50 });
    expect(pool.submit("a1", "a", 2)).toEqual(["dispatch a1"]);
    expect(pool.submit("a2", "a", 1)).toEqual([]);
    expect(waitsFor(pool)).toEqual({ a: "reservation" });
    // Two active shares: a quarter is reserved.
    expect(pool.submit("b1", "b", 1)).toEqual(["dispatch b1"]);
  });
});

describe("a policy that changes", () => {
  it("counts with the new weights at once", () => {
    const pool = poolOf(2);
    pool.submit("a1", "a");
    pool.submit("b1", "b");
    pool.submit("a2", "a");
    pool.submit("b2", "b");
    pool.queue({ policy: fair({ weights: { b: 0.001 } }) });
    expect(pool.end("a1")).toEqual(["dispatch b2"]);
  });

  it("lets a share go that the new window has forgotten", () => {
    const pool = poolOf(2);
    pool.submit("a1", "a");
    pool.end("a1");
    pool.now += 100_000;
    expect(picture(pool).shares).toHaveLength(1);
    pool.queue({ policy: fair({ shareDecaySeconds: 60 }) });
    expect(picture(pool).shares).toHaveLength(0);
  });

  it("takes the weight of an identifier itself before that of a prefix", () => {
    const pool = poolOf(3, { weights: { "team*": 4, team1: 2 } });
    for (const share of ["team1", "team2", "other"]) pool.submit(`${share}-job`, share);
    pool.now += 60_000;
    const usage = Object.fromEntries(picture(pool).shares.map((one) => [one.share, one.usage ?? 0]));
    expect((usage.team1 ?? 0) / (usage.other ?? 1)).toBeCloseTo(2, 0);
    expect((usage.team2 ?? 0) / (usage.other ?? 1)).toBeCloseTo(4, 0);
  });
});

describe("the picture of a fair-share queue", () => {
  it("says what each share runs and waits for, in the order of their names", () => {
    const pool = poolOf(3);
    pool.submit("z1", "z", 2);
    pool.submit("a1", "a", 1);
    pool.submit("z2", "z", 2);
    pool.submit("z3", "z", 1);
    const unit = "ml.g5.xlarge";
    expect(picture(pool)).toMatchObject({
      queue: "queue",
      usage: { [unit]: 3 },
      shares: [
        { share: "a", own: { [unit]: 1 }, borrowed: {}, lent: {}, waiting: {}, waitingJobs: 0, runningJobs: 1 },
        { share: "z", own: { [unit]: 2 }, waiting: { [unit]: 3 }, waitingJobs: 2, runningJobs: 1 },
      ],
      front: { jobId: "z2" },
    });
    expect(picture(pool).shares[0]).not.toHaveProperty("front");
  });

  it("has no front when nothing waits", () => {
    const pool = poolOf(3);
    pool.submit("a1", "a", 1);
    expect(picture(pool)).not.toHaveProperty("front");
  });
});

it("a priority that changes while the job runs counts when it comes back", () => {
  const pool = poolOf(1);
  pool.submit("one", "a");
  pool.submit("two", "a", 1, { priority: 5 });
  expect(pool.send({ type: "updatePriority", jobId: "one", priority: 9 })).toEqual([]);
  pool.send({ type: "insufficientCapacity", jobId: "one", run: 1 });
  expect(pool.pool.job("one")?.status).toBe("dispatched");
  expect(pool.pool.job("two")?.status).toBe("waiting");
});

it("a job without a share identifier is refused", () => {
  expect(() => poolOf(1).submit("one", undefined)).toThrow(expect.objectContaining({ problem: "share-required" }));
});

import type { SchedulingOptions } from "../../../scheduling";
import { Tally } from "../../../scheduling/queue/tally";
import { Units } from "../../../scheduling/queue/units";
import { borrows, G5, quotaPool, TestPool } from "../support";

const P4D = "ml.p4d.24xlarge";

function fifo(instances: number, options: Partial<SchedulingOptions> = {}): TestPool {
  const pool = new TestPool({ NUM_INSTANCES: instances }, options);
  pool.queue({ policy: { kind: "FIFO" } });
  return pool;
}

describe("the queues of a pool", () => {
  it("go by descending priority, and by name where that is equal", () => {
    const pool = fifo(4);
    for (const [name, priority] of [
      ["low", 0],
      ["zeta", 5],
      ["alpha", 5],
    ] as const) {
      pool.queue({ name, priority, policy: { kind: "FIFO" } });
    }
    pool.send({ type: "environment", environment: { capacity: { NUM_INSTANCES: 4 }, enabled: false } });
    for (const queue of ["low", "queue", "zeta", "alpha"]) pool.submit(`of ${queue}`, undefined, 1, { queue });
    const dispatched = pool.send({
      type: "environment",
      environment: { capacity: { NUM_INSTANCES: 4 }, enabled: true },
    });
    expect(dispatched).toEqual(["alpha", "zeta", "queue", "low"].map((name) => `dispatch of ${name}`));
  });

  it("take another priority at once", () => {
    const pool = fifo(1);
    pool.queue({ name: "other", priority: 0, policy: { kind: "FIFO" } });
    pool.submit("running", undefined);
    pool.submit("mine", undefined);
    pool.submit("theirs", undefined, 1, { queue: "other" });
    pool.queue({ name: "other", priority: 9, policy: { kind: "FIFO" } });
    expect(pool.end("running")).toEqual(["dispatch theirs"]);
  });

  it("take their jobs with them when they go, and free what those had", () => {
    const pool = fifo(1);
    pool.queue({ name: "other", priority: 0, policy: { kind: "FIFO" } });
    pool.submit("running", undefined);
    pool.submit("waiting", undefined);
    pool.submit("theirs", undefined, 1, { queue: "other" });
    expect(pool.send({ type: "removeQueue", queue: "queue" })).toEqual(["dispatch theirs"]);
    expect([pool.pool.job("running"), pool.pool.job("waiting")]).toEqual([undefined, undefined]);
    expect(() => pool.submit("late", undefined)).toThrow(expect.objectContaining({ problem: "unknown-queue" }));
  });

  it("take no jobs while they are disabled; those in it go on", () => {
    const pool = fifo(1);
    pool.submit("running", undefined);
    pool.submit("waiting", undefined);
    pool.queue({ enabled: false, policy: { kind: "FIFO" } });
    expect(() => pool.submit("late", undefined)).toThrow(expect.objectContaining({ problem: "queue-disabled" }));
    expect(pool.end("running")).toEqual(["dispatch waiting"]);
  });

  it("have shares or not: a share in a FIFO queue is refused, and shares of one, too", () => {
    const pool = fifo(1);
    expect(() => pool.submit("job", "a")).toThrow(expect.objectContaining({ problem: "share-forbidden" }));
    expect(() => pool.share("a", 1)).toThrow(expect.objectContaining({ problem: "no-quota-queue" }));
    expect(pool.pool.frontOfQuotaShares("queue").size).toBe(0);
  });
});

describe("the environment of a pool", () => {
  it("keeps its kind of unit while there are jobs", () => {
    const pool = fifo(1);
    const types = { type: "environment", environment: { capacity: { [G5]: 1 }, enabled: true } } as const;
    pool.submit("job", undefined);
    expect(() => pool.send(types)).toThrow(expect.objectContaining({ problem: "unit-kind-changed" }));
    pool.end("job");
    expect(pool.send(types)).toEqual([]);
  });

  it("counts instances of all types together in NUM_INSTANCES, and each type otherwise", () => {
    const pool = fifo(3);
    const demand = { [G5]: 2, [P4D]: 1 };
    expect(pool.submit("both", undefined, 0, { demand })).toEqual(["dispatch both"]);
    expect(pool.submit("one", undefined)).toEqual([]);
    expect(pool.pool.picture("queue", pool.now).usage).toEqual(demand);
  });

  it("says why the head of a FIFO queue waits", () => {
    const pool = fifo(1);
    const front = () => pool.pool.picture("queue", pool.now).front;
    expect(pool.pool.picture("queue", pool.now)).not.toHaveProperty("front");
    pool.submit("running", undefined);
    pool.submit("waiting", undefined);
    expect(front()).toMatchObject({ jobId: "waiting", waitingFor: "environment-capacity" });
    pool.send({ type: "environment", environment: { capacity: { NUM_INSTANCES: 1 }, enabled: false } });
    expect(front()).toMatchObject({ waitingFor: "environment" });
    pool.submit("wide", undefined, 2);
    pool.send({ type: "terminate", jobId: "waiting" });
    expect(front()).toMatchObject({ jobId: "wide", statusReason: expect.stringContaining("MAX_RESOURCE") as unknown });
  });
});

describe("a run that lacked instances", () => {
  it("comes back to its old place, before those submitted after it", () => {
    const pool = fifo(1);
    pool.submit("first", undefined);
    pool.submit("second", undefined);
    expect(pool.send({ type: "insufficientCapacity", jobId: "first", run: 1 })).toEqual([
      "requeue first",
      "dispatch first",
    ]);
  });

  it("is told with the reason while the job waits, until a run has started", () => {
    const pool = fifo(1);
    pool.submit("job", undefined);
    pool.send({ type: "environment", environment: { capacity: { NUM_INSTANCES: 1 }, enabled: false } });
    expect(pool.decide({ type: "insufficientCapacity", jobId: "job", run: 1 })).toMatchObject([
      {
        type: "requeue",
        cause: "insufficient-capacity",
        statusReason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY - Unable to provision requested compute resources",
      },
      { type: "blocked", reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY" },
    ]);
    pool.send({ type: "environment", environment: { capacity: { NUM_INSTANCES: 1 }, enabled: true } });
    expect(pool.pool.job("job")).toEqual({ status: "dispatched", runs: 2, preemptions: 0 });
  });
});

describe("events of a run that is over", () => {
  it.each(["started", "succeeded", "insufficientCapacity"] as const)("mean nothing (%s)", (type) => {
    const pool = fifo(1);
    pool.submit("job", undefined);
    pool.send({ type: "insufficientCapacity", jobId: "job", run: 1 });
    expect(pool.send({ type, jobId: "job", run: 1 })).toEqual([]);
    expect(pool.pool.job("job")).toEqual({ status: "dispatched", runs: 2, preemptions: 0 });
    expect(pool.send({ type, jobId: "nobody", run: 1 })).toEqual([]);
  });
});

describe("a limit of preemptions", () => {
  /** How often a job is preempted before it fails. */
  const preemptions = (limit: number | undefined, preemptionRetries: SchedulingOptions["preemptionRetries"]) => {
    const pool = quotaPool(2, { preemptionRetries });
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.submit("own", "a", 1, { priority: 5 });
    pool.submit("guest", "a", 1, limit === undefined ? {} : { preemptionRetriesBeforeTermination: limit });
    for (let count = 1; count <= 4; count += 1) {
      pool.submit(`b${String(count)}`, "b");
      if (pool.pool.job("guest") === undefined) return count;
      pool.end(`b${String(count)}`);
    }
    return Infinity;
  };

  it.each([
    [0, "fail-after", 1],
    [1, "fail-after", 2],
    [2, "fail-after", 3],
    [0, "fail-at", 1],
    [1, "fail-at", 1],
    [2, "fail-at", 2],
    [undefined, "fail-after", Infinity],
    [undefined, "fail-at", Infinity],
  ] as const)("of %p (%s) ends the job at preemption %p", (limit, option, expected) => {
    expect(preemptions(limit, option)).toBe(expected);
  });
});

describe("sums of amounts", () => {
  it("leave out what is nothing, and are in the order of the names", () => {
    const tally = new Tally().add({ b: 2, a: 1 }).add({ b: 2, c: 3 }, -1).add({ c: 3 });
    expect(Object.entries(tally.amounts())).toEqual([["a", 1]]);
    expect(Object.keys(new Tally().add({ z: 1, m: 1, a: 1 }).amounts())).toEqual(["a", "m", "z"]);
  });

  it("are shown in the unit of the environment only where that counts in NUM_INSTANCES", () => {
    const tally = new Tally().add({ [G5]: 2, [P4D]: 1 });
    expect(tally.shown("environment", true)).toEqual({ NUM_INSTANCES: 3 });
    expect(tally.shown("environment", false)).toEqual({ [G5]: 2, [P4D]: 1 });
    expect(tally.shown("instance-type", true)).toEqual({ [G5]: 2, [P4D]: 1 });
    expect(new Tally().shown("environment", true)).toEqual({});
  });

  it("know units by number", () => {
    const units = new Units();
    expect(units.array({ x: 1, y: 2 })).toEqual([1, 2]);
    expect(units.array({ z: 3, x: 4 })).toEqual([4, 0, 3]);
    expect(units.amounts([0, 5, 1, 7])).toEqual({ y: 5, z: 1 });
    expect(units.index("y")).toBe(1);
  });
});

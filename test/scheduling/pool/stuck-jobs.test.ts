import type { QueueSettings } from "../../../scheduling";
import { borrows, G5, quotaPool, TestPool } from "../support";

const timeLimits: QueueSettings["timeLimits"] = {
  "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE": 600,
  "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED": 900,
  "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": 1200,
};

function fifo(instances: number, limits = timeLimits): TestPool {
  const pool = new TestPool({ NUM_INSTANCES: instances });
  pool.queue({ policy: { kind: "FIFO" }, timeLimits: limits });
  return pool;
}

describe("a job that the environment can never hold", () => {
  it("blocks the queue once it is at the front, until its time limit ends it", () => {
    const pool = fifo(2);
    pool.submit("running", undefined, 2);
    pool.submit("wide", undefined, 3);
    pool.submit("next", undefined, 1);
    expect(pool.pool.job("wide")?.statusReason).toBe(
      "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE - Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.",
    );
    const due = pool.pool.nextWakeUp();
    expect(due).toBe(3_000 + 600_000);
    expect(pool.end("running")).toEqual([]);
    pool.now = (due ?? 0) - 1_000;
    expect(pool.decide({ type: "tick" })).toEqual([
      {
        type: "terminate",
        jobId: "wide",
        queue: "queue",
        reason: "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
        statusReason:
          "Terminated by JobStateTimeLimit action due to reason: MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
      },
      { type: "dispatch", jobId: "next", queue: "queue", run: 1, own: { [G5]: 1 }, borrowed: {} },
    ]);
    expect(pool.pool.nextWakeUp()).toBeUndefined();
  });

  it("waits for ever without a time limit, and goes on when the capacity is raised", () => {
    const pool = fifo(2, undefined);
    const unlimited = new TestPool({ NUM_INSTANCES: 2 });
    unlimited.queue({ policy: { kind: "FIFO" } });
    unlimited.submit("wide", undefined, 3);
    expect(unlimited.pool.nextWakeUp()).toBeUndefined();
    pool.submit("wide", undefined, 3);
    const environment = { capacity: { NUM_INSTANCES: 3 }, enabled: true };
    expect(pool.send({ type: "environment", environment })).toEqual(["dispatch wide"]);
  });
});

describe("a job that its share can never hold", () => {
  it.each([
    ["RESERVE" as const, "Job requirements exceed quota share capacity limits."],
    ["LEND" as const, "Job requirements exceed quota share capacity limits."],
    ["LEND_AND_BORROW" as const, "Job requirements exceed quota share capacity limits and borrow limits."],
  ])("is told apart in a %s share", (strategy, text) => {
    const pool = quotaPool(8);
    pool.share("a", 1, { strategy, ...(strategy === "LEND_AND_BORROW" ? { borrowLimit: 100 } : {}) });
    pool.share("b", 7);
    pool.submit("wide", "a", 3);
    expect(pool.pool.job("wide")?.statusReason).toBe(`MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - ${text}`);
  });

  it("keeps its time while the text changes, and is unblocked by a new setting", () => {
    const pool = quotaPool(8);
    pool.queue({ policy: { kind: "QUOTA_SHARE" }, timeLimits });
    pool.share("a", 1);
    pool.share("b", 1, { strategy: "RESERVE" });
    pool.submit("wide", "a", 3);
    const due = pool.pool.nextWakeUp();
    expect(pool.share("a", 1, borrows())).toEqual(["blocked wide"]);
    expect(pool.pool.nextWakeUp()).toBe(due);
    pool.send({ type: "environment", environment: { capacity: { [G5]: 8 }, enabled: false } });
    expect(pool.share("a", 3)).toEqual(["unblocked wide"]);
    expect(pool.pool.nextWakeUp()).toBeUndefined();
  });

  it("blocks its own share only", () => {
    const pool = quotaPool(4);
    pool.share("a", 2);
    pool.share("b", 2);
    pool.submit("wide", "a", 4);
    expect(pool.submit("b1", "b")).toEqual(["dispatch b1"]);
  });
});

describe("lack of instances at SageMaker", () => {
  it("is retried without limit and without using attempts", () => {
    const pool = fifo(1, {});
    pool.submit("job", undefined, 1);
    for (let run = 1; run < 30; run += 1) {
      expect(pool.send({ type: "insufficientCapacity", jobId: "job", run }, 300)).toEqual([
        "requeue job",
        "dispatch job",
      ]);
    }
    expect(pool.fail("job").map(({ type }) => type)).toEqual(["fail"]);
  });

  it("ends when the time in SCHEDULED, added up, reaches the limit", () => {
    const pool = fifo(1);
    pool.submit("job", undefined, 1);
    pool.send({ type: "insufficientCapacity", jobId: "job", run: 1 }, 700);
    pool.send({ type: "started", jobId: "job", run: 2 }, 400);
    // A run that had its instances does not count.
    pool.send({ type: "insufficientCapacity", jobId: "job", run: 2 }, 5_000);
    expect(pool.send({ type: "insufficientCapacity", jobId: "job", run: 3 }, 500)).toEqual(["terminate job"]);
  });
});

describe("a failed job", () => {
  const retry = {
    attempts: 3,
    evaluateOnExit: [
      { onStatusReason: "*CapacityError*", action: "RETRY" as const },
      { onStatusReason: "Received status from SageMaker: Validation*", action: "EXIT" as const },
    ],
  };
  const after = (...reasons: string[]) => {
    const pool = fifo(1);
    pool.submit("job", undefined, 1, { retry });
    return reasons.map((reason) => pool.fail("job", `Received status from SageMaker: ${reason}`)[0]?.type);
  };

  it("runs as often as its attempts say, the first time included", () => {
    expect(after("boom", "boom", "boom")).toEqual(["requeue", "requeue", "fail"]);
  });

  it("ends at a reason for which a rule says EXIT", () => {
    expect(after("boom", "ValidationException: no such role")).toEqual(["requeue", "fail"]);
  });

  it("finds a pattern with a star at its start", () => {
    expect(after("a CapacityError: none")).toEqual(["requeue"]);
  });

  it("runs once without a strategy", () => {
    const pool = fifo(1);
    pool.submit("job", undefined, 1);
    expect(pool.fail("job").map(({ type }) => type)).toEqual(["fail"]);
  });

  it("is told of a run that has been preempted in the meantime, and nothing happens", () => {
    const pool = quotaPool(2);
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.submit("own", "a", 1, { priority: 1 });
    pool.submit("guest", "a");
    pool.submit("b1", "b");
    expect(pool.decide({ type: "failed", jobId: "guest", run: 1, statusReason: "stopped" })).toEqual([]);
  });
});

describe("what makes no sense", () => {
  it.each([
    ["an unknown queue", "unknown-queue", (pool: TestPool) => pool.submit("j", "a", 1, { queue: "no" })],
    ["an unknown share", "unknown-share", (pool: TestPool) => pool.submit("j", "no")],
    ["no share", "share-required", (pool: TestPool) => pool.submit("j", undefined)],
    ["a known id", "duplicate-job", (pool: TestPool) => pool.submit("known", "a")],
    ["a disabled share", "share-disabled", (pool: TestPool) => pool.submit("j", "off")],
    ["an unknown job", "unknown-job", (pool: TestPool) => pool.send({ type: "terminate", jobId: "no" })],
    ["an older event", "time-goes-back", (pool: TestPool) => pool.send({ type: "tick" }, -9)],
    [
      "a second queue",
      "queue-needs-environment-alone",
      (pool: TestPool) => pool.queue({ name: "second", policy: { kind: "FIFO" } }),
    ],
    ["another kind of policy", "policy-kind-changed", (pool: TestPool) => pool.queue({ policy: { kind: "FIFO" } })],
  ])("is refused: %s", (_, problem, act) => {
    const pool = quotaPool(2);
    pool.share("a", 1);
    pool.share("off", 1, { enabled: false });
    pool.submit("known", "a");
    expect(() => act(pool)).toThrow(expect.objectContaining({ problem }));
    expect(pool.pool.job("j")).toBeUndefined();
  });
});

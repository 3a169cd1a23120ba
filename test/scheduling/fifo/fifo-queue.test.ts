import { TestPool } from "../support";

function poolOf(instances: number): TestPool {
  const pool = new TestPool({ NUM_INSTANCES: instances });
  pool.queue({ policy: { kind: "FIFO" } });
  return pool;
}

describe("a FIFO queue", () => {
  it("runs five jobs of ten instances in fifty, and lets the sixth wait", () => {
    const pool = poolOf(50);
    for (const id of ["1", "2", "3", "4", "5"]) expect(pool.submit(id, undefined, 10)).toEqual([`dispatch ${id}`]);
    expect(pool.submit("6", undefined, 10)).toEqual([]);
    expect(pool.pool.picture("queue", pool.now).front).toMatchObject({
      jobId: "6",
      waitingFor: "environment-capacity",
    });
    expect(pool.end("3")).toEqual(["dispatch 6"]);
  });

  it("is held up by its head, whatever the priorities behind it", () => {
    const pool = poolOf(2);
    pool.submit("first", undefined, 1);
    pool.submit("wide", undefined, 2);
    expect(pool.submit("narrow", undefined, 1, { priority: 99 })).toEqual([]);
    expect(pool.send({ type: "updatePriority", jobId: "narrow", priority: 100 })).toEqual([]);
    expect(pool.pool.frontOfQueue("queue", 100).map(({ jobId }) => jobId)).toEqual(["wide", "narrow"]);
  });

  it("is overtaken by a queue of lower priority while its head does not fit", () => {
    const pool = poolOf(2);
    pool.queue({ name: "other", priority: 0, policy: { kind: "FIFO" } });
    pool.submit("first", undefined, 1);
    pool.submit("wide", undefined, 2);
    expect(pool.submit("low", undefined, 1, { queue: "other" })).toEqual(["dispatch low"]);
    pool.submit("low2", undefined, 1, { queue: "other" });
    pool.end("first");
    expect(pool.pool.job("wide")?.status).toBe("waiting");
    expect(pool.pool.job("low2")?.status).toBe("dispatched");
  });
});

it("shows usage in the unit of the environment where the option says so", () => {
  const pool = new TestPool({ NUM_INSTANCES: 4 }, { usageUnit: "environment" });
  pool.queue({ policy: { kind: "FIFO" } });
  pool.submit("two", undefined, 2);
  expect(pool.pool.picture("queue", pool.now).usage).toEqual({ NUM_INSTANCES: 2 });
});

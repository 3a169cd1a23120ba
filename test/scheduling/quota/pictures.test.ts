import { borrows, G5, quotaPool } from "../support";

describe("the front of a queue with quota shares", () => {
  it("goes by priority, then by what a share uses of its own, then by submission", () => {
    const pool = quotaPool(6);
    pool.share("busy", 2);
    pool.share("half", 2);
    pool.share("idle", 2);
    pool.submit("busy1", "busy", 2);
    pool.submit("half1", "half", 1);
    pool.submit("busy2", "busy", 2);
    pool.submit("busy3", "busy", 1, { priority: 1 });
    pool.submit("half2", "half", 2);
    pool.submit("half3", "half", 2);
    pool.send({ type: "environment", environment: { capacity: { [G5]: 6 }, enabled: false } });
    pool.submit("idle1", "idle", 1);
    const front = pool.pool.frontOfQueue("queue", 100).map(({ jobId }) => jobId);
    expect(front).toEqual(["busy3", "idle1", "half2", "half3", "busy2"]);
    expect(pool.pool.frontOfQueue("queue", 2).map(({ jobId }) => jobId)).toEqual(["busy3", "idle1"]);
  });

  it("knows the first job of each share that has one, in the order of their names", () => {
    const pool = quotaPool(2);
    pool.share("b", 1);
    pool.share("a", 1);
    pool.share("none", 1, { capacity: {} });
    for (const id of ["b1", "b2", "b3", "a1", "a2"]) pool.submit(id, id.slice(0, 1));
    const fronts = [...pool.pool.frontOfQuotaShares("queue")].map(([share, { jobId }]) => [share, jobId]);
    expect(fronts).toEqual([
      ["a", "a2"],
      ["b", "b2"],
    ]);
    expect(pool.pool.picture("queue", pool.now).shares.map(({ share }) => share)).toEqual(["a", "b", "none"]);
  });
});

describe("the picture of a queue with quota shares", () => {
  it("says what each share uses of its own, borrows, lends, and waits for", () => {
    const pool = quotaPool(4);
    pool.share("a", 1, borrows(100));
    pool.share("b", 3);
    pool.submit("b1", "b", 2);
    for (const id of ["a1", "a2", "a3"]) pool.submit(id, "a");
    const waiting = { waiting: { [G5]: 1 }, waitingJobs: 1, runningJobs: 2 };
    const idle = { waiting: {}, waitingJobs: 0, runningJobs: 1 };
    expect(pool.pool.picture("queue", pool.now)).toMatchObject({
      queue: "queue",
      usage: { [G5]: 4 },
      shares: [
        { share: "a", own: { [G5]: 1 }, borrowed: { [G5]: 1 }, lent: {}, ...waiting, front: { waitingFor: "quota" } },
        { share: "b", own: { [G5]: 2 }, borrowed: {}, lent: { [G5]: 1 }, ...idle },
      ],
    });
    pool.share("a", 1, borrows(200));
    expect(pool.pool.picture("queue", pool.now).shares[0]?.front).toMatchObject({ waitingFor: "environment-capacity" });
  });

  it("names the environment when it is off, and nothing for a job that can go", () => {
    const pool = quotaPool(2);
    pool.share("a", 2, borrows());
    pool.send({ type: "environment", environment: { capacity: { [G5]: 2 }, enabled: false } });
    pool.submit("one", "a");
    expect(pool.pool.picture("queue", pool.now).shares[0]?.front).toMatchObject({ waitingFor: "environment" });
  });
});

describe("a share that goes away", () => {
  it("ends its jobs, waiting and running, and frees what they had", () => {
    const pool = quotaPool(2);
    pool.share("a", 1);
    pool.share("b", 1, borrows());
    for (const id of ["a1", "a2", "b1", "b2"]) pool.submit(id, id.slice(0, 1));
    expect(pool.send({ type: "removeShare", queue: "queue", share: "a" })).toEqual(expect.any(Array));
    expect(pool.pool.job("a1")).toBeUndefined();
    expect(pool.pool.job("a2")).toBeUndefined();
    expect(pool.pool.picture("queue", pool.now).shares.map(({ share }) => share)).toEqual(["b"]);
  });
});

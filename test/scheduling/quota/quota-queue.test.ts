import { borrows, G5, quotaPool } from "../support";

const inShare = { inSharePreemption: true };
const reserve = { strategy: "RESERVE" as const };

describe("the scenario of AWS's notebook, three shares on three instances", () => {
  it("borrows, gives back to the lender, and makes room for a raised priority", () => {
    const pool = quotaPool(3);
    pool.share("QS1", 1, { ...borrows(200), ...inShare });
    pool.share("QS2", 1);
    pool.share("QS3", 1, reserve);
    expect(pool.submit("high", "QS1", 1, { priority: 3 })).toEqual(["dispatch high"]);
    expect(pool.decide({ type: "submit", job: submission("med", 2) })).toMatchObject([
      { type: "dispatch", jobId: "med", own: {}, borrowed: { [G5]: 1 } },
    ]);
    expect(pool.submit("low", "QS1", 1, { priority: 1 })).toEqual([]);
    expect(pool.submit("two", "QS2", 1, { priority: 1 })).toEqual(["preempt med", "dispatch two"]);
    expect(pool.pool.job("med")).toEqual({ status: "waiting", runs: 1, preemptions: 1 });
    expect(pool.decide({ type: "updatePriority", jobId: "low", priority: 4 })).toMatchObject([
      { type: "preempt", jobId: "high", kind: "in-share", by: "low", then: "requeue" },
      { type: "dispatch", jobId: "low" },
    ]);
    expect(pool.pool.job("high")).toMatchObject({ status: "waiting" });
  });

  const submission = (id: string, priority: number) => {
    return { id, queue: "queue", share: "QS1", demand: { [G5]: 1 }, priority };
  };
});

describe("the documented maxima", () => {
  it("a share of 2 that borrows 100 % runs a job of 4, and never one of 5", () => {
    const pool = quotaPool(8);
    pool.share("a", 2, borrows(100));
    pool.share("b", 6);
    expect(pool.submit("four", "a", 4)).toEqual(["dispatch four"]);
    pool.end("four");
    expect(pool.submit("five", "a", 5)).toEqual(["blocked five"]);
    expect(pool.pool.job("five")?.statusReason).toBe(
      "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - Job requirements exceed quota share capacity limits and borrow limits.",
    );
  });

  it("two shares of 4 that borrow 200 % run a job of 8, and not one of 12", () => {
    const pool = quotaPool(12);
    pool.share("a", 4, borrows(200));
    pool.share("b", 4, borrows(200));
    expect(pool.submit("eight", "a", 8)).toEqual(["dispatch eight"]);
    pool.end("eight");
    for (const instances of [9, 12]) {
      expect(pool.submit(`j${String(instances)}`, "a", instances)).toEqual([`blocked j${String(instances)}`]);
      expect(pool.pool.job(`j${String(instances)}`)?.statusReason).toBe(
        "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - Job requires borrowing that exceeds all configured borrowable capacity.",
      );
      pool.send({ type: "terminate", jobId: `j${String(instances)}` });
    }
  });
});

describe("borrowing", () => {
  it("takes from several lenders at once, all of the job or nothing", () => {
    const pool = quotaPool(4);
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.share("c", 2);
    pool.submit("c1", "c", 1);
    expect(pool.submit("four", "a", 4)).toEqual([]);
    expect(pool.end("c1")).toEqual(["dispatch four"]);
    expect(pool.pool.picture("queue", pool.now).shares).toMatchObject([
      { share: "a", own: { [G5]: 1 }, borrowed: { [G5]: 3 }, lent: {} },
      { share: "b", own: {}, borrowed: {}, lent: { [G5]: 1 } },
      { share: "c", own: {}, borrowed: {}, lent: { [G5]: 2 } },
    ]);
  });

  it("lets jobs within their own quota go first", () => {
    const pool = quotaPool(2);
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.send({ type: "environment", environment: { capacity: { [G5]: 2 }, enabled: false } });
    for (const id of ["a1", "a2"]) pool.submit(id, "a");
    pool.submit("b1", "b");
    const environment = { capacity: { [G5]: 2 }, enabled: true };
    expect(pool.send({ type: "environment", environment })).toEqual(["dispatch a1", "dispatch b1"]);
  });

  it("finds no borrower for what a share reserves, or for what no share owns", () => {
    const pool = quotaPool(4);
    pool.share("a", 1, borrows());
    pool.share("b", 2, reserve);
    pool.submit("a1", "a");
    expect(pool.submit("a2", "a")).toEqual([]);
    expect(pool.pool.picture("queue", pool.now).shares[0]?.front).toMatchObject({ waitingFor: "borrowable-capacity" });
  });

  it("reaches what no share owns where the option says so", () => {
    const pool = quotaPool(4, { borrowUnallotted: true });
    pool.share("a", 1, borrows());
    pool.share("b", 2, reserve);
    expect(pool.submit("two", "a", 2)).toEqual(["dispatch two"]);
  });

  it.each([
    ["down", 1],
    ["up", 2],
  ] as const)("rounds half of 3 %s to %d", (borrowRounding, extra) => {
    const pool = quotaPool(9, { borrowRounding });
    pool.share("a", 3, borrows(50));
    pool.share("b", 6);
    expect(pool.submit("most", "a", 3 + extra)).toEqual(["dispatch most"]);
    pool.end("most");
    expect(pool.submit("more", "a", 4 + extra)).toEqual(["blocked more"]);
  });
});

describe("cross-share preemption", () => {
  it("cannot be switched off, takes the lowest priority and the latest start, and no more than it needs", () => {
    const pool = quotaPool(4);
    pool.share("a", 1, borrows());
    pool.share("b", 3);
    pool.submit("own", "a", 1, { priority: 9 });
    for (const [id, priority] of [
      ["early", 1],
      ["late", 1],
      ["vital", 5],
    ] as const) {
      pool.submit(id, "a", 1, { priority });
    }
    expect(pool.submit("b1", "b")).toEqual(["preempt late", "dispatch b1"]);
    expect(pool.submit("b2", "b")).toEqual(["preempt early", "dispatch b2"]);
  });

  it("is not for those who want to borrow themselves", () => {
    const pool = quotaPool(3);
    pool.share("a", 1, borrows());
    pool.share("b", 1, borrows());
    pool.share("c", 1);
    for (const id of ["a1", "a2", "b1"]) pool.submit(id, id.slice(0, 1));
    expect(pool.submit("b2", "b", 1, { priority: 9 })).toEqual([]);
  });

  it("fails a job that was preempted more often than it bears", () => {
    const pool = quotaPool(2);
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.submit("own", "a", 1, { priority: 5 });
    pool.submit("guest", "a", 1, { preemptionRetriesBeforeTermination: 1 });
    const kick = (id: string) =>
      pool.decide({ type: "submit", job: { id, queue: "queue", share: "b", demand: { [G5]: 1 } } });
    expect(kick("b1")[0]).toMatchObject({ type: "preempt", jobId: "guest", then: "requeue" });
    expect(pool.end("b1")).toEqual(["dispatch guest"]);
    expect(kick("b2")[0]).toMatchObject({ type: "preempt", jobId: "guest", then: "fail", run: 2 });
    expect(pool.pool.job("guest")).toBeUndefined();
  });

  it("reaches jobs above a lowered limit when another share needs the capacity, not before", () => {
    const pool = quotaPool(2);
    pool.share("a", 2, reserve);
    pool.submit("a1", "a");
    pool.submit("a2", "a");
    expect(pool.share("a", 1, reserve)).toEqual([]);
    pool.share("b", 1, reserve);
    expect(pool.submit("b1", "b")).toEqual(["preempt a2", "dispatch b1"]);
  });
});

describe("in-share preemption", () => {
  it("happens only where the share wants it, and only to lower priorities", () => {
    const pool = quotaPool(2);
    pool.share("a", 1, inShare);
    pool.share("b", 1);
    pool.submit("a1", "a", 1, { priority: 1 });
    pool.submit("b1", "b", 1, { priority: 1 });
    expect(pool.submit("b2", "b", 1, { priority: 2 })).toEqual([]);
    expect(pool.submit("a2", "a", 1, { priority: 1 })).toEqual([]);
    expect(pool.submit("a3", "a", 1, { priority: 2 })).toEqual(["preempt a1", "dispatch a3"]);
  });

  it("spares a small job when a bigger one has to go anyway", () => {
    const pool = quotaPool(4);
    pool.share("a", 4, inShare);
    pool.submit("small", "a", 1, { priority: 1 });
    pool.submit("big", "a", 3, { priority: 2 });
    expect(pool.submit("three", "a", 3, { priority: 3 })).toEqual(["preempt big", "dispatch three"]);
  });

  it("leaves all as it is when not enough can be freed", () => {
    const pool = quotaPool(4);
    pool.share("a", 4, inShare);
    pool.submit("low", "a", 1, { priority: 1 });
    pool.submit("top", "a", 3, { priority: 9 });
    expect(pool.submit("two", "a", 2, { priority: 5 })).toEqual([]);
  });
});

it("a demand of two instance types is placed at once, partly own and partly borrowed", () => {
  const pool = quotaPool(0);
  const capacity = { [G5]: 2, "ml.p4d.24xlarge": 1 };
  pool.send({ type: "environment", environment: { capacity, enabled: true } });
  pool.share("a", 1, { ...borrows(), capacity: { [G5]: 1, "ml.p4d.24xlarge": 1 } });
  pool.share("b", 1);
  const job = { id: "mixed", queue: "queue", share: "a", demand: { [G5]: 2, "ml.p4d.24xlarge": 1 } };
  expect(pool.decide({ type: "submit", job })).toMatchObject([
    { type: "dispatch", own: { [G5]: 1, "ml.p4d.24xlarge": 1 }, borrowed: { [G5]: 1 } },
  ]);
});

import type { FairSharePolicy, QueuePolicy } from "../../../scheduling";
import { G5, TestPool } from "../support";

const fair = (settings: Partial<FairSharePolicy> = {}): QueuePolicy => {
  return { kind: "FAIR_SHARE", shareDecaySeconds: 3600, computeReservation: 0, weights: {}, ...settings };
};

function poolOf(instances: number, policy: QueuePolicy): TestPool {
  const pool = new TestPool({ NUM_INSTANCES: instances });
  pool.queue({ policy });
  return pool;
}

describe("a fair-share queue", () => {
  it("takes the share with the lowest weighted usage; a weight of an eighth gives eight times as much", () => {
    const pool = poolOf(1, fair({ weights: { gold: 0.125 } }));
    for (let i = 0; i < 40; i += 1) {
      pool.submit(`gold${String(i)}`, "gold");
      pool.submit(`other${String(i)}`, "other");
    }
    const runs = { gold: 0, other: 0 };
    let running = "gold0";
    for (let i = 0; i < 36; i += 1) {
      runs[running.startsWith("gold") ? "gold" : "other"] += 1;
      pool.now += 9_000;
      running = pool.end(running)[0]?.replace("dispatch ", "") ?? "";
    }
    expect(runs.gold / runs.other).toBeGreaterThan(6);
    expect(runs.gold / runs.other).toBeLessThan(10);
  });

  it("orders the jobs of a share by priority", () => {
    const pool = poolOf(1, fair());
    pool.submit("running", "a");
    pool.submit("low", "a");
    pool.submit("high", "a", 1, { priority: 7 });
    expect(pool.end("running")).toEqual(["dispatch high"]);
  });

  it("finds the weight of an identifier by its prefix", () => {
    const pool = poolOf(2, fair({ weights: { "team*": 4 } }));
    pool.submit("t1", "team7");
    pool.submit("o1", "other");
    pool.now += 60_000;
    const usage = Object.fromEntries(pool.pool.picture("queue", pool.now).shares.map((s) => [s.share, s.usage ?? 0]));
    expect((usage.team7 ?? 0) / (usage.other ?? 1)).toBeCloseTo(4, 1);
  });

  it.each([
    [50, 1, 4],
    [50, 2, 6],
    [25, 1, 6],
  ])("with a reservation of %d %% and %d active shares uses %d of 8 instances", (reservation, shares, usable) => {
    const pool = poolOf(8, fair({ computeReservation: reservation }));
    for (let i = 0; i < 8; i += 1)
      for (const share of ["a", "b"].slice(0, shares)) pool.submit(`${share}${String(i)}`, share);
    expect(pool.pool.picture("queue", pool.now).usage).toEqual({ [G5]: usable });
  });

  it("counts a share as active until its decay window has ended", () => {
    const pool = poolOf(8, fair({ shareDecaySeconds: 600, computeReservation: 50 }));
    const active = () => pool.pool.picture("queue", pool.now).shares.map(({ share }) => share);
    pool.submit("a1", "a");
    pool.end("a1");
    pool.now += 599_000;
    expect(active()).toEqual(["a"]);
    pool.now += 1_000;
    expect(active()).toEqual([]);
  });

  it("refuses the 501st active share identifier", () => {
    const pool = poolOf(1, fair());
    for (let i = 0; i < 500; i += 1) pool.submit(`j${String(i)}`, `s${String(i)}`);
    expect(() => pool.submit("more", "s500")).toThrow(
      expect.objectContaining({ problem: "too-many-share-identifiers" }),
    );
    expect(() => pool.submit("known", "s7")).not.toThrow();
  });
});

it("a position counts from the last change ahead of it", () => {
  const pool = poolOf(1, fair());
  pool.submit("running", "a"); // second 2
  pool.submit("b", "a"); // 3
  pool.submit("c", "a"); // 4
  pool.submit("d", "a"); // 5
  pool.send({ type: "terminate", jobId: "c" }); // 6
  const positions = () =>
    pool.pool.frontOfQueue("queue", 100).map((one) => [one.jobId, one.earliestTimeAtPosition / 1000]);
  expect(positions()).toEqual([
    ["b", 3],
    ["d", 6],
  ]);
  pool.submit("vip", "a", 1, { priority: 5 }); // 7
  expect(positions()).toEqual([
    ["vip", 7],
    ["b", 7],
    ["d", 7],
  ]);
});

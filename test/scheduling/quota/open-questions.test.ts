import type { SchedulingOptions } from "../../../scheduling";
import { borrows, G5, quotaPool, type TestPool } from "../support";

const inShare = { inSharePreemption: true };
const environment = (instances: number, enabled = true) => {
  return { type: "environment", environment: { capacity: { [G5]: instances }, enabled } } as const;
};

/** Jobs that wait together, because they come while nothing is dispatched. */
function together(pool: TestPool, instances: number, submit: () => void): string[] {
  pool.send(environment(instances, false));
  submit();
  return pool.send(environment(instances));
}

describe("idle capacity goes", () => {
  const dispatched = (options: Partial<SchedulingOptions>) => {
    const pool = quotaPool(3, options);
    pool.share("a", 1, borrows());
    pool.share("b", 1, borrows());
    pool.share("c", 1);
    return together(pool, 3, () => {
      pool.submit("a1", "a");
      pool.submit("b1", "b");
      pool.submit("a2", "a", 1, { priority: 1 });
      pool.submit("b2", "b", 1, { priority: 2 });
    });
  };

  it("to the job that was submitted first", () => {
    // The share's own line goes by priority: a2 and b2 are the heads, then a1 and b1.
    expect(dispatched({ idleOrder: "submission" })).toEqual(["dispatch a2", "dispatch b2", "dispatch a1"]);
  });

  it("to the highest priority where the option says so; of equal ones to the first", () => {
    const pool = quotaPool(4, { idleOrder: "priority" });
    pool.share("a", 1, borrows());
    pool.share("b", 1, borrows());
    pool.share("c", 2);
    const submit = () => {
      for (const id of ["a1", "b1"]) pool.submit(id, id.slice(0, 1), 1, { priority: 9 });
      pool.submit("a2", "a", 1, { priority: 1 });
      pool.submit("b2", "b", 1, { priority: 2 });
      pool.submit("a3", "a", 1, { priority: 1 });
      pool.submit("b3", "b", 1, { priority: 1 });
    };
    expect(together(pool, 4, submit)).toEqual(["dispatch a1", "dispatch b1", "dispatch b2", "dispatch a2"]);
  });

  it("to all heads alike where what they own does not come first", () => {
    const heads = (options: Partial<SchedulingOptions>) => {
      const pool = quotaPool(3, options);
      pool.share("a", 1, borrows());
      pool.share("b", 2);
      pool.submit("own", "a");
      return together(pool, 3, () => {
        pool.submit("guest", "a");
        pool.submit("host", "b");
      });
    };
    expect(heads({ ownBeforeBorrowing: true })).toEqual(["dispatch host", "dispatch guest"]);
    expect(heads({ ownBeforeBorrowing: false })).toEqual(["dispatch guest", "dispatch host"]);
  });
});

describe("the first to be preempted is", () => {
  const victims = (options: Partial<SchedulingOptions>) => {
    const pool = quotaPool(4, options);
    pool.share("a", 1, borrows());
    pool.share("b", 3);
    pool.submit("own", "a", 1, { priority: 9 });
    pool.submit("cheap", "a", 1, { priority: 1 });
    pool.submit("dear", "a", 1, { priority: 3 });
    pool.submit("late", "a", 1, { priority: 2 });
    return ["b1", "b2", "b3"].flatMap((id) => pool.submit(id, "b")).filter((text) => text.startsWith("preempt"));
  };

  it("the one of the lowest priority", () => {
    expect(victims({})).toEqual(["preempt cheap", "preempt late", "preempt dear"]);
  });

  it("the latest start where the option says so", () => {
    expect(victims({ victimOrder: "latest-start" })).toEqual(["preempt late", "preempt dear", "preempt cheap"]);
  });

  it.each(["lowest-priority", "latest-start"] as const)(
    "of those that agree in priority and start the one whose id comes first (%s)",
    (victimOrder) => {
      const pool = quotaPool(3, { victimOrder });
      pool.share("a", 1, borrows());
      pool.share("b", 2);
      together(pool, 3, () => ["m", "z", "c"].forEach((id) => pool.submit(id, "a", 1, { priority: 1 })));
      expect(pool.submit("b1", "b")).toEqual(["preempt c", "dispatch b1"]);
      expect(pool.submit("b2", "b")).toEqual(["preempt m", "dispatch b2"]);
    },
  );

  it.each([
    ["lowest-priority", "preempt low"],
    ["latest-start", "preempt mid"],
  ] as const)("within a share, too (%s)", (victimOrder, first) => {
    const pool = quotaPool(2, { victimOrder });
    pool.share("a", 2, inShare);
    pool.submit("low", "a", 1, { priority: 1 });
    pool.submit("mid", "a", 1, { priority: 2 });
    expect(pool.submit("top", "a", 1, { priority: 3 }).slice(0, 2)).toEqual([first, "dispatch top"]);
  });
});

describe("when what can be taken back is not enough", () => {
  const lenders = (options: Partial<SchedulingOptions>) => {
    const pool = quotaPool(4, options);
    pool.share("a", 1, borrows());
    pool.share("b", 3);
    pool.submit("a1", "a");
    pool.submit("b1", "b", 1);
    pool.submit("a2", "a");
    pool.submit("a3", "a");
    return pool;
  };

  it("nothing is, unless borrowers may be preempted bit by bit", () => {
    // Lowered after the jobs were placed: two are missing even when both guests are gone.
    for (const partialPreemption of [false, true]) {
      const pool = lenders({ partialPreemption });
      pool.share("b", 4);
      const before = pool.submit("three", "b", 3);
      expect(before).toEqual(partialPreemption ? ["preempt a3", "preempt a2"] : []);
    }
  });

  it("holds for those who are short of it what was freed bit by bit", () => {
    const pool = lenders({ partialPreemption: true });
    pool.share("b", 4);
    pool.submit("three", "b", 3);
    expect(pool.submit("a4", "a")).toEqual([]);
    expect(pool.end("b1")).toEqual(["dispatch three"]);
  });
});

describe("turns", () => {
  it("of shares that take back what they own come in the order of submission", () => {
    const pool = quotaPool(3);
    pool.share("a", 1, borrows());
    pool.share("b", 1);
    pool.share("c", 1);
    for (const id of ["a1", "a2", "a3"]) pool.submit(id, "a", 1, { priority: 1 });
    pool.send(environment(3, false));
    pool.submit("c1", "c");
    pool.submit("b1", "b");
    expect(pool.send(environment(3))).toEqual(["preempt a3", "dispatch c1", "preempt a2", "dispatch b1"]);
  });

  it("of shares that preempt within themselves come in the order of submission", () => {
    const pool = quotaPool(2);
    pool.share("a", 1, inShare);
    pool.share("b", 1, inShare);
    pool.submit("a1", "a", 1, { priority: 1 });
    pool.submit("b1", "b", 1, { priority: 1 });
    pool.send(environment(2, false));
    pool.submit("b2", "b", 1, { priority: 2 });
    pool.submit("a2", "a", 1, { priority: 2 });
    expect(pool.send(environment(2))).toEqual(["preempt b1", "dispatch b2", "preempt a1", "dispatch a2"]);
  });

  it("take only from shares that borrow what is short", () => {
    const pool = quotaPool(0);
    const other = "ml.p4d.24xlarge";
    pool.send({ type: "environment", environment: { capacity: { [G5]: 2, [other]: 2 }, enabled: true } });
    pool.share("a", 1, { ...borrows(), capacity: { [G5]: 1, [other]: 1 } });
    pool.share("b", 1, { capacity: { [G5]: 1, [other]: 1 } });
    const demand = (type: string) => ({ demand: { [type]: 1 } });
    pool.submit("g1", "a", 1, demand(G5));
    pool.submit("g2", "a", 1, demand(G5));
    pool.submit("p1", "a", 1, { ...demand(other), priority: -1 });
    expect(pool.submit("b1", "b", 1, demand(G5))).toEqual(["preempt g2", "dispatch b1"]);
    pool.send({ type: "terminate", jobId: "g2" });
    expect(pool.submit("p2", "a", 1, demand(other))).toEqual(["dispatch p2"]);
    expect(pool.submit("b2", "b", 1, { demand: { [other]: 1 } })).toEqual(["preempt p1", "dispatch b2"]);
  });
});

import { FleetOfTest, IDLE, needs } from "./fleets";

describe("a fleet", () => {
  it("has no instance until a job needs one, and lets it go when it has been idle", () => {
    const test = new FleetOfTest();
    expect(test.types).toEqual([]);
    const place = test.placed(needs(4));
    expect([test.types, test.fleet.vcpus, test.fleet.desiredvCpus]).toEqual([["m5.xlarge"], 4, 4]);
    test.fleet.release(place, needs(4), test.at);
    test.wait(IDLE - 1);
    expect(test.types).toEqual(["m5.xlarge"]);
    expect(test.fleet.nextRetirement).toBe(IDLE);
    test.wait(1);
    expect([test.types, test.fleet.vcpus, test.fleet.desiredvCpus, test.fleet.nextRetirement]).toEqual([
      [],
      0,
      0,
      undefined,
    ]);
  });

  it("keeps an instance that gets a job in time", () => {
    const test = new FleetOfTest();
    test.fleet.release(test.placed(needs(2)), needs(2), test.at);
    test.wait(IDLE - 1);
    test.placed(needs(2));
    test.wait(IDLE);
    expect(test.types).toEqual(["m5.large"]);
  });

  it("puts several jobs on one instance, as far as vCPUs, memory and GPUs go", () => {
    const test = new FleetOfTest({ instanceTypes: ["g4dn.12xlarge"], maxvCpus: 96 });
    const jobs = [needs(1, 1024, 2), needs(1, 1024, 2), needs(40), needs(6)];
    expect(jobs.map((job) => test.place(job))).toEqual(Array(4).fill("g4dn.12xlarge"));
    expect(test.fleet.instances).toMatchObject([{ jobs: 4, free: { vcpus: 0, gpus: 0 } }]);
    expect([test.place(needs(1)), test.types.length]).toEqual(["g4dn.12xlarge", 2]);
  });

  it.each([
    ["memory", needs(1, 6000)],
    ["GPUs", needs(1, 1024, 1)],
  ])("has a second instance when the first lacks %s", (_, job) => {
    const test = new FleetOfTest({ instanceTypes: ["g4dn.xlarge"], maxvCpus: 8 });
    test.place(needs(1, 10_000, 1));
    expect([test.place(job), test.types.length]).toEqual(["g4dn.xlarge", 2]);
  });

  it("prefers the instance with the fewest vCPUs free", () => {
    const test = new FleetOfTest();
    test.place(needs(8));
    const [large] = test.fleet.instances;
    test.fleet.release({ kind: "placed", instance: large }, needs(8), 0);
    test.place(needs(7));
    test.place(needs(3));
    test.place(needs(1));
    expect(test.fleet.instances).toMatchObject([{ jobs: 2, free: { vcpus: 0 } }, { free: { vcpus: 1 } }]);
  });

  it("keeps its minimum, also without jobs and when disabled", () => {
    const test = new FleetOfTest({ minvCpus: 5, enabled: false });
    test.wait(10 * IDLE);
    expect(test.types).toEqual(["m5.large", "m5.large", "m5.large"]);
    expect([test.fleet.desiredvCpus, test.fleet.nextRetirement, test.place(needs(1))]).toEqual([
      5,
      undefined,
      "disabled",
    ]);
  });

  it("goes back to its minimum, whatever it has grown to", () => {
    const test = new FleetOfTest({ minvCpus: 2 });
    const places = [needs(4), needs(4), needs(2)].map((demand) => [test.placed(demand), demand] as const);
    expect(test.fleet.desiredvCpus).toBe(10);
    for (const [place, demand] of places) test.fleet.release(place, demand, test.at);
    test.wait(IDLE);
    expect([test.fleet.vcpus, test.fleet.desiredvCpus]).toEqual([2, 2]);
  });

  it("has at once what somebody wishes, for as long as it may be idle", () => {
    const test = new FleetOfTest();
    test.configure({ desiredvCpus: 6 });
    expect([test.fleet.vcpus, test.fleet.desiredvCpus]).toEqual([6, 6]);
    test.wait(IDLE);
    test.configure({ enabled: true });
    expect([test.fleet.vcpus, test.fleet.desiredvCpus]).toEqual([0, 0]);
  });

  it("lets an idle instance go at once for one that a job needs", () => {
    const test = new FleetOfTest({ instanceTypes: ["m5.xlarge", "g4dn.xlarge"], minvCpus: 4, maxvCpus: 4 });
    expect(test.types).toEqual(["m5.xlarge"]);
    expect([test.place(needs(1, 1024, 1)), test.types]).toEqual(["g4dn.xlarge", ["g4dn.xlarge"]]);
  });

  it("gives no more jobs to instances of types that it may not have any more, and lets their jobs end", () => {
    const test = new FleetOfTest();
    test.fleet.release(test.placed(needs(2)), needs(2), 0);
    const place = test.placed(needs(4));
    test.configure({ instanceTypes: ["c5"] });
    expect(test.types).toEqual(["m5.xlarge"]);
    expect(test.place(needs(2))).toBe("c5.large");
    test.fleet.release(place, needs(4), test.at);
    expect(test.types).toEqual(["c5.large"]);
  });
});

describe("a fleet that has grown to its maximum", () => {
  it("with BEST_FIT of On-Demand Instances is never above it", () => {
    const test = new FleetOfTest({ maxvCpus: 5 });
    expect([needs(2), needs(2), needs(1)].map((demand) => test.place(demand))).toEqual([
      "m5.large",
      "m5.large",
      "busy",
    ]);
    expect(test.misfit(needs(1))).toEqual({ kind: "busy" });
  });

  it.each([
    ["BEST_FIT_PROGRESSIVE", false],
    ["BEST_FIT_PROGRESSIVE_ORDERED", false],
    ["SPOT_CAPACITY_OPTIMIZED", true],
    ["SPOT_PRICE_CAPACITY_OPTIMIZED", true],
    ["BEST_FIT", true],
  ] as const)("with %s (Spot: %s) may be above it by one instance", (strategy, spot) => {
    const test = new FleetOfTest({ maxvCpus: 5, strategy, spot });
    const places = [needs(2), needs(2), needs(2), needs(2)].map((demand) => test.place(demand));
    expect(places).toEqual(["m5.large", "m5.large", "m5.large", "busy"]);
    expect([test.fleet.vcpus, test.fleet.desiredvCpus]).toEqual([6, 5]);
  });

  it("holds no job that is larger than it, though an instance would", () => {
    const test = new FleetOfTest({ maxvCpus: 5, strategy: "BEST_FIT_PROGRESSIVE" });
    expect(test.place(needs(6))).toBe("max-vcpus");
  });

  it("has no job with BEST_FIT whose smallest instance is larger than the maximum", () => {
    expect(new FleetOfTest({ maxvCpus: 2, instanceTypes: ["m5.xlarge"] }).place(needs(1))).toBe("max-vcpus");
  });
});

describe("a fleet that gets no instances", () => {
  const outage = "insufficient-capacity";

  it("says which type there is none of, and uses what it has", () => {
    const test = new FleetOfTest();
    test.place(needs(1));
    test.configure({ outage });
    expect(test.place(needs(1))).toBe("m5.large");
    expect(test.misfit(needs(1))).toEqual({ kind: "outage", outage, instanceType: "m5.large" });
  });

  it("waits for the type that fits best with BEST_FIT, and takes another with the others", () => {
    const lacking = { outage, outageTypes: ["m5.large"], maxvCpus: 64 } as const;
    expect(new FleetOfTest(lacking).place(needs(2))).toBe("outage");
    expect(new FleetOfTest({ ...lacking, strategy: "BEST_FIT_PROGRESSIVE" }).place(needs(2))).toBe("m5.xlarge");
  });

  it("only waits when it has grown to its maximum", () => {
    const test = new FleetOfTest({ maxvCpus: 2 });
    test.place(needs(2));
    test.configure({ outage });
    expect(test.misfit(needs(1))).toEqual({ kind: "busy" });
  });

  it("takes no job at all while it is invalid", () => {
    const test = new FleetOfTest();
    test.place(needs(1));
    test.configure({ outage: "invalid" });
    expect([test.place(needs(1)), test.fleet.instances[0]?.free.vcpus]).toEqual(["outage", 1]);
  });

  it("has its minimum when that is over", () => {
    const test = new FleetOfTest({ outage, minvCpus: 2 });
    expect(test.types).toEqual([]);
    test.configure({ outage: undefined });
    expect(test.types).toEqual(["m5.large"]);
  });
});

describe("a reclaimed Spot Instance", () => {
  it("is gone with its capacity, and the next is of another type", () => {
    const types = { instanceTypes: ["c5.large", "m5.large"], strategy: "SPOT_CAPACITY_OPTIMIZED", spot: true } as const;
    const test = new FleetOfTest(types);
    const places = [test.placed(needs(1)), test.placed(needs(1))];
    const [instance] = test.fleet.instances;
    if (instance === undefined) throw new Error("there is no instance");
    for (let times = 0; times < 2; times += 1) test.fleet.reclaim(instance, 0);
    expect([test.types, test.fleet.vcpus]).toEqual([[], 0]);
    for (const place of places) test.fleet.release(place, needs(1), 0);
    expect([test.fleet.usedVcpus, test.place(needs(1)), test.fleet.nextRetirement]).toEqual([0, "m5.large", undefined]);
  });
});

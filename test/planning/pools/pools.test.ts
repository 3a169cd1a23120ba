import { parseTrainingQueues } from "../../../config/training-queues";
import { changedPlan, parseChange } from "../../../planning/pools/changes";
import { planOf } from "../../../planning/pools/declared";
import { policyVariants } from "../../../planning/pools/policies";
import { queuesOf } from "../../../planning/pools/plan";
import { context, valid } from "../../config/training-queues/fixture";

const declared = planOf("dev", parseTrainingQueues({ file: "queues.json", value: valid }, context));
const changed = (...changes: string[]) => changedPlan(declared, "changed", changes.map(parseChange));
const queueOf = (plan: typeof declared, name: string) => queuesOf(plan).find(({ settings }) => settings.name === name);

describe("what is declared", () => {
  it("is pools of service environments with their queues", () => {
    expect(
      declared.pools.map(({ name, capacity, queues }) => [name, capacity, queues.map(({ settings }) => settings.name)]),
    ).toEqual([
      ["c5", { NUM_INSTANCES: 3 }, ["fifo", "fair-share"]],
      ["g5", { "ml.g5.xlarge": 3 }, ["quota-share"]],
    ]);
  });

  it("has the policies, weights, time limits and shares of the declarations", () => {
    expect(queueOf(declared, "fifo")?.settings).toMatchObject({
      policy: { kind: "FIFO" },
      timeLimits: { "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY": 600 },
    });
    expect(queueOf(declared, "fair-share")?.settings.policy).toEqual({
      kind: "FAIR_SHARE",
      shareDecaySeconds: 3600,
      computeReservation: 10,
      weights: { HIGHPRI: 1, "team*": 5 },
    });
    expect(queueOf(declared, "quota-share")?.shares[0]).toEqual({
      name: "a",
      capacity: { "ml.g5.xlarge": 2 },
      strategy: "LEND_AND_BORROW",
      borrowLimit: 200,
      inSharePreemption: true,
      enabled: true,
    });
  });

  it("cannot be replayed when its environment is declared elsewhere", () => {
    const order = [
      { order: 1, serviceEnvironment: "arn:aws:batch:eu-west-1:123456789012:service-environment/elsewhere" },
    ];
    const queue = { ...valid.TrainingJobQueues.C5_QUEUE_CREATE_REQUEST, serviceEnvironmentOrder: order };
    const value = { ...valid, TrainingJobQueues: { ...valid.TrainingJobQueues, C5_QUEUE_CREATE_REQUEST: queue } };
    const queues = parseTrainingQueues({ file: "queues.json", value }, context);
    expect(() => planOf("dev", queues)).toThrow(/elsewhere, which is not declared with it: its capacity is not known/);
  });
});

describe("a change", () => {
  it("is of a share, an environment or a queue, by name or by key", () => {
    const plan = changed(
      "a.capacity=1",
      "b.strategy=LEND",
      "a.borrowLimit=50",
      "a.inSharePreemption=false",
      "g5.capacity=24",
      "fifo.priority=9",
    );
    expect(plan.pools[1]?.capacity).toEqual({ "ml.g5.xlarge": 24 });
    expect(queueOf(plan, "quota-share")?.shares).toMatchObject([
      { capacity: { "ml.g5.xlarge": 1 }, borrowLimit: 50, inSharePreemption: false },
      { strategy: "LEND" },
    ]);
    expect(queueOf(plan, "fifo")?.settings.priority).toBe(9);
  });

  it("is of all with *", () => {
    const shares = queueOf(changed("*.strategy=RESERVE"), "quota-share")?.shares;
    expect(new Set(shares?.map(({ strategy }) => strategy))).toEqual(new Set(["RESERVE"]));
  });

  it("may name the unit of a capacity", () => {
    expect(changed("g5.capacity=ml.p4d.24xlarge=2").pools[1]?.capacity).toEqual({
      "ml.g5.xlarge": 3,
      "ml.p4d.24xlarge": 2,
    });
  });

  it("may be of the policy, and of fair shares", () => {
    expect(queueOf(changed("quota-share.policy=FIFO"), "quota-share")).toMatchObject({
      settings: { policy: { kind: "FIFO" } },
      shares: [],
    });
    expect(queueOf(changed("fair-share.shareDecaySeconds=60"), "fair-share")?.settings.policy).toMatchObject({
      shareDecaySeconds: 60,
    });
  });

  it("leaves the declaration as it was", () => {
    changed("a.capacity=1");
    expect(queueOf(declared, "quota-share")?.shares[0]?.capacity).toEqual({ "ml.g5.xlarge": 2 });
  });

  it.each([
    [
      "nonsense",
      "A change is like team-a.capacity=8, team-b.strategy=LEND, g5.capacity=24 or cpu.maxvCpus=128, not nonsense",
    ],
    ["x.capacity=1", /^Nothing called x has a capacity \(there are: c5, fifo, fair-share, g5, quota-share, a, b/],
    ["a.colour=red", /^Nothing has a colour that could be changed \(there are: capacity, strategy/],
    ["a.strategy=BORROW", "strategy is one of RESERVE, LEND, LEND_AND_BORROW: not a.strategy=BORROW"],
    ["a.capacity=two", "A capacity is a whole number, or <instance type>=<number>: not a.capacity=two"],
    ["a.borrowLimit=much", "borrowLimit is a whole number: not a.borrowLimit=much"],
    ["fifo.policy=QUOTA_SHARE", "fifo declares no quota shares, so that it cannot go by them"],
    ["fifo.shareDecaySeconds=60", "fifo has no fair shares: fifo.shareDecaySeconds=60 changes nothing"],
  ])("%s is refused", (change, message) => {
    expect(() => changed(change)).toThrow(message);
  });
});

it("the policies are compared on the capacity that is declared", () => {
  const variants = policyVariants(declared);
  expect(variants.map(({ name }) => name)).toEqual(["RESERVE", "LEND", "LEND_AND_BORROW", "fair share", "FIFO"]);
  for (const { pools } of variants)
    expect(pools.map(({ capacity }) => capacity)).toEqual(declared.pools.map(({ capacity }) => capacity));
});

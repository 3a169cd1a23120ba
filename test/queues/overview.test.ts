import { queueOverviews } from "../../queues/overview";
import { at } from "../config/training-queues/fixture";
import type { LiveQueues } from "../../queues/live-queues";
import { live } from "./fixture";

const declared = live();

describe("queueOverviews", () => {
  it("tells of a queue its order, environment, capacity and shares", () => {
    expect(queueOverviews(declared, declared)[2]).toEqual({
      kind: "training",
      name: "quota-share",
      arn: "arn:aws:batch:eu-west-1:123456789012:job-queue/quota-share",
      presence: "both",
      state: "ENABLED",
      scheduling: "QUOTA_SHARE",
      priority: 1,
      schedulingPolicy: "quota",
      settings: {},
      serviceEnvironment: {
        name: "g5",
        presence: "both",
        state: "ENABLED",
        capacity: [{ unit: "ml.g5.xlarge", max: 3 }],
        settings: {},
      },
      shares: [
        {
          name: "a",
          presence: "both",
          state: "ENABLED",
          capacity: [{ unit: "ml.g5.xlarge", max: 2 }],
          settings: {},
          strategy: "LEND_AND_BORROW",
          borrowLimit: 200,
          preemptsInShare: true,
        },
        {
          name: "b",
          presence: "both",
          state: "ENABLED",
          capacity: [{ unit: "ml.g5.xlarge", max: 1 }],
          settings: {},
          strategy: "RESERVE",
          preemptsInShare: false,
        },
      ],
    });
  });

  it("tells of a fair share the weights, of a FIFO queue no policy", () => {
    const [fifo, fair] = queueOverviews(declared, undefined);
    expect(fifo).not.toHaveProperty("schedulingPolicy");
    expect([fifo?.scheduling, fair?.scheduling]).toEqual(["FIFO", "FAIR_SHARE"]);
    expect(fair?.weights).toEqual([
      { share: "HIGHPRI", weight: 1 },
      { share: "team*", weight: 5 },
    ]);
  });

  it("says that nobody was asked", () => {
    expect(queueOverviews(declared, undefined).map(({ presence }) => presence)).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  it("says what is only declared, and what is only live", () => {
    const other = live({ "TrainingJobQueues.C5_QUEUE_NAME": "x", [`${at.fifo}.jobQueueName`]: "x" });
    expect(queueOverviews(declared, other).map(({ name, presence }) => `${name}: ${presence}`)).toEqual([
      "fifo: declared",
      "fair-share: both",
      "quota-share: both",
      "x: live",
    ]);
  });

  it("shows the live value where the declared one is another", () => {
    const other = live({ [`${at.g5}.capacityLimits.0.maxCapacity`]: 9, [`${at.quotaShare}.state`]: "DISABLED" });
    expect(queueOverviews(declared, other)[2]).toMatchObject({
      state: "DISABLED",
      serviceEnvironment: { capacity: [{ max: 9 }] },
    });
  });

  it("shows what AWS tells nothing of with the defaults of AWS Batch", () => {
    const queue = "arn:aws:batch:eu-west-1:123456789012:job-queue/bare";
    // Cast: what is left out is the point.
    const bare = {
      serviceEnvironments: new Map([["", {}]]),
      schedulingPolicies: new Map([
        ["policy/fair", { arn: "policy/fair", fairsharePolicy: { shareDistribution: [{}] } }],
      ]),
      jobQueues: new Map([[queue, { schedulingPolicyArn: "policy/fair" }]]),
      quotaShares: new Map([[`${queue}/quota-share/x`, { capacityLimits: [{}] }]]),
    } as unknown as LiveQueues;
    const nothing = live({ jobQueues: undefined, serviceEnvironments: undefined });
    const [overview] = queueOverviews({ ...nothing, jobQueues: new Map() }, bare);
    expect(overview).toMatchObject({
      priority: 0,
      state: "ENABLED",
      weights: [{ share: "", weight: 1 }],
      serviceEnvironment: { capacity: [] },
      shares: [{ name: "x", state: "ENABLED", capacity: [{ unit: "", max: 0 }], strategy: "", preemptsInShare: false }],
    });
  });

  it("says nothing of the order of a queue whose policy is neither declared nor live", () => {
    const [, fair] = queueOverviews(declared, { ...declared, schedulingPolicies: new Map() });
    expect(fair?.scheduling).toBe("FAIR_SHARE");
    const [, unknown] = queueOverviews({ ...declared, schedulingPolicies: new Map() }, undefined);
    expect(unknown).not.toHaveProperty("scheduling");
    expect(unknown).not.toHaveProperty("weights");
  });
});

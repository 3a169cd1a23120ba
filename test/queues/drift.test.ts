import { queueDrift } from "../../queues/drift";
import { readLiveQueues, type LiveQueues } from "../../queues/live-queues";
import { at } from "../config/training-queues/fixture";
import { standIn } from "../aws/stand-in";
import { arn, callsOf, live } from "./fixture";

const declared = live();
const shown = (other: LiveQueues): string[] =>
  queueDrift(declared, other).map((one) =>
    one.what === "changed"
      ? `${one.kind} ${one.name}: ${one.path} ${one.declared ?? "-"} -> ${one.live ?? "-"}`
      : `${one.kind} ${one.name} is ${one.what}`,
  );

describe("queueDrift", () => {
  it("finds nothing when everything is as declared", () => {
    expect(shown(live())).toEqual([]);
  });

  it.each([
    [
      "a capacity",
      { [`${at.g5}.capacityLimits.0.maxCapacity`]: 9, [`${at.a}.capacityLimits.0.maxCapacity`]: 7 },
      [
        "service environment g5: capacityLimits[ml.g5.xlarge] 3 -> 9",
        "quota share a: capacityLimits[ml.g5.xlarge] 2 -> 7",
      ],
    ],
    ["a priority", { [`${at.fifo}.priority`]: 2 }, ["job queue fifo: priority 1 -> 2"]],
    ["a state", { [`${at.fifo}.state`]: "DISABLED" }, ["job queue fifo: state ENABLED -> DISABLED"]],
    [
      "a weight and a share",
      {
        [`${at.fair}.fairsharePolicy.shareDistribution`]: [
          { shareIdentifier: "HIGHPRI", weightFactor: 2 },
          { shareIdentifier: "new", weightFactor: 1 },
        ],
      },
      [
        "scheduling policy fair: fairsharePolicy.shareDistribution[HIGHPRI] 1 -> 2",
        "scheduling policy fair: fairsharePolicy.shareDistribution[team*] 5 -> -",
        "scheduling policy fair: fairsharePolicy.shareDistribution[new] - -> 1",
      ],
    ],
    [
      "the policy of a queue",
      { [`${at.fairShare}.schedulingPolicyArn`]: arn("scheduling-policy/theirs") },
      [
        `job queue fair-share: schedulingPolicyArn ${arn("scheduling-policy/fair")} -> ${arn("scheduling-policy/theirs")}`,
      ],
    ],
    [
      "a time limit",
      { [`${at.fifo}.jobStateTimeLimitActions`]: undefined },
      [
        "job queue fifo: jobStateTimeLimitActions[CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY].action TERMINATE -> -",
        "job queue fifo: jobStateTimeLimitActions[CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY].maxTimeSeconds 600 -> -",
        "job queue fifo: jobStateTimeLimitActions[CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY].state RUNNABLE -> -",
      ],
    ],
    [
      "how a share shares",
      {
        [`${at.a}.resourceSharingConfiguration`]: { strategy: "LEND" },
        [`${at.a}.preemptionConfiguration.inSharePreemption`]: "DISABLED",
      },
      [
        "quota share a: resourceSharingConfiguration.strategy LEND_AND_BORROW -> LEND",
        "quota share a: resourceSharingConfiguration.borrowLimit 200 -> -",
        "quota share a: preemptionConfiguration.inSharePreemption ENABLED -> DISABLED",
      ],
    ],
    ["a tag", { [`${at.c5}.tags`]: { project: "other" } }, ["service environment c5: tags.project churn -> other"]],
  ])("finds %s that has changed", (_, changes, differences) => {
    expect(shown(live(changes))).toEqual(differences);
  });

  it("finds what is gone, and a share that nobody declared", () => {
    const other = live({
      "QuotaShares.B_QS_NAME": "x",
      [`${at.b}.quotaShareName`]: "x",
      "TrainingJobQueues.C5_QUEUE_NAME": undefined,
      [at.fifo]: undefined,
    });
    expect(shown(other)).toEqual([
      "job queue fifo is missing",
      "quota share b is missing",
      "quota share x is undeclared",
    ]);
  });

  it("leaves alone what others have in the same account", () => {
    const environments = new Map(declared.serviceEnvironments);
    const queues = new Map(declared.jobQueues);
    for (const one of declared.serviceEnvironments.values()) environments.set(arn("service-environment/theirs"), one);
    for (const one of declared.jobQueues.values()) queues.set(arn("job-queue/theirs"), one);
    expect(shown({ ...declared, serviceEnvironments: environments, jobQueues: queues })).toEqual([]);
  });

  it("takes defaults for what they stand for, and the order of limits and tags of others for nothing", () => {
    const two = [
      { maxCapacity: 3, capacityUnit: "ml.g5.xlarge" },
      { maxCapacity: 1, capacityUnit: "ml.p5.4xlarge" },
    ];
    const terse = live({
      [`${at.g5}.capacityLimits`]: two,
      [`${at.fair}.fairsharePolicy`]: { shareDistribution: [{ shareIdentifier: "a" }, { shareIdentifier: "b" }] },
      [`${at.a}.resourceSharingConfiguration`]: { strategy: "LEND_AND_BORROW" },
    });
    const verbose = live({
      [`${at.g5}.capacityLimits`]: [...two].reverse(),
      [`${at.g5}.state`]: "ENABLED",
      [`${at.g5}.tags`]: { "added-by": "others" },
      [`${at.fair}.fairsharePolicy`]: {
        shareDecaySeconds: 0,
        computeReservation: 0,
        shareDistribution: [
          { shareIdentifier: "b", weightFactor: 1 },
          { shareIdentifier: "a", weightFactor: 1 },
        ],
      },
      [`${at.a}.resourceSharingConfiguration`]: { strategy: "LEND_AND_BORROW", borrowLimit: -1 },
    });
    expect(queueDrift(terse, verbose)).toEqual([]);
  });

  it("does not see the rounding of weights to 32 bits", () => {
    const weight = `${at.fair}.fairsharePolicy.shareDistribution.0.weightFactor`;
    expect(queueDrift(live({ [weight]: 0.1 }), live({ [weight]: Math.fround(0.1) }))).toEqual([]);
  });

  it.each(["INVALID", "DELETING"] as const)("finds an object whose status is %s", (status) => {
    const environments = [...declared.serviceEnvironments].map(([key, one]) => [key, { ...one, status }] as const);
    expect(shown({ ...declared, serviceEnvironments: new Map(environments) })).toEqual([
      `service environment c5: status VALID -> ${status}`,
      `service environment g5: status VALID -> ${status}`,
    ]);
  });
});

describe("readLiveQueues", () => {
  it("asks for the shares of queues with a quota-share policy, and for all policies that matter", async () => {
    const asked: string[] = [];
    const calls = callsOf(declared);
    const result = await readLiveQueues(
      standIn({
        ...calls,
        describeSchedulingPolicies: (request) => {
          asked.push(...(request.arns ?? []));
          return calls.describeSchedulingPolicies(request);
        },
        listQuotaShares: (request) => {
          asked.push(request.jobQueue ?? "");
          return calls.listQuotaShares(request);
        },
      }),
      { declared: { ...declared, schedulingPolicies: new Map() }, training: true, definitions: true },
    );
    expect(asked).toEqual([
      arn("scheduling-policy/fair"),
      arn("scheduling-policy/quota"),
      arn("job-queue/quota-share"),
    ]);
    expect(result).toEqual(declared);
  });
});

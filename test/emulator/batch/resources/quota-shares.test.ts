import type { DescribeQuotaShareResponse, ListQuotaSharesResponse } from "@aws-sdk/client-batch";
import { arn, BatchAccount, valid, withQuotaQueue } from "../account";

const ARN = arn("job-queue/queue/quota-share/share");
const shareOf = (batch: BatchAccount): DescribeQuotaShareResponse =>
  batch.call<DescribeQuotaShareResponse>("DescribeQuotaShare", { quotaShareArn: ARN });

describe("creating a quota share", () => {
  it("makes one that is described as it was asked for, with the queue's ARN", () => {
    const batch = withQuotaQueue();
    expect(batch.settled("CreateQuotaShare", valid.quotaShare({ tags: { team: "a" } }))).toEqual({
      quotaShareName: "share",
      quotaShareArn: ARN,
    });
    expect(shareOf(batch)).toEqual({
      quotaShareName: "share",
      quotaShareArn: ARN,
      jobQueueArn: arn("job-queue/queue"),
      capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.g5.xlarge" }],
      resourceSharingConfiguration: { strategy: "LEND" },
      preemptionConfiguration: { inSharePreemption: "DISABLED" },
      state: "ENABLED",
      status: "VALID",
      tags: { team: "a" },
    });
  });

  it.each([-1, 0, 200])("takes a borrow limit of %p with LEND_AND_BORROW", (borrowLimit) => {
    const resourceSharingConfiguration = { strategy: "LEND_AND_BORROW", borrowLimit };
    expect(() =>
      withQuotaQueue().call("CreateQuotaShare", valid.quotaShare({ resourceSharingConfiguration })),
    ).not.toThrow();
  });

  it.each([
    ["a bad name", { quotaShareName: "a/b" }, "Quota share name should match a valid pattern."],
    ["a queue that is not there", { jobQueue: "none" }, "none does not exist"],
    ["no limits", { capacityLimits: [] }, "Capacitylimits are required."],
    [
      "a number of instances",
      { capacityLimits: [{ maxCapacity: 1, capacityUnit: "NUM_INSTANCES" }] },
      "NUM_INSTANCES is unknown capacity unit",
    ],
    [
      "a borrow limit for a strategy that does not borrow",
      { resourceSharingConfiguration: { strategy: "LEND", borrowLimit: 10 } },
      "borrowLimit is not applicable for strategy LEND.",
    ],
    [
      "a borrow limit below -1",
      { resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: -2 } },
      "borrowLimit must be -1 or more.",
    ],
    [
      "an unknown strategy",
      { resourceSharingConfiguration: { strategy: "GIVE" } },
      "must be one of [RESERVE, LEND, LEND_AND_BORROW]",
    ],
    ["no preemption configuration", { preemptionConfiguration: undefined }, "preemptionConfiguration is required."],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => withQuotaQueue().call("CreateQuotaShare", valid.quotaShare(changes))).toThrow(message);
  });

  it("is refused for a queue without a quota-share policy", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    batch.settled("CreateJobQueue", valid.trainingQueue());
    expect(() => batch.call("CreateQuotaShare", valid.quotaShare())).toThrow("does not have a quota share policy");
  });

  it("is refused while the queue is not VALID", () => {
    const batch = withQuotaQueue();
    batch.call("UpdateJobQueue", { jobQueue: "queue", priority: 2 });
    expect(() => batch.call("CreateQuotaShare", valid.quotaShare())).toThrow("must be created and valid");
  });

  it("is refused for a name that the queue has, and taken for one that another queue has", () => {
    const batch = withQuotaQueue();
    batch.call("CreateServiceEnvironment", valid.serviceEnvironment({ serviceEnvironmentName: "other" }));
    batch.settled("CreateQuotaShare", valid.quotaShare());
    const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: "other" }];
    batch.settled(
      "CreateJobQueue",
      valid.trainingQueue({
        jobQueueName: "other",
        serviceEnvironmentOrder,
        schedulingPolicyArn: arn("scheduling-policy/quota"),
      }),
    );
    expect(() => batch.call("CreateQuotaShare", valid.quotaShare())).toThrow("Object already exists");
    expect(() => batch.call("CreateQuotaShare", valid.quotaShare({ jobQueue: "other" }))).not.toThrow();
  });

  it("is refused for the 21st share of a queue", () => {
    const batch = withQuotaQueue();
    for (let number = 1; number <= 20; number += 1) {
      batch.call("CreateQuotaShare", valid.quotaShare({ quotaShareName: `s${number}` }));
    }
    expect(() => batch.call("CreateQuotaShare", valid.quotaShare())).toThrow("Number of quota shares exceeds 20.");
  });

  it("takes a unit that the environment does not have, unless the assumption against it is switched on", () => {
    const request = valid.quotaShare({ capacityLimits: [{ maxCapacity: 1, capacityUnit: "ml.p4d.24xlarge" }] });
    const strict = withQuotaQueue({ assumptions: { refuseCapacityUnitsOutsideEnvironment: true } });
    expect(() => withQuotaQueue().call("CreateQuotaShare", request)).not.toThrow();
    expect(() => strict.call("CreateQuotaShare", request)).toThrow("Capacity unit ml.p4d.24xlarge is not one");
  });
});

describe("updating a quota share", () => {
  it("changes what the request names", () => {
    const batch = withQuotaQueue();
    batch.settled("CreateQuotaShare", valid.quotaShare());
    const capacityLimits = [{ maxCapacity: 9, capacityUnit: "ml.g5.xlarge" }];
    batch.settled("UpdateQuotaShare", { quotaShareArn: ARN, capacityLimits, state: "DISABLED" });
    expect(shareOf(batch)).toEqual(
      expect.objectContaining({
        capacityLimits,
        state: "DISABLED",
        status: "VALID",
        resourceSharingConfiguration: { strategy: "LEND" },
      }),
    );
  });

  it("names the share by ARN only", () => {
    const batch = withQuotaQueue();
    batch.settled("CreateQuotaShare", valid.quotaShare());
    expect(() => batch.call("UpdateQuotaShare", { quotaShareArn: "share" })).toThrow("share does not exist");
  });
});

describe("deleting a quota share", () => {
  it("is refused while it is enabled", () => {
    const batch = withQuotaQueue();
    batch.settled("CreateQuotaShare", valid.quotaShare());
    expect(() => batch.call("DeleteQuotaShare", { quotaShareArn: ARN })).toThrow("state must be DISABLED");
  });

  it("leaves nothing after a while", () => {
    const batch = withQuotaQueue();
    batch.settled("CreateQuotaShare", valid.quotaShare({ state: "DISABLED" }));
    batch.call("DeleteQuotaShare", { quotaShareArn: ARN });
    expect(shareOf(batch).status).toBe("DELETING");
    batch.settle();
    expect(() => shareOf(batch)).toThrow(`${ARN} does not exist`);
  });
});

describe("listing quota shares", () => {
  it("shows those of one queue, page by page, without tags", () => {
    const batch = withQuotaQueue();
    for (const quotaShareName of ["a", "b", "c"]) {
      batch.settled("CreateQuotaShare", valid.quotaShare({ quotaShareName, tags: { team: "a" } }));
    }
    const list = (nextToken?: string): ListQuotaSharesResponse =>
      batch.call<ListQuotaSharesResponse>("ListQuotaShares", { jobQueue: "queue", maxResults: 2, nextToken });
    const first = list();
    const second = list(first.nextToken);
    expect([first, second].map(({ quotaShares }) => quotaShares?.map((share) => share.quotaShareName))).toEqual([
      ["a", "b"],
      ["c"],
    ]);
    expect(second.nextToken).toBeUndefined();
    expect(first.quotaShares?.[0]).not.toHaveProperty("tags");
  });
});

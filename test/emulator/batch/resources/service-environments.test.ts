import type { DescribeServiceEnvironmentsResponse } from "@aws-sdk/client-batch";
import { placeIn } from "../../../../aws/place";
import { arn, BatchAccount, valid, withQuotaQueue } from "../account";

const ARN = arn("service-environment/environment");
const status = (batch: BatchAccount): string | undefined =>
  batch.call<DescribeServiceEnvironmentsResponse>("DescribeServiceEnvironments").serviceEnvironments?.[0]?.status;

describe("creating a service environment", () => {
  it("answers with its name and ARN", () => {
    expect(new BatchAccount().call("CreateServiceEnvironment", valid.serviceEnvironment())).toEqual({
      serviceEnvironmentName: "environment",
      serviceEnvironmentArn: ARN,
    });
  });

  it("makes one that is described as it was asked for, enabled by default", () => {
    const batch = new BatchAccount();
    const request = valid.serviceEnvironment({ tags: { team: "a" } });
    batch.settled("CreateServiceEnvironment", request);
    expect(batch.call("DescribeServiceEnvironments")).toEqual({
      serviceEnvironments: [{ ...request, serviceEnvironmentArn: ARN, state: "ENABLED", status: "VALID" }],
    });
  });

  it("makes one that is VALID at once, so that the next call can make its queue", () => {
    const batch = new BatchAccount({ timings: { creating: 1000 } });
    batch.call("CreateServiceEnvironment", valid.serviceEnvironment());
    expect(status(batch)).toBe("VALID");
    expect(() => batch.call("CreateJobQueue", valid.trainingQueue())).not.toThrow();
  });

  it("is refused when the name is taken, with the status that means so", () => {
    const batch = new BatchAccount();
    batch.call("CreateServiceEnvironment", valid.serviceEnvironment());
    expect(() => batch.call("CreateServiceEnvironment", valid.serviceEnvironment())).toThrow(
      expect.objectContaining({ message: "Object already exists", status: 409 }),
    );
  });

  it.each([
    ["a bad name", { serviceEnvironmentName: "no spaces" }, "Service environment name should match a valid pattern."],
    ["no limits", { capacityLimits: [] }, "Capacitylimits are required."],
    ["absent limits", { capacityLimits: undefined }, "Capacitylimits are required."],
    [
      "six limits",
      { capacityLimits: Array.from({ length: 6 }, (_, n) => ({ maxCapacity: 1, capacityUnit: `ml.m5.${n}xlarge` })) },
      "Number of capacity limits exceeds 5.",
    ],
    [
      "no capacity",
      { capacityLimits: [{ maxCapacity: 0, capacityUnit: "NUM_INSTANCES" }] },
      "Max capacity must be more than 0.",
    ],
    [
      "an unknown unit",
      { capacityLimits: [{ maxCapacity: 1, capacityUnit: "GPUS" }] },
      "GPUS is unknown capacity unit",
    ],
    [
      "two kinds of units",
      {
        capacityLimits: [
          { maxCapacity: 1, capacityUnit: "NUM_INSTANCES" },
          { maxCapacity: 1, capacityUnit: "ml.g5.xlarge" },
        ],
      },
      "Capacity units must specify either number of instances OR instance type",
    ],
    [
      "an unknown type",
      { serviceEnvironmentType: "OTHER" },
      "serviceEnvironmentType must be one of [SAGEMAKER_TRAINING].",
    ],
    [
      "a capacity that is no number",
      { capacityLimits: [{ maxCapacity: "3" }] },
      /^Error executing request, Exception : capacityLimits\[0\]\.maxCapacity is not valid/,
    ],
    [
      "too many tags",
      { tags: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])) },
      "Number of tags exceeds 50.",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    const batch = new BatchAccount();
    expect(() => batch.call("CreateServiceEnvironment", valid.serviceEnvironment(changes))).toThrow(message);
    expect(batch.call("DescribeServiceEnvironments")).toEqual({ serviceEnvironments: [] });
  });

  it("is refused with a unit that is listed twice, unless that assumption is switched off", () => {
    const request = valid.serviceEnvironment({
      capacityLimits: [
        { maxCapacity: 1, capacityUnit: "ml.g5.xlarge" },
        { maxCapacity: 2, capacityUnit: "ml.g5.xlarge" },
      ],
    });
    const lenient = new BatchAccount({ assumptions: { refuseRepeatedCapacityUnits: false } });
    expect(() => new BatchAccount().call("CreateServiceEnvironment", request)).toThrow("Duplicate capacity unit");
    expect(() => lenient.call("CreateServiceEnvironment", request)).not.toThrow();
  });

  it("is refused for the 51st of a Region, not for the first of another one", () => {
    const batch = new BatchAccount();
    const create = (name: string, region?: string): unknown =>
      batch.call(
        "CreateServiceEnvironment",
        valid.serviceEnvironment({ serviceEnvironmentName: name }),
        region === undefined ? undefined : placeIn(region, "123456789012"),
      );
    for (let number = 1; number <= 50; number += 1) create(`e${number}`);
    expect(() => create("e51")).toThrow("limit of 50 exceeded");
    expect(() => create("e51", "us-east-1")).not.toThrow();
  });
});

describe("updating a service environment", () => {
  it("replaces the limits as a whole and the state, at once", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    const capacityLimits = [{ maxCapacity: 7, capacityUnit: "NUM_INSTANCES" }];
    batch.call("UpdateServiceEnvironment", { serviceEnvironment: ARN, capacityLimits, state: "DISABLED" });
    const { serviceEnvironments } = batch.call<DescribeServiceEnvironmentsResponse>("DescribeServiceEnvironments");
    expect(serviceEnvironments).toEqual([
      expect.objectContaining({ capacityLimits, state: "DISABLED", status: "VALID" }),
    ]);
  });

  it("is refused while the environment is being deleted", () => {
    const batch = new BatchAccount();
    batch.call("CreateServiceEnvironment", valid.serviceEnvironment({ state: "DISABLED" }));
    batch.call("DeleteServiceEnvironment", { serviceEnvironment: "environment" });
    expect(() =>
      batch.call("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "ENABLED" }),
    ).toThrow("Cannot update, resource is being modified.");
  });

  it("leaves everything as it was when it is refused", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    const before = batch.call("DescribeServiceEnvironments");
    const update = { serviceEnvironment: "environment", state: "DISABLED", capacityLimits: [] };
    expect(() => batch.call("UpdateServiceEnvironment", update)).toThrow("Capacitylimits are required.");
    expect(batch.call("DescribeServiceEnvironments")).toEqual(before);
  });

  it("is refused with a number of instances while a queue of shares uses it", () => {
    const capacityLimits = [{ maxCapacity: 1, capacityUnit: "NUM_INSTANCES" }];
    expect(() =>
      withQuotaQueue().call("UpdateServiceEnvironment", { serviceEnvironment: "environment", capacityLimits }),
    ).toThrow("must have instance types as capacity units");
  });

  it("is refused for one that is not there", () => {
    expect(() => new BatchAccount().call("UpdateServiceEnvironment", { serviceEnvironment: "none" })).toThrow(
      "none does not exist",
    );
  });
});

describe("deleting a service environment", () => {
  it("is refused while it is enabled", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    expect(() => batch.call("DeleteServiceEnvironment", { serviceEnvironment: "environment" })).toThrow(
      "Cannot delete, state must be DISABLED.",
    );
  });

  it("is refused while a queue uses it", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    batch.settled("CreateJobQueue", valid.trainingQueue());
    batch.settled("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "DISABLED" });
    expect(() => batch.call("DeleteServiceEnvironment", { serviceEnvironment: "environment" })).toThrow(
      "Cannot delete, found existing JobQueue relationship.",
    );
  });

  it("takes a while, in which the name stays taken, and then leaves nothing", () => {
    const batch = new BatchAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment({ state: "DISABLED" }));
    batch.call("DeleteServiceEnvironment", { serviceEnvironment: "environment" });
    expect(status(batch)).toBe("DELETING");
    expect(() => batch.call("CreateServiceEnvironment", valid.serviceEnvironment())).toThrow("Object already exists");
    batch.settle();
    expect(batch.call("DescribeServiceEnvironments")).toEqual({ serviceEnvironments: [] });
    expect(() => batch.call("CreateServiceEnvironment", valid.serviceEnvironment())).not.toThrow();
  });
});

import type { ComputeEnvironmentDetail, DescribeComputeEnvironmentsResponse } from "@aws-sdk/client-batch";
import type { ClusterChange } from "../../../../emulator/batch/plumbing/ecs-clusters";
import { arn, BatchAccount, valid } from "../account";

const detail = (batch: BatchAccount): ComputeEnvironmentDetail | undefined =>
  batch.call<DescribeComputeEnvironmentsResponse>("DescribeComputeEnvironments", { computeEnvironments: ["compute"] })
    .computeEnvironments?.[0];

const create = (changes: object = {}, resources: object = {}): BatchAccount => {
  const batch = new BatchAccount();
  batch.settled("CreateComputeEnvironment", valid.computeEnvironment(changes, resources));
  return batch;
};

const fargate = {
  type: "FARGATE",
  instanceTypes: undefined,
  instanceRole: undefined,
};
const spot = { type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" };

const M5 = ["large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge", "metal"].map(
  (size) => `m5.${size}`,
);
/** A launch template with one override. */
const overriding = (override: object) => ({ launchTemplate: { launchTemplateId: "lt-1", overrides: [override] } });

describe("creating a compute environment", () => {
  it("makes one that is described as it was asked for, with what Batch fills in", () => {
    expect(detail(create({ tags: { team: "a" } }, { maxvCpus: 16, minvCpus: 2 }))).toEqual({
      computeEnvironmentName: "compute",
      computeEnvironmentArn: arn("compute-environment/compute"),
      ecsClusterArn: "arn:aws:ecs:eu-west-1:123456789012:cluster/AWSBatch-compute-00000000-0000-4000-8000-000000000001",
      uuid: "00000000-0000-4000-8000-000000000001",
      type: "MANAGED",
      state: "ENABLED",
      status: "VALID",
      statusReason: "ComputeEnvironment Healthy",
      serviceRole: "arn:aws:iam::123456789012:role/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch",
      containerOrchestrationType: "ECS",
      tags: { team: "a" },
      computeResources: {
        type: "EC2",
        minvCpus: 2,
        desiredvCpus: 2,
        maxvCpus: 16,
        instanceTypes: ["m5"],
        instanceRole: "arn:aws:iam::123456789012:instance-profile/instance",
        subnets: ["subnet-1"],
        securityGroupIds: ["sg-1"],
        ec2Configuration: [{ imageType: "ECS_AL2023" }],
      },
    });
  });

  it("fills in nothing for Fargate", () => {
    expect(detail(create({}, fargate))?.computeResources).toEqual({
      type: "FARGATE",
      maxvCpus: 16,
      subnets: ["subnet-1"],
      securityGroupIds: ["sg-1"],
    });
  });

  it("keeps members that no rule looks at", () => {
    const launchTemplate = { launchTemplateName: "template", version: "$Latest" };
    expect(detail(create({}, { launchTemplate, placementGroup: "close" }))?.computeResources).toEqual(
      expect.objectContaining({ launchTemplate, placementGroup: "close" }),
    );
  });

  it("takes an EKS cluster instead of an ECS one of its own", () => {
    const eksConfiguration = {
      eksClusterArn: "arn:aws:eks:eu-west-1:123456789012:cluster/c",
      kubernetesNamespace: "n",
    };
    expect(() => create({ eksConfiguration })).toThrow("allocationStrategy is required for EKS.");
    const made = detail(create({ eksConfiguration }, { allocationStrategy: "BEST_FIT_PROGRESSIVE" }));
    expect(made).toEqual(expect.objectContaining({ eksConfiguration, containerOrchestrationType: "EKS" }));
    expect(made).not.toHaveProperty("ecsClusterArn");
  });

  it.each<[string, object, object, string]>([
    ["a bad name", { computeEnvironmentName: "a b" }, {}, "Compute Environment name should match a valid pattern."],
    ["the state DISABLED", { state: "DISABLED" }, {}, "Compute Environment must be created in ENABLED state."],
    [
      "no resources",
      { computeResources: undefined },
      {},
      "computeResources must be provided for a MANAGED compute environment",
    ],
    [
      "unmanaged vCPUs, though it is managed",
      { unmanagedvCpus: 1 },
      {},
      "unmanagedvCpus is not applicable for managed Compute Environment.",
    ],
    ["unmanaged Fargate", { type: "UNMANAGED" }, fargate, "Cannot create an UNMANAGED Fargate Compute Environment."],
    [
      "no role, though it is unmanaged",
      { type: "UNMANAGED", computeResources: undefined },
      {},
      "ServiceRole is required.",
    ],
    ["no instance role", {}, { instanceRole: undefined }, "Instance role is required."],
    ["no instance types", {}, { instanceTypes: [] }, "Resource instanceTypes are required."],
    ["no security groups", {}, { securityGroupIds: [] }, "Security group ids are required."],
    ["no subnets", {}, { subnets: [] }, "Subnets are required."],
    ["a negative minimum", {}, { minvCpus: -1 }, "minvCpus should be greater than or equal to 0."],
    ["a maximum below the minimum", {}, { minvCpus: 17 }, "maxvCpus should be greater than or equal to minvCpus."],
    ["a wish above the maximum", {}, { desiredvCpus: 17 }, "desiredvCpus should be between minvCpus and maxvCpus."],
    ["no maximum", {}, { maxvCpus: undefined }, "computeResources.maxvCpus is required."],
    [
      "an unknown kind of resources",
      {},
      { type: "LAMBDA" },
      "computeResources.type must be one of [EC2, SPOT, FARGATE, FARGATE_SPOT, ECS_MANAGED_INSTANCES].",
    ],
    [
      "a strategy for Spot",
      {},
      { allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" },
      "Allocation strategy SPOT_CAPACITY_OPTIMIZED requires compute resource type SPOT.",
    ],
    [
      "an ordered strategy for Spot",
      {},
      { ...spot, allocationStrategy: "BEST_FIT_PROGRESSIVE_ORDERED" },
      "Allocation strategy BEST_FIT_PROGRESSIVE_ORDERED requires compute resource type EC2.",
    ],
    [
      "the best fit of Spot without a fleet role",
      {},
      { type: "SPOT" },
      "compute resource spotIamFleetRole is required.",
    ],
    ["a bid of more than the price", {}, { ...spot, bidPercentage: 101 }, "Bid percentage must be between 0 to 100."],
    [
      "a launch template that is named twice",
      {},
      { launchTemplate: { launchTemplateId: "lt-1", launchTemplateName: "a" } },
      "One of LaunchTemplateId and LaunchTemplateName",
    ],
    ["a launch template without a name", {}, { launchTemplate: {} }, "One of LaunchTemplateId and LaunchTemplateName"],
    [
      "instances that ECS manages",
      {},
      { type: "ECS_MANAGED_INSTANCES" },
      "The embedded AWS Batch has no compute environments of type ECS_MANAGED_INSTANCES.",
    ],
    [
      "instance types that there are not",
      {},
      { instanceTypes: ["m5.large", "p8.84xlarge"] },
      "Error executing request, Exception : Instance type can only be one of [optimal, default_x86_64, default_arm64, a1,",
    ],
    ["no image", {}, { ec2Configuration: [] }, "ec2Configuration must have one or two entries."],
    [
      "three images",
      {},
      { ec2Configuration: ["ECS_AL2", "ECS_AL2023", "ECS_AL2_NVIDIA"].map((imageType) => ({ imageType })) },
      "computeResources.ec2Configuration must have at most 2 entries.",
    ],
    [
      "the same image twice",
      {},
      { ec2Configuration: [{ imageType: "ECS_AL2" }, { imageType: "ECS_AL2" }] },
      "Each imageType can be given once only.",
    ],
    [
      "an image of EKS",
      {},
      { ec2Configuration: [{ imageType: "EKS_AL2023" }] },
      "imageType EKS_AL2023 is not valid for ECS. Valid values are: [ECS_AL1,",
    ],
    [
      "a version of a launch template that is none",
      {},
      { launchTemplate: { launchTemplateId: "lt-1", version: "newest" } },
      "computeResources.launchTemplate.version must be a number, $Default or $Latest, got newest.",
    ],
    ["an override without a template", {}, overriding({}), "An override needs one of launchTemplateId and"],
    [
      "an override for no instances",
      {},
      overriding({ launchTemplateId: "lt-2" }),
      "targetInstanceTypes are required for an override.",
    ],
    [
      "an override for what Batch chooses",
      {},
      overriding({ launchTemplateId: "lt-2", targetInstanceTypes: ["optimal"] }),
      "targetInstanceTypes must be instance types or families, got optimal.",
    ],
    [
      "an override for other instances",
      {},
      overriding({ launchTemplateId: "lt-2", targetInstanceTypes: ["c5.large"] }),
      "targetInstanceTypes c5.large is not one of instanceTypes.",
    ],
    [
      "an override for a family and one of its types",
      {},
      { ...overriding({ launchTemplateId: "lt-2", targetInstanceTypes: ["m5.large", "m5"] }), instanceTypes: ["m5"] },
      "targetInstanceTypes m5.large overlaps with its family.",
    ],
    [
      "an override for a type twice",
      {},
      overriding({ launchTemplateId: "lt-2", targetInstanceTypes: ["m5.large", "m5.large"] }),
      "targetInstanceTypes m5.large is given more than once.",
    ],
    [
      "eleven overrides",
      {},
      {
        instanceTypes: [...M5, "c5", "c6i"],
        launchTemplate: {
          overrides: [...M5, "c5", "c6i"].map((type) => ({ launchTemplateId: "lt-2", targetInstanceTypes: [type] })),
        },
      },
      "computeResources.launchTemplate.overrides must have at most 10 entries.",
    ],
    [
      "a scale-down delay of 19 minutes",
      {},
      { scalingPolicy: { minScaleDownDelayMinutes: 19 } },
      "minScaleDownDelayMinutes must be 0, or between 20 and 10080.",
    ],
    ["tags for managed instances", {}, { capacityTags: { team: "a" } }, "capacityTags is not applicable for EC2."],
    ["more vCPUs than an Integer has", {}, { maxvCpus: 2 ** 31 }, "computeResources.maxvCpus is not valid"],
    ["no network at all", {}, { subnets: undefined }, "Subnets are required."],
    ["no list of security groups", {}, { securityGroupIds: undefined }, "Security group ids are required."],
    [
      "an instance role for Fargate",
      {},
      { ...fargate, instanceRole: "r" },
      "instanceRole is not applicable for Fargate.",
    ],
    [
      "17 subnets for Fargate",
      {},
      { ...fargate, subnets: Array.from({ length: 17 }, (_, n) => `s${n}`) },
      "Fargate supports a maximum of 16 subnets.",
    ],
    [
      "6 security groups for Fargate",
      {},
      { ...fargate, securityGroupIds: ["1", "2", "3", "4", "5", "6"] },
      "Fargate supports a maximum of 5 security groups.",
    ],
  ])("is refused with %s", (_case, changes, resources, message) => {
    const batch = new BatchAccount();
    expect(() => batch.call("CreateComputeEnvironment", request(changes, resources))).toThrow(message);
    expect(batch.call("DescribeComputeEnvironments")).toEqual({ computeEnvironments: [] });
  });

  it("takes the words of the API in any case, and answers in capitals", () => {
    const made = detail(
      create(
        { type: "managed", state: "enabled" },
        { ...spot, type: "spot", allocationStrategy: "spot_Capacity_Optimized" },
      ),
    );
    expect(made).toMatchObject({
      type: "MANAGED",
      state: "ENABLED",
      computeResources: { type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" },
    });
  });

  it.each([
    { instanceTypes: ["optimal"] },
    { instanceTypes: ["default_arm64"] },
    { instanceTypes: ["m5", "c7i-flex.large", "p6-b200.48xlarge", "u7in-16tb"] },
    { ec2Configuration: [{ imageType: "ECS_AL2" }, { imageType: "ECS_AL2_NVIDIA", imageIdOverride: "ami-1" }] },
    { scalingPolicy: { minScaleDownDelayMinutes: 0 } },
    overriding({ launchTemplateName: "large", version: "3", targetInstanceTypes: ["m5.large"] }),
    { instanceTypes: ["optimal"], ...overriding({ launchTemplateName: "large", targetInstanceTypes: ["m6i"] }) },
  ])("takes %j", (resources) => {
    expect(detail(create({}, resources))?.computeResources).toMatchObject(resources);
  });

  it("makes an ECS cluster for it, and deletes it with it", () => {
    const changes: ClusterChange[] = [];
    const batch = new BatchAccount({ onCluster: (_place, change) => changes.push(change) });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
    const name = "AWSBatch-compute-00000000-0000-4000-8000-000000000001";
    expect(changes).toEqual([{ operation: "CreateCluster", name, needsLinkedRole: true }]);
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    batch.settled("DeleteComputeEnvironment", { computeEnvironment: "compute" });
    batch.call("DescribeComputeEnvironments");
    expect(changes.slice(1)).toEqual([{ operation: "DeleteCluster", name }]);
  });

  it("takes an empty role for none, as Terraform writes it", () => {
    expect(detail(create({ serviceRole: "" }))?.serviceRole).toMatch(/aws-service-role/);
  });

  it("is refused for the 51st of a Region", () => {
    const batch = new BatchAccount();
    const make = (number: number) =>
      batch.call("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: `c${number}` }));
    for (let number = 1; number <= 50; number += 1) make(number);
    expect(() => make(51)).toThrow("Compute environment limit of 50 exceeded.");
  });

  it("needs no security groups where a launch template may hold them", () => {
    expect(() => create({}, { securityGroupIds: [], launchTemplate: { launchTemplateName: "t" } })).not.toThrow();
  });
});

/** Changes of the environment win over the resources, so that a case can leave them out. */
function request(changes: object, resources: object): object {
  return { ...valid.computeEnvironment({}, resources), ...changes };
}

describe("updating a compute environment", () => {
  const update = (batch: BatchAccount, changes: object): unknown =>
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", ...changes });

  it("changes the limits and keeps the rest", () => {
    const batch = create();
    update(batch, { computeResources: { maxvCpus: 4, minvCpus: 1 } });
    expect(detail(batch)?.computeResources).toEqual(
      expect.objectContaining({ maxvCpus: 4, minvCpus: 1, desiredvCpus: 1, instanceTypes: ["m5"] }),
    );
  });

  it("checks the resources as they would be then", () => {
    const batch = create({}, { minvCpus: 2 });
    expect(() => update(batch, { computeResources: { maxvCpus: 1 } })).toThrow(
      "maxvCpus should be greater than or equal to minvCpus.",
    );
  });

  it("changes the infrastructure under the service-linked role and a progressive strategy", () => {
    const batch = create({}, { allocationStrategy: "BEST_FIT_PROGRESSIVE", ec2KeyPair: "key", imageId: "ami-1" });
    update(batch, {
      computeResources: { instanceTypes: ["c5"], ec2KeyPair: "", imageId: "", updateToLatestImageVersion: true },
    });
    const resources = detail(batch)?.computeResources;
    expect(resources?.instanceTypes).toEqual(["c5"]);
    for (const gone of ["ec2KeyPair", "imageId", "updateToLatestImageVersion"])
      expect(resources).not.toHaveProperty(gone);
  });

  it("removes a launch template that is set to nothing", () => {
    const launchTemplate = { launchTemplateName: "t" };
    const batch = create({}, { allocationStrategy: "BEST_FIT_PROGRESSIVE", launchTemplate });
    update(batch, { computeResources: { launchTemplate: { launchTemplateId: "" } } });
    expect(detail(batch)?.computeResources).not.toHaveProperty("launchTemplate");
  });

  it.each<[string, object, object]>([
    [
      "a role of one's own",
      { serviceRole: "arn:aws:iam::123456789012:role/mine" },
      { allocationStrategy: "BEST_FIT_PROGRESSIVE" },
    ],
    ["the best fit, which is the default", {}, {}],
  ])("does not change the infrastructure under %s", (_case, changes, resources) => {
    const batch = create(changes, resources);
    expect(() => update(batch, { computeResources: { instanceTypes: ["c5"] } })).toThrow(
      "does not support updates of instanceTypes",
    );
  });

  it("does not swap a role of one's own for the service-linked one", () => {
    expect(() => update(create(), { serviceRole: "arn:aws:iam::123456789012:role/mine" })).toThrow(
      "cannot replace each other",
    );
  });

  it.each<[string, object, string]>([
    ["unmanaged vCPUs", { unmanagedvCpus: 1 }, "unmanagedvCpus is not applicable for managed Compute Environment."],
    [
      "a time for jobs of more than six hours",
      { updatePolicy: { jobExecutionTimeoutMinutes: 361 } },
      "jobExecutionTimeoutMinutes must be between 1 and 360.",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => update(create(), changes)).toThrow(message);
  });

  it("changes the vCPUs of an unmanaged one, which has no resources to change", () => {
    const serviceRole = "arn:aws:iam::123456789012:role/mine";
    const batch = create({ type: "UNMANAGED", computeResources: undefined, serviceRole, unmanagedvCpus: 4 });
    update(batch, { unmanagedvCpus: 8 });
    expect(detail(batch)?.unmanagedvCpus).toBe(8);
    expect(() => update(batch, { computeResources: { maxvCpus: 1 } })).toThrow(
      "computeResources is not applicable for unmanaged Compute Environment.",
    );
  });

  it("changes the network of a Fargate one, but not what Fargate does not have", () => {
    const batch = create({}, fargate);
    update(batch, { computeResources: { subnets: ["subnet-2"], maxvCpus: 4 } });
    expect(detail(batch)?.computeResources).toMatchObject({ subnets: ["subnet-2"], maxvCpus: 4 });
    expect(() => update(batch, { computeResources: { instanceTypes: ["c5"] } })).toThrow(
      "does not support updates of instanceTypes",
    );
  });

  it("sets the update policy", () => {
    const updatePolicy = { terminateJobsOnUpdate: true, jobExecutionTimeoutMinutes: 60 };
    const batch = create();
    update(batch, { updatePolicy });
    expect(detail(batch)?.updatePolicy).toEqual(updatePolicy);
  });
});

describe("deleting a compute environment", () => {
  it("is refused while it is enabled", () => {
    expect(() => create().call("DeleteComputeEnvironment", { computeEnvironment: "compute" })).toThrow(
      "Cannot delete, state must be DISABLED.",
    );
  });

  it("is refused while a queue uses it", () => {
    const batch = create();
    batch.settled("CreateJobQueue", valid.containerQueue());
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    expect(() => batch.call("DeleteComputeEnvironment", { computeEnvironment: "compute" })).toThrow(
      "Cannot delete, found existing JobQueue relationship.",
    );
  });

  it("leaves nothing after a while", () => {
    const batch = create();
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    batch.call("DeleteComputeEnvironment", { computeEnvironment: arn("compute-environment/compute") });
    expect(detail(batch)?.status).toBe("DELETING");
    batch.settle();
    expect(detail(batch)).toBeUndefined();
  });
});

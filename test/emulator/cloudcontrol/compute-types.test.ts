import type { DescribeJobDefinitionsResponse, JobDefinition } from "@aws-sdk/client-batch";
import type { Model } from "../../../emulator/cloudcontrol/json";
import { arn, PLACE } from "../batch/account";
import { codeOf, Control } from "./control";

const ENVIRONMENT = "AWS::Batch::ComputeEnvironment";
const RESOURCE = "AWS::Batch::ConsumableResource";
const DEFINITION = "AWS::Batch::JobDefinition";

describe("a compute environment through Cloud Control", () => {
  const machines = (changes: Model = {}): Model => ({
    ComputeEnvironmentName: "gpu",
    Type: "MANAGED",
    ComputeResources: {
      Type: "SPOT",
      AllocationStrategy: "SPOT_CAPACITY_OPTIMIZED",
      MinvCpus: 0,
      MaxvCpus: 8,
      InstanceTypes: ["g5.xlarge"],
      InstanceRole: "arn:aws:iam::123456789012:instance-profile/machine",
      Subnets: ["subnet-1"],
      SecurityGroupIds: ["sg-1"],
      Tags: { "lower case": "stays" },
      ...changes,
    },
    Tags: { team: "a" },
  });
  const created = () => {
    const control = new Control();
    expect(control.create(ENVIRONMENT, machines()).OperationStatus).toBe("SUCCESS");
    return control;
  };
  const id = arn("compute-environment/gpu");

  it("is identified by its ARN, and keeps keys that are data", () => {
    const control = created();
    expect(control.model(ENVIRONMENT, id)).toMatchObject({
      ...machines(),
      State: "ENABLED",
      ComputeEnvironmentArn: id,
    });
  });

  it("changes its limits and its tags in place", () => {
    const control = created();
    const done = control.update(ENVIRONMENT, id, [
      { op: "replace", path: "/ComputeResources/MaxvCpus", value: 16 },
      { op: "add", path: "/Tags/more", value: "b" },
    ]);
    expect(done.OperationStatus).toBe("SUCCESS");
    expect(control.model(ENVIRONMENT, id)).toMatchObject({
      ComputeResources: { MaxvCpus: 16, InstanceTypes: ["g5.xlarge"] },
      Tags: { team: "a", more: "b" },
    });
  });

  it("does not change what needs other instances, and nothing beside", () => {
    const control = created();
    const done = control.update(ENVIRONMENT, id, [
      { op: "replace", path: "/ComputeResources/InstanceTypes/0", value: "g5.2xlarge" },
      { op: "replace", path: "/ComputeResources/MaxvCpus", value: 16 },
    ]);
    expect(done).toMatchObject({
      OperationStatus: "FAILED",
      StatusMessage: expect.stringContaining("Changing InstanceTypes requires another compute environment."),
    });
    expect(control.model(ENVIRONMENT, id)).toMatchObject(machines());
  });

  it("cannot change its name", () => {
    const patch = [{ op: "replace", path: "/ComputeEnvironmentName", value: "other" }];
    const control = created();
    expect(codeOf(() => control.cloud.update(PLACE, ENVIRONMENT, id, patch))).toBe("NotUpdatableException");
  });

  it("is UNMANAGED with vCPUs, which change in place", () => {
    const control = new Control();
    const role = "arn:aws:iam::123456789012:role/batch";
    const model = { ComputeEnvironmentName: "own", Type: "UNMANAGED", UnmanagedvCpus: 8, ServiceRole: role };
    control.create(ENVIRONMENT, model);
    const own = arn("compute-environment/own");
    control.update(ENVIRONMENT, own, [{ op: "replace", path: "/UnmanagedvCpus", value: 16 }]);
    expect(control.model(ENVIRONMENT, own)).toMatchObject({ UnmanagedvCpus: 16 });
  });

  it("is disabled before it is deleted, and stays while a queue names it", () => {
    const control = created();
    control.batch.settled("CreateJobQueue", {
      jobQueueName: "queue",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "gpu" }],
    });
    expect(control.delete(ENVIRONMENT, id).OperationStatus).toBe("FAILED");
    expect(control.model(ENVIRONMENT, id)).toMatchObject({ State: "ENABLED" });
    control.batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    control.batch.settled("DeleteJobQueue", { jobQueue: "queue" });
    expect(control.delete(ENVIRONMENT, id).OperationStatus).toBe("SUCCESS");
    expect(codeOf(() => control.model(ENVIRONMENT, id))).toBe("ResourceNotFoundException");
  });
});

describe("a consumable resource through Cloud Control", () => {
  const licence = { ConsumableResourceName: "licence", TotalQuantity: 5, ResourceType: "REPLENISHABLE" };
  const id = arn("consumable-resource/licence");

  it("has its quantity set, and is deleted", () => {
    const control = new Control();
    control.create(RESOURCE, licence);
    expect(control.update(RESOURCE, id, [{ op: "replace", path: "/TotalQuantity", value: 7 }]).OperationStatus).toBe(
      "SUCCESS",
    );
    expect(control.model(RESOURCE, id)).toMatchObject({ ...licence, TotalQuantity: 7 });
    expect(control.delete(RESOURCE, id).OperationStatus).toBe("SUCCESS");
  });

  it("must say how much there is of what kind, and keeps its kind", () => {
    const control = new Control();
    expect(codeOf(() => control.cloud.create(PLACE, RESOURCE, { ConsumableResourceName: "licence" }))).toBe(
      "InvalidRequestException",
    );
    control.create(RESOURCE, licence);
    const patch = [{ op: "replace", path: "/ResourceType", value: "NON_REPLENISHABLE" }];
    expect(codeOf(() => control.cloud.update(PLACE, RESOURCE, id, patch))).toBe("NotUpdatableException");
  });
});

describe("a job definition through Cloud Control", () => {
  const definition = (keep?: boolean): Model => ({
    JobDefinitionName: "train",
    Type: "container",
    ContainerProperties: {
      Image: "train:1",
      ResourceRequirements: [
        { Type: "VCPU", Value: "1" },
        { Type: "MEMORY", Value: "512" },
      ],
      LogConfiguration: { LogDriver: "awslogs", Options: { "awslogs-group": "Group" } },
    },
    Parameters: { "Lower and Upper": "stay" },
    RetryStrategy: { Attempts: 2, EvaluateOnExit: [{ Action: "RETRY", OnStatusReason: "Host EC2*" }] },
    Tags: { team: "a" },
    ...(keep === undefined ? {} : { ResourceRetentionPolicy: { SkipDeregisterOnUpdate: keep } }),
  });
  const image = [{ op: "replace", path: "/ContainerProperties/Image", value: "train:2" }];
  const revisions = (control: Control) => {
    const answer = control.batch.call<DescribeJobDefinitionsResponse>("DescribeJobDefinitions", {
      jobDefinitionName: "train",
    });
    return (answer.jobDefinitions ?? []).map(({ revision, status }: JobDefinition) => `${revision} ${status}`);
  };

  it("is identified by its name, and is its newest revision that is ACTIVE", () => {
    const control = new Control();
    expect(control.create(DEFINITION, definition())).toMatchObject({ Identifier: "train", OperationStatus: "SUCCESS" });
    expect(control.model(DEFINITION, "train")).toMatchObject({
      JobDefinitionArn: arn("job-definition/train:1"),
      Parameters: { "Lower and Upper": "stay" },
      ContainerProperties: { LogConfiguration: { Options: { "awslogs-group": "Group" } } },
    });
    expect(control.cloud.list(PLACE, DEFINITION, {}).map(({ identifier }) => identifier)).toEqual(["train"]);
  });

  it("registers a revision when it is changed, and takes the one before out of service", () => {
    const control = new Control();
    control.create(DEFINITION, definition());
    expect(control.update(DEFINITION, "train", image).OperationStatus).toBe("SUCCESS");
    expect(revisions(control)).toEqual(["2 ACTIVE", "1 INACTIVE"]);
    expect(control.model(DEFINITION, "train")).toMatchObject({ ContainerProperties: { Image: "train:2" } });
  });

  it("keeps the one before where the change says so", () => {
    const control = new Control();
    control.create(DEFINITION, definition(true));
    const keep = { op: "add", path: "/ResourceRetentionPolicy", value: { SkipDeregisterOnUpdate: true } };
    control.update(DEFINITION, "train", [...image, keep]);
    expect(revisions(control)).toEqual(["2 ACTIVE", "1 ACTIVE"]);
  });

  it("stays as it is when its change is refused", () => {
    const control = new Control();
    control.create(DEFINITION, definition());
    const bad = [{ op: "replace", path: "/RetryStrategy/Attempts", value: 11 }];
    expect(codeOf(() => control.cloud.update(PLACE, DEFINITION, "train", bad))).toBe("InvalidRequestException");
    expect(revisions(control)).toEqual(["1 ACTIVE"]);
  });

  it("is taken out of service when it is deleted", () => {
    const control = new Control();
    control.create(DEFINITION, definition());
    expect(control.delete(DEFINITION, "train").OperationStatus).toBe("SUCCESS");
    expect(revisions(control)).toEqual(["1 INACTIVE"]);
    expect(codeOf(() => control.model(DEFINITION, "train"))).toBe("ResourceNotFoundException");
  });
});

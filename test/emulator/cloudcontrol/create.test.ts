import type { Model } from "../../../emulator/cloudcontrol/json";
import { progressOf } from "../../../emulator/cloudcontrol/requests";
import { arn, BatchAccount, PLACE, valid, withQuotaQueue } from "../batch/account";
import { codeOf, Control, ENVIRONMENT, environmentModel, POLICY, QUEUE, queueModel, SHARE } from "./control";

describe("creating through Cloud Control", () => {
  it("is under way at first, and succeeds when the resource is VALID", () => {
    const control = new Control(new BatchAccount({ timings: { creating: 1000 } }));
    control.create(ENVIRONMENT, environmentModel());
    const request = control.cloud.create(PLACE, QUEUE, queueModel());
    const status = (): string => progressOf(control.cloud.request(PLACE, request.token)).OperationStatus;
    expect(progressOf(request)).toEqual({
      TypeName: QUEUE,
      Identifier: arn("job-queue/queue"),
      RequestToken: request.token,
      Operation: "CREATE",
      OperationStatus: "IN_PROGRESS",
      EventTime: control.batch.clock.now() / 1000,
    });
    control.batch.clock.step(999);
    expect(status()).toBe("IN_PROGRESS");
    control.batch.clock.step(1);
    expect(status()).toBe("SUCCESS");
  });

  it("makes what Batch describes", () => {
    const control = new Control();
    control.create(ENVIRONMENT, environmentModel({ Tags: { team: "a" } }));
    expect(control.batch.call("DescribeServiceEnvironments")).toEqual({
      serviceEnvironments: [
        {
          ...valid.serviceEnvironment({ tags: { team: "a" } }),
          serviceEnvironmentArn: arn("service-environment/environment"),
          state: "ENABLED",
          status: "VALID",
        },
      ],
    });
  });

  it.each<[string, Model, string, Model]>([
    [
      ENVIRONMENT,
      environmentModel(),
      "service-environment/environment",
      { State: "ENABLED", ServiceEnvironmentArn: arn("service-environment/environment"), Tags: {} },
    ],
    [
      POLICY,
      { Name: "p", QuotaSharePolicy: { IdleResourceAssignmentStrategy: "FIFO" } },
      "scheduling-policy/p",
      { Arn: arn("scheduling-policy/p"), Tags: {} },
    ],
  ])("shows the model as it was wanted, with defaults and the ARN: %s", (typeName, model, resource, added) => {
    const control = new Control();
    control.create(typeName, model);
    expect(control.model(typeName, arn(resource))).toEqual({ ...model, ...added });
  });

  it("shows a queue with ARNs for names", () => {
    const control = new Control(withQuotaQueue());
    expect(control.model(QUEUE, arn("job-queue/queue"))).toEqual({
      JobQueueArn: arn("job-queue/queue"),
      JobQueueName: "queue",
      JobQueueType: "SAGEMAKER_TRAINING",
      Priority: 1,
      State: "ENABLED",
      SchedulingPolicyArn: arn("scheduling-policy/quota"),
      ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: arn("service-environment/environment") }],
      Tags: {},
    });
  });

  it("makes up a name where there is none", () => {
    const control = new Control();
    const { Identifier } = control.create(ENVIRONMENT, environmentModel({ ServiceEnvironmentName: "x" }));
    const unnamed = environmentModel();
    delete unnamed["ServiceEnvironmentName"];
    const made = control.create(ENVIRONMENT, unnamed);
    expect(made.OperationStatus).toBe("SUCCESS");
    expect(made.Identifier).toMatch(/:service-environment\/ServiceEnvironment-\w{12}$/);
    expect(made.Identifier).not.toBe(Identifier);
  });

  it("fails without an identifier when the name is taken, so that nobody takes the other one for theirs", () => {
    const control = new Control();
    control.create(ENVIRONMENT, environmentModel());
    const failed = control.create(ENVIRONMENT, environmentModel());
    expect(failed).toEqual(
      expect.objectContaining({
        OperationStatus: "FAILED",
        ErrorCode: "AlreadyExists",
        StatusMessage: "Object already exists (Service: Batch, Status Code: 409)",
      }),
    );
    expect(failed).not.toHaveProperty("Identifier");
  });

  it("fails as an invalid request when Batch refuses it", () => {
    const failed = new Control().create(QUEUE, queueModel());
    expect(failed).toEqual(expect.objectContaining({ OperationStatus: "FAILED", ErrorCode: "InvalidRequest" }));
    expect(failed.StatusMessage).toContain("Service environments must be created and valid");
  });

  it("fails as not found when the queue of a share is not there", () => {
    const model = {
      QuotaShareName: "s",
      JobQueue: "none",
      CapacityLimits: [{ CapacityUnit: "ml.g5.xlarge", MaxCapacity: 1 }],
      ResourceSharingConfiguration: { Strategy: "LEND" },
      PreemptionConfiguration: { InSharePreemption: "ENABLED" },
    };
    expect(new Control().create(SHARE, model).ErrorCode).toBe("NotFound");
  });

  it.each<[string, string, Model, string]>([
    ["a model that does not fit the schema", QUEUE, { Priority: 1 }, "InvalidRequestException"],
    [
      "a read-only property",
      ENVIRONMENT,
      environmentModel({ ServiceEnvironmentArn: "arn:x" }),
      "InvalidRequestException",
    ],
    ["a type that is not there", "AWS::Batch::Nothing", {}, "TypeNotFoundException"],
  ])("is refused at once with %s", (_case, typeName, model, code) => {
    expect(codeOf(() => new Control().cloud.create(PLACE, typeName, model))).toBe(code);
  });
});

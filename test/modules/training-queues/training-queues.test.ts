import { changed, at, valid } from "../../config/training-queues/fixture";
import { annotations } from "../batch-construct/annotations";
import { argument, desiredState, synthesizeQueues } from "./support";

const type = "aws_cloudcontrolapi_resource";
const tags = {
  environment: "dev",
  project: "churn",
  repo_url: "https://github.com/example/churn",
  deployed_by: "terraform",
  developed_by: "dapf",
};

describe("the module training_queues", () => {
  const { module } = synthesizeQueues(valid);

  it("has a Cloud Control resource for every declaration, under its key", () => {
    expect(
      Object.entries(module.resource?.[type] ?? {}).map(([name, { type_name }]) => `${name}: ${String(type_name)}`),
    ).toEqual([
      "c5_service_environment: AWS::Batch::ServiceEnvironment",
      "g5_service_environment: AWS::Batch::ServiceEnvironment",
      "g6_scheduling_policy: AWS::Batch::SchedulingPolicy",
      "g5_scheduling_policy: AWS::Batch::SchedulingPolicy",
      "c5_job_queue: AWS::Batch::JobQueue",
      "g6_job_queue: AWS::Batch::JobQueue",
      "g5_job_queue: AWS::Batch::JobQueue",
      "a_quota_share: AWS::Batch::QuotaShare",
      "b_quota_share: AWS::Batch::QuotaShare",
    ]);
  });

  it("says of a service environment what the request says, with the tags of the environment", () => {
    expect(desiredState(module, "g5_service_environment")).toEqual({
      ServiceEnvironmentName: "g5",
      ServiceEnvironmentType: "SAGEMAKER_TRAINING",
      CapacityLimits: [{ MaxCapacity: 3, CapacityUnit: "ml.g5.xlarge" }],
      State: "ENABLED",
      Tags: tags,
    });
  });

  it("says of scheduling policies what the requests say", () => {
    expect(desiredState(module, "g6_scheduling_policy")).toEqual({
      Name: "fair",
      FairsharePolicy: {
        ShareDecaySeconds: 3600,
        ComputeReservation: 10,
        ShareDistribution: [
          { ShareIdentifier: "HIGHPRI", WeightFactor: 1 },
          { ShareIdentifier: "team*", WeightFactor: 5 },
        ],
      },
      Tags: tags,
    });
    expect(desiredState(module, "g5_scheduling_policy")).toEqual({
      Name: "quota",
      QuotaSharePolicy: { IdleResourceAssignmentStrategy: "FIFO" },
      Tags: tags,
    });
  });

  it("links queues by the ids of their environments and policies, a FIFO queue to no policy", () => {
    expect(desiredState(module, "g5_job_queue")).toEqual({
      JobQueueName: "quota-share",
      JobQueueType: "SAGEMAKER_TRAINING",
      Priority: 1,
      State: "ENABLED",
      SchedulingPolicyArn: `\${${type}.g5_scheduling_policy.id}`,
      ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: `\${${type}.g5_service_environment.id}` }],
      Tags: tags,
    });
    expect(desiredState(module, "c5_job_queue")).not.toHaveProperty("SchedulingPolicyArn");
    expect(desiredState(module, "c5_job_queue").JobStateTimeLimitActions).toEqual([
      {
        State: "RUNNABLE",
        Action: "TERMINATE",
        MaxTimeSeconds: 600,
        Reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
      },
    ]);
  });

  it("links shares by the id of their queue", () => {
    expect(desiredState(module, "a_quota_share")).toEqual({
      QuotaShareName: "a",
      JobQueue: `\${${type}.g5_job_queue.id}`,
      CapacityLimits: [{ MaxCapacity: 2, CapacityUnit: "ml.g5.xlarge" }],
      ResourceSharingConfiguration: { Strategy: "LEND_AND_BORROW", BorrowLimit: 200 },
      PreemptionConfiguration: { InSharePreemption: "ENABLED" },
      State: "ENABLED",
      Tags: tags,
    });
  });

  it("replaces queues when their names change, even while their policies are not known yet", () => {
    expect(argument(module, "terraform_data", "job_queue_names", "input")).toEqual({
      c5_job_queue: "fifo",
      g6_job_queue: "fair-share",
      g5_job_queue: "quota-share",
    });
  });

  it("makes renamed environments and policies before it deletes the old ones, and replaces shares with queues", () => {
    const lifecycles = Object.entries(module.resource?.[type] ?? {}).map(([name, { lifecycle }]) => [name, lifecycle]);
    expect(Object.fromEntries(lifecycles)).toEqual({
      c5_service_environment: { create_before_destroy: true },
      g5_service_environment: { create_before_destroy: true },
      g6_scheduling_policy: { create_before_destroy: true },
      g5_scheduling_policy: { create_before_destroy: true },
      c5_job_queue: { replace_triggered_by: ["terraform_data.job_queue_names.input.c5_job_queue"] },
      g6_job_queue: { replace_triggered_by: ["terraform_data.job_queue_names.input.g6_job_queue"] },
      g5_job_queue: { replace_triggered_by: ["terraform_data.job_queue_names.input.g5_job_queue"] },
      a_quota_share: { replace_triggered_by: [`${type}.g5_job_queue.id`] },
      b_quota_share: { replace_triggered_by: [`${type}.g5_job_queue.id`] },
    });
  });

  it("writes the same bytes whatever the order of the keys in a file", () => {
    const request = valid.ServiceEnvs.C5_SE_CREATE_REQUEST;
    const reversed = Object.fromEntries(Object.entries(request).reverse());
    const { module: other } = synthesizeQueues(changed({ [at.c5]: reversed }));
    const text = (from: typeof other) => argument(from, type, "c5_service_environment", "desired_state");
    expect(text(other)).toBe(text(module));
  });

  it("lets the tags of a request win over those of the environment", () => {
    const own = { project: "other", team: "a" };
    const { module: tagged } = synthesizeQueues(changed({ [`${at.c5}.tags`]: own, [`${at.a}.tags`]: own }));
    expect(desiredState(tagged, "c5_service_environment").Tags).toEqual({ ...tags, ...own });
    expect(desiredState(tagged, "a_quota_share").Tags).toEqual({ ...tags, ...own });
  });

  it("states the limit of a share that borrows without one, and the state that a request has", () => {
    const { module: other } = synthesizeQueues(
      changed({ [`${at.a}.resourceSharingConfiguration.borrowLimit`]: undefined, [`${at.a}.state`]: "DISABLED" }),
    );
    expect(desiredState(other, "a_quota_share")).toMatchObject({
      ResourceSharingConfiguration: { Strategy: "LEND_AND_BORROW", BorrowLimit: -1 },
      State: "DISABLED",
    });
    expect(desiredState(other, "b_quota_share").ResourceSharingConfiguration).toEqual({ Strategy: "RESERVE" });
  });

  it("sets the type of a queue whose request leaves it out", () => {
    const { module: other } = synthesizeQueues(changed({ [`${at.fifo}.jobQueueType`]: undefined }));
    expect(desiredState(other, "c5_job_queue").JobQueueType).toBe("SAGEMAKER_TRAINING");
  });

  it("takes ARNs of what exists without the file as they are", () => {
    const arn = (kind: string) => `arn:aws:batch:eu-west-1:123456789012:${kind}/theirs`;
    const { module: other } = synthesizeQueues(
      changed({
        [`${at.fairShare}.schedulingPolicyArn`]: arn("scheduling-policy"),
        [`${at.fairShare}.serviceEnvironmentOrder.0.serviceEnvironment`]: arn("service-environment"),
        [`${at.a}.jobQueue`]: arn("job-queue"),
      }),
    );
    expect(desiredState(other, "g6_job_queue")).toMatchObject({
      SchedulingPolicyArn: arn("scheduling-policy"),
      ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: arn("service-environment") }],
    });
    expect(desiredState(other, "a_quota_share").JobQueue).toBe(arn("job-queue"));
    expect(argument(other, type, "a_quota_share", "lifecycle")).toBeUndefined();
  });

  it("warns of what AWS accepts and nobody means", () => {
    const { root } = synthesizeQueues(changed({ [`${at.b}.capacityLimits.0.maxCapacity`]: 2 }));
    expect(annotations(root.queues).map(({ message }) => message)).toEqual([
      expect.stringContaining("is less than the 4 ml.g5.xlarge that the shares of the queue G5 have"),
    ]);
  });
});

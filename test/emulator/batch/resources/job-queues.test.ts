import type { DescribeJobQueuesResponse, JobQueueDetail } from "@aws-sdk/client-batch";
import { arn, BatchAccount, valid, withQuotaQueue } from "../account";

const queueOf = (batch: BatchAccount, name: string): JobQueueDetail | undefined =>
  batch.call<DescribeJobQueuesResponse>("DescribeJobQueues", { jobQueues: [name] }).jobQueues?.[0];

/** A VALID service environment and a VALID compute environment. */
function withEnvironments(): BatchAccount {
  const batch = new BatchAccount();
  batch.call("CreateServiceEnvironment", valid.serviceEnvironment());
  batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
  return batch;
}

const limit = (changes: object = {}) => ({
  state: "RUNNABLE",
  action: "TERMINATE",
  reason: "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
  maxTimeSeconds: 600,
  ...changes,
});

describe("creating a container queue", () => {
  it("makes one that names its environments by ARN and takes its type from them", () => {
    const batch = withEnvironments();
    expect(batch.settled("CreateJobQueue", valid.containerQueue({ tags: { team: "a" } }))).toEqual({
      jobQueueName: "containers",
      jobQueueArn: arn("job-queue/containers"),
    });
    expect(queueOf(batch, "containers")).toEqual({
      jobQueueName: "containers",
      jobQueueArn: arn("job-queue/containers"),
      jobQueueType: "ECS",
      state: "ENABLED",
      status: "VALID",
      statusReason: "JobQueue Healthy",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: arn("compute-environment/compute") }],
      tags: { team: "a" },
    });
  });

  it("makes one of Fargate for a Fargate environment", () => {
    const batch = new BatchAccount();
    const resources = { type: "FARGATE", maxvCpus: 4, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] };
    batch.settled("CreateComputeEnvironment", {
      computeEnvironmentName: "compute",
      type: "MANAGED",
      computeResources: resources,
    });
    batch.settled("CreateJobQueue", valid.containerQueue());
    expect(queueOf(batch, "containers")?.jobQueueType).toBe("ECS_FARGATE");
  });

  it.each([
    ["a bad name", { jobQueueName: "" }, "Job Queue name should match a valid pattern."],
    ["a priority of more than 1000", { priority: 1001 }, "Priority must be between 0 and 1000."],
    ["no priority", { priority: undefined }, "priority is required."],
    ["no environments", { computeEnvironmentOrder: [] }, "computeEnvironmentOrder is required."],
    [
      "an environment that is not there",
      { computeEnvironmentOrder: [{ order: 1, computeEnvironment: "none" }] },
      "Compute Environments must be created and valid before attaching them to a job queue",
    ],
    [
      "four environments",
      { computeEnvironmentOrder: [1, 2, 3, 4].map((order) => ({ order, computeEnvironment: `c${order}` })) },
      "Only 3 environments are allowed in job queue request.",
    ],
    [
      "one place for two environments",
      { computeEnvironmentOrder: ["a", "b"].map((computeEnvironment) => ({ order: 1, computeEnvironment })) },
      "Duplicate ComputeEnvironment order values.",
    ],
    [
      "one environment twice, by name and by ARN",
      {
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: "compute" },
          { order: 2, computeEnvironment: arn("compute-environment/compute") },
        ],
      },
      "Duplicate ComputeEnvironments within order list.",
    ],
    [
      "the type of an environment that it does not have",
      { jobQueueType: "ECS_FARGATE" },
      "ECS_FARGATE job queue type must have ECS_FARGATE compute environment.",
    ],
    [
      "a service environment beside a compute environment",
      { serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "environment" }] },
      "A job queue can't have both a serviceEnvironmentOrder and a computeEnvironmentOrder.",
    ],
    [
      "a service environment, of no type",
      {
        computeEnvironmentOrder: undefined,
        serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "environment" }],
      },
      "The jobQueueType provided is null, which is incompatible",
    ],
    [
      "an action without a time",
      { jobStateTimeLimitActions: [{ ...limit(), action: "CANCEL", maxTimeSeconds: undefined }] },
      "maxTimeSeconds",
    ],
    [
      "the type of another environment",
      { jobQueueType: "EKS" },
      "EKS job queue type must have EKS compute environment.",
    ],
    [
      "an action for service jobs",
      { jobStateTimeLimitActions: [limit()] },
      "Invalid job action. Valid job actions: [CANCEL]",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    const batch = withEnvironments();
    expect(() => batch.call("CreateJobQueue", valid.containerQueue(changes))).toThrow(message);
    expect(batch.call("DescribeJobQueues")).toEqual({ jobQueues: [] });
  });

  it("is refused while an environment is being created", () => {
    const batch = new BatchAccount();
    batch.call("CreateComputeEnvironment", valid.computeEnvironment());
    expect(() => batch.call("CreateJobQueue", valid.containerQueue())).toThrow("must be created and valid");
  });

  it("is refused with a quota-share policy", () => {
    const batch = withEnvironments();
    batch.call("CreateSchedulingPolicy", valid.quotaPolicy());
    const request = valid.containerQueue({ schedulingPolicyArn: arn("scheduling-policy/quota") });
    expect(() => batch.call("CreateJobQueue", request)).toThrow(
      "Quota Management feature is only supported for SageMaker Training job queues.",
    );
  });
});

describe("creating a training queue", () => {
  it("makes one that names its environment by ARN and has no compute environments", () => {
    const batch = withEnvironments();
    batch.settled("CreateJobQueue", valid.trainingQueue());
    expect(queueOf(batch, "queue")).toEqual(
      expect.objectContaining({
        jobQueueType: "SAGEMAKER_TRAINING",
        status: "VALID",
        computeEnvironmentOrder: [],
        serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: arn("service-environment/environment") }],
      }),
    );
  });

  it.each([
    [
      "no environment",
      { serviceEnvironmentOrder: undefined },
      "Job queues of type SAGEMAKER_TRAINING must have serviceEnvironmentOrder.",
    ],
    [
      "two environments",
      { serviceEnvironmentOrder: [1, 2].map((order) => ({ order, serviceEnvironment: `e${order}` })) },
      "Job queue can only have 1 service environment.",
    ],
    [
      "another type",
      { jobQueueType: "ECS" },
      "The jobQueueType provided is ECS, which is incompatible with the provided serviceEnvironmentOrder.",
    ],
    [
      "environments of both kinds",
      { computeEnvironmentOrder: [{ order: 1, computeEnvironment: "compute" }] },
      "can't have both a serviceEnvironmentOrder and a computeEnvironmentOrder",
    ],
    [
      "an environment that is not there",
      { serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "none" }] },
      "Service environments must be created and valid before attaching them to a job queue.",
    ],
    [
      "a policy that is not there",
      { schedulingPolicyArn: arn("scheduling-policy/x") },
      /^SchedulingPolicy arn:.*\/x not found\.$/,
    ],
    [
      "an ARN that is no policy",
      { schedulingPolicyArn: arn("job-queue/x") },
      "Only scheduling policy Arn can be allowed.",
    ],
    ["a name for a policy", { schedulingPolicyArn: "x" }, "Only scheduling policy Arn can be allowed."],
    [
      "an action for container jobs",
      { jobStateTimeLimitActions: [limit({ action: "CANCEL" })] },
      "Invalid job action. Valid job actions: [TERMINATE]",
    ],
    [
      "the same action twice",
      { jobStateTimeLimitActions: [limit(), limit({ maxTimeSeconds: 700 })] },
      "Duplicate job state limit actions are not allowed.",
    ],
    ["too short a limit", { jobStateTimeLimitActions: [limit({ maxTimeSeconds: 599 })] }, "between 600 and 86400"],
    ["an unknown reason", { jobStateTimeLimitActions: [limit({ reason: "BORED" })] }, "Invalid reason."],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => withEnvironments().call("CreateJobQueue", valid.trainingQueue(changes))).toThrow(message);
  });

  it("may share its environment with another queue that has no quota-share policy", () => {
    const batch = withEnvironments();
    batch.call("CreateJobQueue", valid.trainingQueue());
    expect(() => batch.call("CreateJobQueue", valid.trainingQueue({ jobQueueName: "other" }))).not.toThrow();
  });

  it("is refused for the 51st queue of a Region", () => {
    const batch = withEnvironments();
    for (let number = 1; number <= 50; number += 1) {
      batch.call("CreateJobQueue", valid.trainingQueue({ jobQueueName: `q${number}` }));
    }
    expect(() => batch.call("CreateJobQueue", valid.trainingQueue())).toThrow("Job queue limit of 50 exceeded.");
  });
});

describe("a queue with a quota-share policy", () => {
  const managed = (changes: object = {}) =>
    valid.trainingQueue({ schedulingPolicyArn: arn("scheduling-policy/quota"), ...changes });

  it("needs an environment that counts instances by type", () => {
    const batch = new BatchAccount();
    const capacityLimits = [{ maxCapacity: 1, capacityUnit: "NUM_INSTANCES" }];
    batch.call("CreateSchedulingPolicy", valid.quotaPolicy());
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment({ capacityLimits }));
    expect(() => batch.call("CreateJobQueue", managed())).toThrow("must have instance types as capacity units");
  });

  it("needs an environment that no other queue uses", () => {
    const batch = withEnvironments();
    batch.call("CreateSchedulingPolicy", valid.quotaPolicy());
    batch.settled("CreateJobQueue", valid.trainingQueue({ jobQueueName: "first" }));
    expect(() => batch.call("CreateJobQueue", managed())).toThrow("is already attached to a job queue");
  });

  it("keeps its environment to itself", () => {
    const batch = withQuotaQueue();
    expect(() => batch.call("CreateJobQueue", valid.trainingQueue({ jobQueueName: "second" }))).toThrow(
      "belongs to job queue queue, which has a quota share policy",
    );
  });

  it("does not stand in its own way when it is updated", () => {
    const batch = withQuotaQueue();
    expect(() => batch.call("UpdateJobQueue", { jobQueue: "queue", priority: 5 })).not.toThrow();
  });
});

describe("updating a job queue", () => {
  it("changes what the request names, and is UPDATING for a while", () => {
    const batch = withEnvironments();
    batch.settled("CreateJobQueue", valid.containerQueue());
    batch.call("UpdateJobQueue", { jobQueue: "containers", priority: 7 });
    expect(queueOf(batch, "containers")).toEqual(
      expect.objectContaining({ priority: 7, state: "ENABLED", status: "UPDATING" }),
    );
    batch.settle();
    expect(queueOf(batch, "containers")?.status).toBe("VALID");
  });

  it("is refused while another change is under way", () => {
    const batch = withEnvironments();
    batch.call("CreateJobQueue", valid.containerQueue());
    expect(() => batch.call("UpdateJobQueue", { jobQueue: "containers", priority: 7 })).toThrow(
      "Cannot update, resource is being modified.",
    );
  });

  it("replaces a policy by another of its kind", () => {
    const batch = withQuotaQueue();
    batch.call("CreateSchedulingPolicy", valid.quotaPolicy({ name: "quota2" }));
    batch.call("UpdateJobQueue", { jobQueue: "queue", schedulingPolicyArn: arn("scheduling-policy/quota2") });
    expect(queueOf(batch, "queue")?.schedulingPolicyArn).toBe(arn("scheduling-policy/quota2"));
  });

  it("does not replace a policy by one of another kind, unless that assumption is switched off", () => {
    const update = { jobQueue: "queue", schedulingPolicyArn: arn("scheduling-policy/fair") };
    const strict = withQuotaQueue();
    const lenient = withQuotaQueue({ assumptions: { refuseSwitchingSchedulingKind: false } });
    for (const batch of [strict, lenient]) batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    expect(() => strict.call("UpdateJobQueue", update)).toThrow("cannot replace each other");
    expect(() => lenient.call("UpdateJobQueue", update)).not.toThrow();
  });

  it("never gives a FIFO queue a policy", () => {
    const batch = withEnvironments();
    batch.settled("CreateJobQueue", valid.trainingQueue());
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const update = { jobQueue: "queue", schedulingPolicyArn: arn("scheduling-policy/fair") };
    expect(() => batch.call("UpdateJobQueue", update)).toThrow("cannot be added to a FIFO job queue");
  });

  it("moves a container queue to another environment, but not to one of the other kind", () => {
    const batch = withEnvironments();
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "second" }));
    batch.settled("CreateJobQueue", valid.containerQueue());
    const computeEnvironmentOrder = [{ order: 1, computeEnvironment: "second" }];
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder });
    expect(queueOf(batch, "containers")?.computeEnvironmentOrder).toEqual([
      { order: 1, computeEnvironment: arn("compute-environment/second") },
    ]);
    batch.settled("CreateJobQueue", valid.trainingQueue());
    expect(() => batch.call("UpdateJobQueue", { jobQueue: "queue", computeEnvironmentOrder })).toThrow(
      "computeEnvironmentOrder is not applicable for job queues of type SAGEMAKER_TRAINING.",
    );
  });

  it("cannot mix environments of EC2, Fargate and EKS", () => {
    const batch = withEnvironments();
    const eksConfiguration = {
      eksClusterArn: "arn:aws:eks:eu-west-1:123456789012:cluster/c",
      kubernetesNamespace: "n",
    };
    batch.settled(
      "CreateComputeEnvironment",
      valid.computeEnvironment(
        { computeEnvironmentName: "pods", eksConfiguration },
        { allocationStrategy: "BEST_FIT_PROGRESSIVE" },
      ),
    );
    const order = (...names: string[]) => ({
      computeEnvironmentOrder: names.map((computeEnvironment, index) => ({ order: index + 1, computeEnvironment })),
    });
    expect(() => batch.call("CreateJobQueue", valid.containerQueue(order("compute", "pods")))).toThrow(
      "All compute environments of a job queue must be of the same type: EC2, Fargate or EKS.",
    );
    batch.settled("CreateJobQueue", valid.containerQueue(order("pods")));
    expect(queueOf(batch, "containers")?.jobQueueType).toBe("EKS");
  });

  it("moves a queue to another environment", () => {
    const batch = withQuotaQueue();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment({ serviceEnvironmentName: "next" }));
    const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: "next" }];
    batch.call("UpdateJobQueue", { jobQueue: "queue", serviceEnvironmentOrder });
    expect(queueOf(batch, "queue")?.serviceEnvironmentOrder).toEqual([
      { order: 1, serviceEnvironment: arn("service-environment/next") },
    ]);
  });

  it("does not turn a container queue into a training queue", () => {
    const batch = withEnvironments();
    batch.settled("CreateJobQueue", valid.containerQueue());
    const serviceEnvironmentOrder = [{ order: 1, serviceEnvironment: "environment" }];
    expect(() => batch.call("UpdateJobQueue", { jobQueue: "containers", serviceEnvironmentOrder })).toThrow(
      "serviceEnvironmentOrder is not applicable for job queues of type ECS.",
    );
  });
});

describe("deleting a job queue", () => {
  it("is refused while it is enabled", () => {
    expect(() => withQuotaQueue().call("DeleteJobQueue", { jobQueue: "queue" })).toThrow("state must be DISABLED");
  });

  it("is refused while the queue is being disabled", () => {
    const batch = withQuotaQueue();
    batch.call("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    expect(() => batch.call("DeleteJobQueue", { jobQueue: "queue" })).toThrow(
      "Cannot delete, resource is being modified.",
    );
  });

  it("is refused while it has quota shares, unless that assumption is switched off", () => {
    for (const refuseDeletingQueuesWithQuotaShares of [true, false]) {
      const batch = withQuotaQueue({ assumptions: { refuseDeletingQueuesWithQuotaShares } });
      batch.settled("CreateQuotaShare", valid.quotaShare());
      batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
      const remove = expect(() => batch.call("DeleteJobQueue", { jobQueue: "queue" }));
      if (refuseDeletingQueuesWithQuotaShares) remove.toThrow("found existing QuotaShare relationship");
      else remove.not.toThrow();
    }
  });

  it("leaves its environment free for another queue", () => {
    const batch = withQuotaQueue();
    batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    batch.settled("DeleteJobQueue", { jobQueue: arn("job-queue/queue") });
    expect(batch.call("DescribeJobQueues")).toEqual({ jobQueues: [] });
    expect(() => batch.call("CreateJobQueue", valid.trainingQueue())).not.toThrow();
  });
});

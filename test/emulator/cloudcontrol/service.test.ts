import type { DescribeJobQueuesResponse } from "@aws-sdk/client-batch";
import type { CloudControlError } from "../../../emulator/cloudcontrol/errors";
import type { Model } from "../../../emulator/cloudcontrol/json";
import type { ProgressEvent, ResourceRequest } from "../../../emulator/cloudcontrol/requests";
import { progressOf } from "../../../emulator/cloudcontrol/requests";
import { CloudControl } from "../../../emulator/cloudcontrol/service";
import { arn, BatchAccount, PLACE, valid, withQuotaQueue } from "../batch/account";

const ENVIRONMENT = "AWS::Batch::ServiceEnvironment";
const POLICY = "AWS::Batch::SchedulingPolicy";
const QUEUE = "AWS::Batch::JobQueue";
const SHARE = "AWS::Batch::QuotaShare";

const environmentModel = (changes: Model = {}): Model => ({
  ServiceEnvironmentName: "environment",
  ServiceEnvironmentType: "SAGEMAKER_TRAINING",
  CapacityLimits: [{ CapacityUnit: "ml.g5.xlarge", MaxCapacity: 3 }],
  ...changes,
});
const queueModel = (changes: Model = {}): Model => ({
  JobQueueName: "queue",
  JobQueueType: "SAGEMAKER_TRAINING",
  Priority: 1,
  ServiceEnvironmentOrder: [{ Order: 1, ServiceEnvironment: "environment" }],
  ...changes,
});

/** Cloud Control beside Batch, on one stepped clock. */
class Control {
  readonly cloud: CloudControl;

  constructor(readonly batch = new BatchAccount()) {
    this.cloud = new CloudControl(batch.service);
  }

  /** Lets a request come to its end, however many steps it takes. */
  outcome(request: ResourceRequest): ProgressEvent {
    for (let step = 0; step < 5; step += 1) this.batch.settle();
    return progressOf(this.cloud.request(PLACE, request.token));
  }

  create(typeName: string, model: Model): ProgressEvent {
    return this.outcome(this.cloud.create(PLACE, typeName, model));
  }

  update(typeName: string, identifier: string, patch: unknown): ProgressEvent {
    return this.outcome(this.cloud.update(PLACE, typeName, identifier, patch));
  }

  delete(typeName: string, identifier: string): ProgressEvent {
    return this.outcome(this.cloud.delete(PLACE, typeName, identifier));
  }

  model(typeName: string, identifier: string): Model {
    return this.cloud.get(PLACE, typeName, identifier).model;
  }
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    // Anything else has no code, and fails the test by that.
    return (error as CloudControlError).code;
  }
  return "nothing";
}

describe("creating through Cloud Control", () => {
  it("is under way at first, and succeeds when the resource is VALID", () => {
    const control = new Control(new BatchAccount({ timings: { creating: 1000 } }));
    const request = control.cloud.create(PLACE, ENVIRONMENT, environmentModel());
    const status = (): string => progressOf(control.cloud.request(PLACE, request.token)).OperationStatus;
    expect(progressOf(request)).toEqual({
      TypeName: ENVIRONMENT,
      Identifier: arn("service-environment/environment"),
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

describe("a client token", () => {
  it("makes one request of many", () => {
    const { cloud } = new Control();
    const create = (): ResourceRequest => cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token");
    expect(create()).toBe(create());
    expect(cloud.allRequests(PLACE)).toHaveLength(1);
  });

  it("is refused with another content", () => {
    const { cloud } = new Control();
    cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token");
    const other = environmentModel({ State: "DISABLED" });
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, other, "token"))).toBe("ClientTokenConflictException");
  });

  it("is free again when the request was refused at once", () => {
    const { cloud } = new Control();
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, {}, "token"))).toBe("InvalidRequestException");
    expect(codeOf(() => cloud.create(PLACE, ENVIRONMENT, environmentModel(), "token"))).toBe("nothing");
  });
});

describe("updating through Cloud Control", () => {
  const environment = arn("service-environment/environment");

  it("applies a patch to the live resource, and keeps the order of lists", () => {
    const control = new Control();
    const limits = ["b", "a"].map((family) => ({ CapacityUnit: `ml.${family}5.xlarge`, MaxCapacity: 1 }));
    control.create(ENVIRONMENT, environmentModel({ CapacityLimits: limits, Tags: { old: "1" } }));
    const done = control.update(ENVIRONMENT, environment, [
      { op: "replace", path: "/CapacityLimits/0/MaxCapacity", value: 8 },
      { op: "add", path: "/Tags/new", value: "2" },
      { op: "remove", path: "/Tags/old" },
    ]);
    expect(done.OperationStatus).toBe("SUCCESS");
    expect(control.model(ENVIRONMENT, environment)).toEqual(
      expect.objectContaining({
        CapacityLimits: [
          { CapacityUnit: "ml.b5.xlarge", MaxCapacity: 8 },
          { CapacityUnit: "ml.a5.xlarge", MaxCapacity: 1 },
        ],
        Tags: { new: "2" },
      }),
    );
  });

  it("changes only what the patch changes, also when someone else has changed the rest", () => {
    const control = new Control();
    control.create(ENVIRONMENT, environmentModel());
    control.batch.settled("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "DISABLED" });
    control.update(ENVIRONMENT, environment, [{ op: "replace", path: "/CapacityLimits/0/MaxCapacity", value: 5 }]);
    expect(control.model(ENVIRONMENT, environment)).toEqual(expect.objectContaining({ State: "DISABLED" }));
  });

  it("changes the tags of a queue without touching the queue", () => {
    const control = new Control(withQuotaQueue());
    control.cloud.update(PLACE, QUEUE, arn("job-queue/queue"), [{ op: "add", path: "/Tags/a", value: "b" }]);
    const { jobQueues } = control.batch.call<DescribeJobQueuesResponse>("DescribeJobQueues");
    expect(jobQueues).toEqual([expect.objectContaining({ status: "VALID", tags: { a: "b" } })]);
  });

  it("takes all time limits from a queue when their list is removed", () => {
    const control = new Control();
    const limit = {
      Action: "TERMINATE",
      MaxTimeSeconds: 600,
      State: "RUNNABLE",
      Reason: "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY",
    };
    control.create(ENVIRONMENT, environmentModel());
    control.create(QUEUE, queueModel({ JobStateTimeLimitActions: [limit] }));
    control.update(QUEUE, arn("job-queue/queue"), [{ op: "remove", path: "/JobStateTimeLimitActions" }]);
    expect(control.model(QUEUE, arn("job-queue/queue"))).toEqual(
      expect.objectContaining({ JobStateTimeLimitActions: [] }),
    );
  });

  it.each<[string, string, string, unknown, string]>([
    [
      "a policy of a queue is removed",
      QUEUE,
      "job-queue/queue",
      [{ op: "remove", path: "/SchedulingPolicyArn" }],
      "cannot be removed",
    ],
    [
      "the kind of a policy is changed",
      POLICY,
      "scheduling-policy/quota",
      [{ op: "remove", path: "/QuotaSharePolicy" }],
      "kind of a scheduling policy cannot be changed",
    ],
    [
      "a limit is 0",
      ENVIRONMENT,
      "service-environment/environment",
      [{ op: "replace", path: "/CapacityLimits/0/MaxCapacity", value: 0 }],
      "Max capacity must be more than 0.",
    ],
  ])("fails when %s", (_case, typeName, resource, patch, message) => {
    const failed = new Control(withQuotaQueue()).update(typeName, arn(resource), patch);
    expect(failed).toEqual(expect.objectContaining({ OperationStatus: "FAILED", ErrorCode: "InvalidRequest" }));
    expect(failed.StatusMessage).toContain(message);
  });

  it.each<[string, string, unknown, string]>([
    [
      "a create-only property",
      environment,
      [{ op: "replace", path: "/ServiceEnvironmentName", value: "n" }],
      "NotUpdatableException",
    ],
    ["the ARN", environment, [{ op: "replace", path: "/ServiceEnvironmentArn", value: "n" }], "NotUpdatableException"],
    [
      "a patch that does not fit",
      environment,
      [{ op: "replace", path: "/Nothing", value: 1 }],
      "InvalidRequestException",
    ],
    [
      "a result that does not fit the schema",
      environment,
      [{ op: "remove", path: "/CapacityLimits" }],
      "InvalidRequestException",
    ],
    ["a resource that is not there", arn("service-environment/none"), [], "ResourceNotFoundException"],
  ])("is refused at once for %s", (_case, identifier, patch, code) => {
    const { cloud } = new Control(withQuotaQueue());
    expect(codeOf(() => cloud.update(PLACE, ENVIRONMENT, identifier, patch))).toBe(code);
  });

  it("is refused while another request for the resource is under way", () => {
    const { cloud } = new Control(withQuotaQueue());
    cloud.update(PLACE, QUEUE, arn("job-queue/queue"), [{ op: "replace", path: "/Priority", value: 2 }]);
    expect(codeOf(() => cloud.delete(PLACE, QUEUE, arn("job-queue/queue")))).toBe("ConcurrentOperationException");
  });
});

describe("deleting through Cloud Control", () => {
  it("takes a resource out of service first, and succeeds when it is gone", () => {
    const control = new Control(withQuotaQueue());
    const request = control.cloud.delete(PLACE, QUEUE, arn("job-queue/queue"));
    const { jobQueues } = control.batch.call<DescribeJobQueuesResponse>("DescribeJobQueues");
    expect(jobQueues).toEqual([expect.objectContaining({ state: "DISABLED", status: "UPDATING" })]);
    expect(control.outcome(request).OperationStatus).toBe("SUCCESS");
    expect(control.batch.call("DescribeJobQueues")).toEqual({ jobQueues: [] });
  });

  it("deletes in every step at the time it is due, however late somebody looks", () => {
    const control = new Control(withQuotaQueue({ timings: { updating: 100, deleting: 300 } }));
    const start = control.batch.clock.now();
    const request = control.cloud.delete(PLACE, QUEUE, arn("job-queue/queue"));
    expect(control.outcome(request).EventTime).toBe((start + 400) / 1000);
  });

  it.each([
    [ENVIRONMENT, "service-environment/environment"],
    [POLICY, "scheduling-policy/quota"],
  ])("fails for a %s that a queue uses, and leaves it as it was", (typeName, resource) => {
    const control = new Control(withQuotaQueue());
    const before = control.model(typeName, arn(resource));
    const failed = control.delete(typeName, arn(resource));
    expect(failed).toEqual(expect.objectContaining({ OperationStatus: "FAILED", ErrorCode: "InvalidRequest" }));
    expect(failed.StatusMessage).toContain("found existing JobQueue relationship");
    expect(control.model(typeName, arn(resource))).toEqual(before);
  });

  it("empties an account in the order of use", () => {
    const control = new Control(withQuotaQueue());
    control.batch.settled("CreateQuotaShare", valid.quotaShare());
    const steps: [string, string][] = [
      [SHARE, "job-queue/queue/quota-share/share"],
      [QUEUE, "job-queue/queue"],
      [ENVIRONMENT, "service-environment/environment"],
      [POLICY, "scheduling-policy/quota"],
    ];
    for (const [typeName, resource] of steps) {
      expect(control.delete(typeName, arn(resource)).OperationStatus).toBe("SUCCESS");
    }
    expect(control.batch.service.inventory(PLACE.account)).toEqual({});
  });

  it("is refused at once for what is not there", () => {
    const { cloud } = new Control();
    expect(codeOf(() => cloud.delete(PLACE, QUEUE, arn("job-queue/none")))).toBe("ResourceNotFoundException");
  });
});

describe("listing through Cloud Control", () => {
  it("shows the shares of the queue that the caller names", () => {
    const control = new Control(withQuotaQueue());
    control.batch.settled("CreateQuotaShare", valid.quotaShare());
    const [live] = control.cloud.list(PLACE, SHARE, { JobQueue: "queue" });
    expect(live?.identifier).toBe(arn("job-queue/queue/quota-share/share"));
    expect(control.cloud.list(PLACE, SHARE, { JobQueue: "none" })).toEqual([]);
  });

  it("needs the queue for shares", () => {
    expect(codeOf(() => new Control().cloud.list(PLACE, SHARE, {}))).toBe("InvalidRequestException");
  });

  it("shows all resources of the other types", () => {
    const { cloud } = new Control(withQuotaQueue());
    for (const typeName of [ENVIRONMENT, POLICY, QUEUE]) expect(cloud.list(PLACE, typeName, {})).toHaveLength(1);
  });
});

describe("a request", () => {
  it("is known to its account and Region only", () => {
    const { cloud } = new Control();
    const { token } = cloud.create(PLACE, ENVIRONMENT, environmentModel());
    const elsewhere = { ...PLACE, region: "us-east-1" };
    expect(codeOf(() => cloud.request(elsewhere, token))).toBe("RequestTokenNotFoundException");
  });

  it("is forgotten when the service is reset", () => {
    const { cloud } = new Control();
    const { token } = cloud.create(PLACE, ENVIRONMENT, environmentModel());
    cloud.reset();
    expect(codeOf(() => cloud.request(PLACE, token))).toBe("RequestTokenNotFoundException");
  });
});

import type { DescribeJobQueuesResponse } from "@aws-sdk/client-batch";
import { arn, PLACE, withQuotaQueue } from "../batch/account";
import { codeOf, Control, ENVIRONMENT, environmentModel, POLICY, QUEUE, queueModel } from "./control";

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

import type { DescribeJobQueuesResponse } from "@aws-sdk/client-batch";
import { arn, PLACE, valid, withQuotaQueue } from "../batch/account";
import { codeOf, Control, ENVIRONMENT, POLICY, QUEUE, SHARE } from "./control";

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

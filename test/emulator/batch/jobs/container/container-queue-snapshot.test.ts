import type { GetJobQueueSnapshotResponse } from "@aws-sdk/client-batch";
import { arn, valid } from "../../account";
import { JobsAccount, lasting } from "./jobs-account";

// AWS Batch API Reference, GetJobQueueSnapshot.
const snapshotOf = (batch: JobsAccount, jobQueue: string) =>
  batch.call<GetJobQueueSnapshotResponse>("GetJobQueueSnapshot", { jobQueue });
const nextOf = (batch: JobsAccount, jobQueue: string) =>
  snapshotOf(batch, jobQueue).frontOfQueue?.jobs?.map(({ jobArn }) => jobArn);
const arnsOf = (ids: readonly string[]) => ids.map((id) => arn(`job/${id}`));

describe("the snapshot of a queue of container jobs", () => {
  test("has the first 100 RUNNABLE jobs in the order of their submission, and the vCPUs in use", () => {
    const batch = new JobsAccount();
    const ids = Array.from({ length: 106 }, () => batch.submit(lasting(60)));
    batch.begin();
    expect(nextOf(batch, "containers")).toEqual(arnsOf(ids.slice(4, 104)));
    const { queueUtilization, ...rest } = snapshotOf(batch, "containers");
    expect(queueUtilization).toEqual({
      totalCapacityUsage: [{ capacityUnit: "VCPU", quantity: 16 }],
      lastUpdatedAt: expect.any(Number) as number,
    });
    expect(rest).not.toHaveProperty("frontOfQuotaShares");
  });

  test("says since when a job has been where it is", () => {
    const batch = new JobsAccount();
    for (let count = 0; count < 5; count += 1) batch.submit(lasting(60));
    batch.begin();
    const position = () => snapshotOf(batch, "containers").frontOfQueue?.jobs?.[0]?.earliestTimeAtPosition ?? 0;
    const before = position();
    batch.clock.step(5000);
    expect(position()).toBe(before);
    expect(before).toBeGreaterThan(0);
  });

  test("is in the order of fair shares, which take turns by what they would have used", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.call("CreateSchedulingPolicy", { name: "fair", fairsharePolicy: {} });
    const schedulingPolicyArn = arn("scheduling-policy/fair");
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "fair", schedulingPolicyArn }));
    const submit = (shareIdentifier: string, schedulingPriorityOverride = 0) =>
      batch.submit({ jobQueue: "fair", shareIdentifier, schedulingPriorityOverride, ...lasting(60) });
    submit("a");
    batch.begin();
    const [a1, a2, b1, b2] = [submit("a"), submit("a", 9), submit("b"), submit("b")];
    batch.begin();
    expect(nextOf(batch, "fair")).toEqual(arnsOf([b1, b2, a2, a1]));
    expect(snapshotOf(batch, "fair").queueUtilization?.fairshareUtilization).toEqual({
      activeShareCount: 1,
      topCapacityUtilization: [
        { shareIdentifier: "a", capacityUsage: [{ capacityUnit: "VCPU", quantity: 4 }] },
        { shareIdentifier: "b", capacityUsage: [] },
      ],
    });
  });

  test("of an empty queue is empty", () => {
    expect(nextOf(new JobsAccount(), "containers")).toEqual([]);
  });
});

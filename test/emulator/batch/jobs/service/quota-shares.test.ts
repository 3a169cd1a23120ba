import type { GetJobQueueSnapshotResponse } from "@aws-sdk/client-batch";
import { arn } from "../../account";
import { G5, HOUR, payload, threeShares, TrainingAccount } from "./training-account";

/** Source: aws/sagemaker-python-sdk, sm-training-queues_quota-management.ipynb. */
describe("the example of AWS: QS1 borrows and preempts in the share, QS2 lends, QS3 reserves", () => {
  test("borrow, cross-share preemption, raise a priority, in-share preemption", () => {
    const account = threeShares();
    const high = account.submitTo("QS1", "high", 3);
    const medium = account.submitTo("QS1", "medium", 2);
    const low = account.submitTo("QS1", "low", 1);
    const states = () => [high, medium, low].map((id) => account.job(id).status);
    expect(states()).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);

    const owner = account.submitTo("QS2", "owner", 1);
    expect(account.job(owner).status).toBe("RUNNING");
    expect(states()).toEqual(["RUNNING", "RUNNABLE", "RUNNABLE"]);

    account.batch.call("UpdateServiceJob", { jobId: low, schedulingPriority: 4 });
    account.step(1);
    expect(states()).toEqual(["RUNNABLE", "RUNNABLE", "RUNNING"]);
    expect(account.job(low).schedulingPriority).toBe(4);
  });

  test("a preempted attempt is in the summary of preemptions, not among the attempts; its training job is stopped", () => {
    const account = threeShares();
    account.submitTo("QS1", "high", 3);
    const medium = account.submitTo("QS1", "medium", 2);
    const { latestAttempt, startedAt } = account.job(medium);
    account.submitTo("QS2", "owner", 1);

    const job = account.job(medium);
    expect(job).toMatchObject({ status: "RUNNABLE", attempts: [] });
    expect(job.preemptionSummary).toEqual({
      preemptedAttemptCount: 1,
      recentPreemptedAttempts: [
        {
          serviceResourceId: latestAttempt?.serviceResourceId,
          startedAt,
          stoppedAt: expect.any(Number),
          statusReason: expect.stringMatching(/^Preempted/),
        },
      ],
    });
  });

  test("the snapshot tells the front of each share, and what each uses", () => {
    const account = threeShares();
    account.submitTo("QS1", "high", 3);
    account.submitTo("QS1", "medium", 2);
    const low = account.submitTo("QS1", "low", 1);
    const { frontOfQueue, frontOfQuotaShares, queueUtilization } = account.batch.call<GetJobQueueSnapshotResponse>(
      "GetJobQueueSnapshot",
      { jobQueue: "queue" },
    );
    const front = [{ jobArn: arn(`service-job/${low}`), earliestTimeAtPosition: expect.any(Number) }];
    expect(frontOfQueue?.jobs).toEqual(front);
    expect(frontOfQuotaShares?.quotaShares).toEqual({ QS1: front });
    expect(queueUtilization).toMatchObject({
      totalCapacityUsage: [{ capacityUnit: G5, quantity: 2 }],
      quotaShareUtilization: {
        topCapacityUtilization: [
          { quotaShareName: "QS1", capacityUsage: [{ capacityUnit: G5, quantity: 2 }] },
          { quotaShareName: "QS2", capacityUsage: [] },
          { quotaShareName: "QS3", capacityUsage: [] },
        ],
      },
    });
    expect(queueUtilization).not.toHaveProperty("fairshareUtilization");
  });
});

describe("the largest job", () => {
  const largest = (account: TrainingAccount, sizes: readonly number[]) =>
    sizes.map((count) => {
      const id = account.submitTo("A", `of-${count}`, 0, { serviceRequestPayload: payload({ count }) });
      account.step(3600);
      return account.job(id).statusReason;
    });
  const COMPLETED = "Received status from SageMaker: Training job completed";
  const EXCEEDED = "MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED - ";

  test("of a share of 2 that may borrow 100 % has 4 instances", () => {
    const account = new TrainingAccount().environment({ [G5]: 20 }).quotaQueue();
    account.share("A", 2, "LEND_AND_BORROW", { borrowLimit: 100 }).share("B", 10, "LEND");
    expect(largest(account, [4, 5])).toEqual([
      COMPLETED,
      `${EXCEEDED}Job requirements exceed quota share capacity limits and borrow limits.`,
    ]);
  });

  test("of two shares of 4 that may borrow 200 % has 8 instances, not 12: there is no more to borrow", () => {
    const account = new TrainingAccount().environment({ [G5]: 20 }).quotaQueue();
    account.share("A", 4, "LEND_AND_BORROW", { borrowLimit: 200 });
    account.share("B", 4, "LEND_AND_BORROW", { borrowLimit: 200 });
    expect(largest(account, [8, 12])).toEqual([
      COMPLETED,
      `${EXCEEDED}Job requires borrowing that exceeds all configured borrowable capacity.`,
    ]);
  });
});

test("a job that may not be preempted again fails", () => {
  const account = threeShares();
  account.submitTo("QS1", "high", 3);
  const preemptionConfiguration = { preemptionRetriesBeforeTermination: 0 };
  const medium = account.submitTo("QS1", "medium", 2, { preemptionConfiguration });
  account.submitTo("QS2", "owner", 1);
  expect(account.job(medium)).toMatchObject({
    status: "FAILED",
    preemptionConfiguration,
    preemptionSummary: { preemptedAttemptCount: 1 },
  });
});

test("a share that is deleted takes its jobs along; what it had goes to the others", () => {
  const account = threeShares();
  const waiting = account.submitTo("QS1", "a", 3, { serviceRequestPayload: payload({ count: 3 }) });
  const owner = account.submitTo("QS2", "owner", 1);
  const quotaShareArn = arn("job-queue/queue/quota-share/QS2");
  account.batch.settled("UpdateQuotaShare", { quotaShareArn, state: "DISABLED" });
  expect(account.job(owner).status).toBe("RUNNING");
  account.batch.settled("DeleteQuotaShare", { quotaShareArn });
  expect(account.job(owner)).toMatchObject({
    status: "FAILED",
    isTerminated: true,
    statusReason: "Quota share deleted",
  });
  expect(account.job(waiting).status).toBe("RUNNABLE");
});

test("a change of capacity counts at once", () => {
  const account = threeShares();
  account.submitTo("QS3", "first", 1);
  const second = account.submitTo("QS3", "second", 1);
  expect(account.job(second).status).toBe("RUNNABLE");
  const capacityLimits = [{ maxCapacity: 2, capacityUnit: G5 }];
  account.batch.call("UpdateQuotaShare", { quotaShareArn: arn("job-queue/queue/quota-share/QS3"), capacityLimits });
  account.step(1);
  expect(account.job(second).status).toBe("RUNNING");
});

test.each([
  [{ serviceRequestPayload: HOUR }, "quotaShareName must be specified for JobQueue queue"],
  [{ quotaShareName: "none" }, "QuotaShare none not found in JobQueue queue."],
  [{ quotaShareName: "QS1", shareIdentifier: "a" }, "shareIdentifier is not applicable for JobQueue queue"],
])("a submission with %j to a queue of shares is refused", (changes, message) => {
  expect(() => threeShares().submit("job", changes)).toThrow(message);
});

test("a disabled share takes no jobs", () => {
  const account = threeShares();
  const quotaShareArn = arn("job-queue/queue/quota-share/QS1");
  account.batch.settled("UpdateQuotaShare", { quotaShareArn, state: "DISABLED" });
  expect(() => account.submitTo("QS1", "job", 1)).toThrow("QuotaShare QS1 is DISABLED.");
});

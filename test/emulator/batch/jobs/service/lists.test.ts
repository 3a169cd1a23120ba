import type { GetJobQueueSnapshotResponse, ListServiceJobsResponse } from "@aws-sdk/client-batch";
import { arn, valid } from "../../account";
import { fifo, G5, payload, threeShares, training, TrainingAccount } from "./training-account";

describe("ListServiceJobs", () => {
  const account = fifo(1);
  const began = account.batch.clock.now();
  account.submit("train-a", { serviceRequestPayload: training(1) });
  account.step(2);
  account.submit("train-b");
  account.step(1);
  account.submit("Train-c");
  account.submit("other");
  account.step(1);

  test.each([
    ["without a status and a filter shows what runs", {}, ["train-b"]],
    ["by status, the newest first", { jobStatus: "RUNNABLE" }, ["other", "Train-c"]],
    [
      "by name, in any case, whatever the status",
      { filters: [{ name: "JOB_NAME", values: ["TRAIN-A"] }] },
      ["train-a"],
    ],
    [
      "by the beginning of a name; a status counts for nothing then",
      { filters: [{ name: "JOB_NAME", values: ["train-*"] }], jobStatus: "FAILED" },
      ["Train-c", "train-b", "train-a"],
    ],
    [
      "by the time of creation, after",
      { filters: [{ name: "AFTER_CREATED_AT", values: [String(began + 1)] }] },
      ["other", "Train-c", "train-b"],
    ],
    [
      "by the time of creation, before",
      { filters: [{ name: "BEFORE_CREATED_AT", values: [String(began + 1)] }] },
      ["train-a"],
    ],
  ])("%s", (_, query, names) => {
    expect(account.list(query)).toEqual(names);
  });

  test("goes page by page", () => {
    const filters = [{ name: "JOB_NAME", values: ["*"] }];
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const query = { jobQueue: "queue", filters, maxResults: 3, nextToken };
      const page = account.batch.call<ListServiceJobsResponse>("ListServiceJobs", query);
      pages.push((page.jobSummaryList ?? []).map(({ jobName }) => jobName ?? ""));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    expect(pages).toEqual([["other", "Train-c", "train-b"], ["train-a"]]);
  });

  test.each([
    [{ maxResults: 101 }, "maxResults must be between 1 and 100, got 101."],
    [{ filters: [{ name: "job_name", values: ["a"] }] }, "job_name is not a filter of ListServiceJobs."],
    [
      {
        filters: [
          { name: "JOB_NAME", values: ["a"] },
          { name: "JOB_NAME", values: ["b"] },
        ],
      },
      "Only one filter can be used at a time.",
    ],
  ])("refuses %j", (query, message) => {
    expect(() => account.list(query)).toThrow(message);
  });

  test("is of one queue", () => {
    expect(() => account.batch.call("ListServiceJobs", {})).toThrow("jobQueue is required.");
  });

  test("shows of a job what it takes and its training job, also while it waits", () => {
    const filters = [{ name: "JOB_NAME", values: ["*"] }];
    const { jobSummaryList = [] } = account.batch.call<ListServiceJobsResponse>("ListServiceJobs", {
      jobQueue: arn("job-queue/queue"),
      filters,
    });
    for (const { capacityUsage } of jobSummaryList) expect(capacityUsage).toEqual([{ capacityUnit: G5, quantity: 1 }]);
    expect(jobSummaryList[0]).toMatchObject({ jobName: "other", serviceJobType: "SAGEMAKER_TRAINING" });
    expect(jobSummaryList[2]?.latestAttempt?.serviceResourceId).toMatchObject({ name: "TrainingJobArn" });
  });
});

test("a filter by share goes together with a status", () => {
  const account = threeShares();
  account.submitTo("QS1", "a", 1);
  account.submitTo("QS3", "b", 1);
  account.submitTo("QS3", "c", 1);
  const filters = [{ name: "QUOTA_SHARE_NAME", values: ["QS3"] }];
  expect(account.list({ filters })).toEqual(["c", "b"]);
  expect(account.list({ filters, jobStatus: "RUNNING" })).toEqual(["b"]);
});

describe("a fair-share queue", () => {
  const account = new TrainingAccount().environment({ NUM_INSTANCES: 2 });
  const shareDistribution = [
    { shareIdentifier: "often", weightFactor: 0.5 },
    { shareIdentifier: "seldom", weightFactor: 1 },
  ];
  account.batch.call(
    "CreateSchedulingPolicy",
    valid.fairPolicy({ fairsharePolicy: { shareDecaySeconds: 3600, shareDistribution } }),
  );
  account.queue({ schedulingPolicyArn: arn("scheduling-policy/fair") });
  const submit = (name: string, shareIdentifier: string) => account.submit(name, { shareIdentifier });
  submit("first", "often");
  submit("second", "often");
  account.step(10);
  submit("third", "often");
  const next = submit("fourth", "seldom");
  account.step(1);

  test("is looked at by share identifier", () => {
    expect(account.list({ filters: [{ name: "SHARE_IDENTIFIER", values: ["often"] }] })).toEqual([
      "third",
      "second",
      "first",
    ]);
  });

  test("has a snapshot with the use of its active shares, and with who is next", () => {
    const snapshot = account.batch.call<GetJobQueueSnapshotResponse>("GetJobQueueSnapshot", { jobQueue: "queue" });
    expect(snapshot.frontOfQueue?.jobs?.map(({ jobArn }) => jobArn)[0]).toBe(arn(`service-job/${next}`));
    expect(snapshot).not.toHaveProperty("frontOfQuotaShares");
    expect(snapshot.queueUtilization).toMatchObject({
      totalCapacityUsage: [{ capacityUnit: G5, quantity: 2 }],
      fairshareUtilization: {
        activeShareCount: 1,
        topCapacityUtilization: [
          { shareIdentifier: "often", capacityUsage: [{ capacityUnit: G5, quantity: 2 }] },
          { shareIdentifier: "seldom", capacityUsage: [] },
        ],
      },
    });
  });

  test("follows a change of its policy at once", () => {
    const changed = [
      { shareIdentifier: "often", weightFactor: 0.0001 },
      { shareIdentifier: "seldom", weightFactor: 900 },
    ];
    account.batch.call("UpdateSchedulingPolicy", {
      arn: arn("scheduling-policy/fair"),
      fairsharePolicy: { shareDecaySeconds: 3600, shareDistribution: changed },
    });
    const [running] = account.list();
    const jobs = account.batch.call<ListServiceJobsResponse>("ListServiceJobs", { jobQueue: "queue" }).jobSummaryList;
    expect(running).toBe("second");
    for (const job of jobs ?? []) account.batch.call("TerminateServiceJob", { jobId: job.jobId, reason: "end" });
    account.step(1);
    expect(account.list()).toEqual(["fourth", "third"]);
  });

  test("takes at most 500 active share identifiers", () => {
    for (let i = 0; i < 498; i += 1) submit(`job-${i}`, `share-${i}`);
    expect(() => submit("one-more", "share-498")).toThrow("has 500 active share identifiers already");
    expect(() => submit("known", "share-0")).not.toThrow();
  });
});

test("the snapshot of a FIFO queue has its first 100 jobs in order", () => {
  const account = fifo(1);
  const ids = Array.from({ length: 103 }, (_, i) => account.submit(`job-${i}`, { serviceRequestPayload: payload() }));
  account.step(0.1);
  const { frontOfQueue } = account.batch.call<GetJobQueueSnapshotResponse>("GetJobQueueSnapshot", {
    jobQueue: "queue",
  });
  expect(frontOfQueue?.jobs?.map(({ jobArn }) => jobArn)).toEqual(
    ids.slice(1, 101).map((id) => arn(`service-job/${id}`)),
  );
});

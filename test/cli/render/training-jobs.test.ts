import { plainText } from "../../../cli/render/style";
import { jobLines, jobTable, resultLines, statusLine } from "../../../cli/render/training-jobs";
import type { JobResult } from "../../../jobs/engine";

const now = Date.UTC(2026, 10, 21, 12);
const created = now - 90_000;

describe("the table of training jobs", () => {
  const cells = (...jobs: Parameters<typeof jobTable>[0]) =>
    jobTable(jobs, now, plainText).map((line) => line.split(/ {2,}/));
  const job = { jobArn: "arn", jobId: "id-1", jobName: "train", createdAt: created };

  test("has a job's share, what it uses, its age and why it is as it is", () => {
    const capacityUsage = [
      { quantity: 2, capacityUnit: "ml.g5.xlarge" },
      { quantity: 1, capacityUnit: "ml.p4d.24xlarge" },
    ];
    const more = { status: "FAILED" as const, quotaShareName: "team-a", capacityUsage, statusReason: "wrong data" };
    const one = { ...job, serviceJobType: "SAGEMAKER_TRAINING" as const, ...more };
    expect(cells(one)).toEqual([
      ["NAME", "STATE", "SHARE", "CAPACITY", "AGE", "ID", "REASON"],
      ["train", "FAILED", "team-a", "2 ml.g5.xlarge, 1 ml.p4d.24xlarge", "1 min 30 s", "id-1", "wrong data"],
    ]);
  });

  test("has the share identifier of a job in a queue with fair shares", () => {
    const [, row] = cells({
      ...job,
      serviceJobType: "SAGEMAKER_TRAINING",
      status: "RUNNABLE",
      shareIdentifier: "HIGHPRI",
    });
    expect(row?.slice(0, 3)).toEqual(["train", "RUNNABLE", "HIGHPRI"]);
  });

  test("leaves empty what AWS Batch does not tell", () => {
    const silent: object = {};
    // Cast: the SDK's type promises some fields, the service's answer does not.
    const line = jobTable([silent as Parameters<typeof jobTable>[0][number]], now, plainText).at(-1);
    expect(line?.trim()).toBe("0.0 s");
  });

  test("shows no negative age when the clock of this machine is behind", () => {
    const [, row] = cells({ ...job, serviceJobType: "SAGEMAKER_TRAINING", createdAt: now + 5_000 });
    expect(row).toContain("0.0 s");
  });
});

describe("the facts of a training job", () => {
  const job = {
    jobArn: "arn",
    jobId: "id-1",
    jobName: "train",
    jobQueue: "arn:aws:batch:eu-west-1:123456789012:job-queue/gpu",
    serviceJobType: "SAGEMAKER_TRAINING" as const,
    status: "RUNNING" as const,
    startedAt: now,
  };

  test("are those that are known, one a line; a time of 0 is none", () => {
    expect(jobLines({ ...job, createdAt: created, stoppedAt: 0 })).toEqual([
      "name     train",
      "id       id-1",
      "state    RUNNING",
      "queue    gpu",
      "created  2026-11-21T11:58:30.000Z",
      "started  2026-11-21T12:00:00.000Z",
    ]);
  });

  test("name the training job of the latest attempt, and what the job uses", () => {
    const value = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/train-2";
    const lines = jobLines({
      ...job,
      capacityUsage: [{ quantity: 3, capacityUnit: "ml.g5.xlarge" }],
      latestAttempt: { serviceResourceId: { name: "TrainingJobArn", value } },
    });
    expect(lines.map((line) => line.split(/ {2,}/))).toEqual(
      expect.arrayContaining([
        ["capacity", "3 ml.g5.xlarge"],
        ["training job", "train-2"],
      ]),
    );
  });

  test("end with the attempts that were preempted", () => {
    const value = "arn:aws:sagemaker:eu-west-1:123456789012:training-job/train-1";
    const recentPreemptedAttempts = [
      { serviceResourceId: { name: "TrainingJobArn" as const, value }, statusReason: "another share took it back" },
      {},
    ];
    const lines = jobLines({ ...job, preemptionSummary: { preemptedAttemptCount: 2, recentPreemptedAttempts } });
    expect(lines.slice(-3)).toEqual([
      "preempted  2",
      "  preempted: train-1 another share took it back",
      "  preempted:",
    ]);
  });
});

describe("what became of the jobs", () => {
  const result = (job: string, status: JobResult["status"], more: Partial<JobResult> = {}): JobResult => ({
    job,
    status,
    ...more,
  });

  test("names those that failed or were not submitted, and says so when nobody gave a reason", () => {
    const results = [
      result("a", "SUCCEEDED", { id: "1" }),
      result("b", "FAILED", { id: "2", reason: "out of memory" }),
      result("c", "NOT_SUBMITTED", { reason: "depends on b, which is FAILED" }),
      result("d", "FAILED", { id: "4" }),
    ];
    expect(resultLines(results, false, plainText)).toEqual([
      "b failed (2): out of memory",
      "c was not submitted: depends on b, which is FAILED",
      "d failed (4): no reason given",
      "3 of 4 jobs submitted, 1 succeeded",
    ]);
  });

  test("is told of an interrupted command, too", () => {
    expect(resultLines([result("a", "SUBMITTED", { id: "1" })], true, plainText)).toEqual([
      "Interrupted: jobs keep running; run the same command to go on. 1 of 1 job submitted",
    ]);
  });
});

test.each([
  [undefined, "train\tRUNNABLE"],
  ["waits for capacity", "train\tRUNNABLE\twaits for capacity"],
])("a change with the reason %j is one line for programs like cut", (reason, line) => {
  const state = { id: "1", name: "train", status: "RUNNABLE" as const, attempts: 0, logs: [], needs: [] };
  expect(statusLine({ ...state, ...(reason === undefined ? {} : { reason }) })).toBe(line);
});

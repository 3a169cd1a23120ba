import { placeIn } from "../../../../../aws/place";
import { arn, valid } from "../../account";
import { fifo, G5, payload, submission, training, TrainingAccount } from "./training-account";

const submit = (account: TrainingAccount, changes: object) => () => account.submit("job", changes);
const ofBytes = (bytes: number): string => payload({ parameters: { text: "x".repeat(bytes - payload().length - 9) } });

/** Each part is as long as it may be; together they are too long. */
const large = {
  tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`${i}${"k".repeat(126)}`, "v".repeat(256)])),
  retryStrategy: { attempts: 2, evaluateOnExit: Array(5).fill({ action: "RETRY", onStatusReason: "r".repeat(512) }) },
  serviceRequestPayload: ofBytes(10 * 1024),
};

describe("a submission is refused", () => {
  test.each([
    ["to a queue that does not exist", { jobQueue: "none" }, "JobQueue none not found."],
    ["with a name that is none", { jobName: "a b" }, "Job name should match valid pattern"],
    ["of another type", { serviceJobType: "OTHER" }, "serviceJobType must be one of [SAGEMAKER_TRAINING]."],
    ["without a payload", { serviceRequestPayload: undefined }, "serviceRequestPayload is required."],
    ["with a payload that is no JSON", { serviceRequestPayload: "{" }, "serviceRequestPayload is not JSON."],
    [
      "with a payload that asks for no instances",
      { serviceRequestPayload: payload({ changes: { ResourceConfig: {} } }) },
      "ResourceConfig must have InstanceType and InstanceCount, or InstanceGroups.",
    ],
    [
      "with a payload over 10 KiB",
      { serviceRequestPayload: ofBytes(10 * 1024 + 1) },
      "serviceRequestPayload has 10241 bytes; at most 10240 are allowed.",
    ],
    ["over 30 KiB in all", large, "at most 30720 are allowed."],
    ["with a priority over 9999", { schedulingPriority: 10_000 }, "Scheduling priority must be between 0 and 9999."],
    ["with 11 attempts", { retryStrategy: { attempts: 11 } }, "RetryAttempts must be between 1 and 10."],
    [
      "with 6 rules for retries",
      { retryStrategy: { attempts: 2, evaluateOnExit: Array(6).fill({ action: "RETRY" }) } },
      "EvaluateOnExit must have at most 5 entries.",
    ],
    [
      "with a pattern of 513 characters",
      { retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "RETRY", onStatusReason: "r".repeat(513) }] } },
      "onStatusReason must have at most 512 characters.",
    ],
    [
      "with a rule that says not what to do",
      { retryStrategy: { attempts: 2, evaluateOnExit: [{ onStatusReason: "CAPACITY:*" }] } },
      "retryStrategy.evaluateOnExit[0].action is required.",
    ],
    ["with a timeout of no time", { timeoutConfig: { attemptDurationSeconds: 0 } }, "must be at least"],
    [
      "with a type but no count of instances",
      { serviceRequestPayload: payload({ changes: { ResourceConfig: { InstanceType: G5 } } }) },
      "must have InstanceType and InstanceCount",
    ],
    ["with a payload of another shape", { serviceRequestPayload: "[]" }, "serviceRequestPayload: "],
    ["with a token of 65 characters", { clientToken: "t".repeat(65) }, "clientToken must have 1 to 64 characters."],
    ["with a quota share to a queue that has none", { quotaShareName: "a" }, "quotaShareName is not applicable"],
    ["with a share identifier to a FIFO queue", { shareIdentifier: "a" }, "shareIdentifier is not applicable"],
    [
      "with a duration that cannot be simulated",
      { serviceRequestPayload: payload({ parameters: { dapf_duration_seconds: "soon" } }) },
      "dapf_duration_seconds=soon",
    ],
    ["with an outcome that cannot be simulated", { serviceRequestPayload: training(1, "MAYBE") }, "dapf_outcome=MAYBE"],
  ])("%s", (_, changes, message) => {
    const account = fifo();
    expect(submit(account, changes)).toThrow(message);
    expect(account.list({ jobStatus: "SUBMITTED" })).toEqual([]);
  });

  test("to a disabled queue", () => {
    const account = fifo();
    account.batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    expect(submit(account, {})).toThrow("JobQueue queue is DISABLED.");
  });

  test("while the service environment is not VALID", () => {
    const account = fifo();
    // What no caller can bring about: an environment that is deleted has no queues.
    const { state, now } = account.batch.service.call(placeIn("eu-west-1", "123456789012"));
    state.serviceEnvironments.get("environment", now).phase = { kind: "CREATING", until: now + 1000 };
    expect(submit(account, {})).toThrow("The service environment of JobQueue queue is not VALID.");
  });

  test("to a queue of containers, as SubmitJob is to a queue of training jobs", () => {
    const account = fifo();
    account.batch.settled("CreateComputeEnvironment", valid.computeEnvironment());
    account.batch.settled("CreateJobQueue", valid.containerQueue());
    expect(submit(account, { jobQueue: "containers" })).toThrow("use SubmitJob");
  });

  test("without a share identifier to a fair-share queue", () => {
    const account = new TrainingAccount().environment({ NUM_INSTANCES: 1 });
    account.batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    account.queue({ schedulingPolicyArn: arn("scheduling-policy/fair") });
    expect(submit(account, {})).toThrow("shareIdentifier must be specified");
    expect(submit(account, { shareIdentifier: "HIGHPRI" })).not.toThrow();
  });
});

test("the largest payload is taken; the queue may be named by its ARN", () => {
  const account = fifo();
  const id = account.submit("job", { serviceRequestPayload: ofBytes(10 * 1024), jobQueue: arn("job-queue/queue") });
  account.step(1);
  expect(account.job(id).status).toBe("RUNNING");
});

test("instance groups of a type are added up", () => {
  const group = (InstanceGroupName: string, InstanceType: string, InstanceCount: number) => {
    return { InstanceGroupName, InstanceType, InstanceCount };
  };
  const InstanceGroups = [group("a", G5, 1), group("b", G5, 2), group("c", "ml.c5.xlarge", 1)];
  const account = fifo(4);
  const id = account.submit("job", {
    serviceRequestPayload: payload({ changes: { ResourceConfig: { InstanceGroups } } }),
  });
  expect(account.job(id).capacityUsage).toEqual([
    { capacityUnit: G5, quantity: 3 },
    { capacityUnit: "ml.c5.xlarge", quantity: 1 },
  ]);
});

describe("a client token", () => {
  test("with the same request makes no second job: the repetition is rejected", () => {
    const account = fifo();
    const id = account.submit("job", { clientToken: "token" });
    expect(submit(account, { clientToken: "token" })).toThrow(`was submitted before, as ${id}.`);
    expect(account.list({ jobStatus: "SUBMITTED" })).toEqual(["job"]);
  });

  test("of a request that was refused can be used again", () => {
    const account = fifo();
    account.batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    expect(submit(account, { clientToken: "token" })).toThrow("DISABLED");
    account.batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "ENABLED" });
    expect(submit(account, { clientToken: "token" })).not.toThrow();
  });
});

test("more than 5 submissions a second are throttled where the quota is set", () => {
  const account = fifo(3, { rates: { submitServiceJob: 5 } });
  const names = Array.from({ length: 5 }, (_, i) => account.submit(`job-${i}`));
  expect(names).toHaveLength(5);
  expect(submit(account, {})).toThrow(expect.objectContaining({ code: "TooManyRequestsException", status: 429 }));
  account.step(0.2);
  expect(submit(account, {})).not.toThrow();
  expect(submit(account, {})).toThrow("Too Many Requests");
  account.step(10);
  for (let i = 0; i < 5; i += 1) account.submit(`later-${i}`);
  expect(submit(account, {})).toThrow("Too Many Requests");
});

test("a job has its tags, which the operations for tags change", () => {
  const account = fifo();
  const { jobArn: resourceArn, jobId } = account.batch.call<{ jobArn: string; jobId: string }>(
    "SubmitServiceJob",
    submission({ tags: { team: "churn" } }),
  );
  account.batch.call("TagResource", { resourceArn, tags: { cost: "7" } });
  account.batch.call("UntagResource", { resourceArn, tagKeys: ["team"] });
  expect(account.batch.call("ListTagsForResource", { resourceArn })).toEqual({ tags: { cost: "7" } });
  expect(account.job(jobId).tags).toEqual({ cost: "7" });
});

test.each(["DescribeServiceJob", "UpdateServiceJob"])("%s says that a job does not exist", (name) => {
  const body = { jobId: "none", schedulingPriority: 1 };
  expect(() => fifo().batch.call(name, body)).toThrow("Service job none does not exist");
});

// API Reference, TerminateServiceJobs: "Service jobs that can't be found are treated as successfully processed."
test("a job that is not there is terminated with success, by itself and among others", () => {
  const account = fifo();
  const { jobId } = account.batch.call<{ jobId: string }>("SubmitServiceJob", submission());
  expect(account.batch.call("TerminateServiceJob", { jobId: "none", reason: "why" })).toEqual({});
  const answer = account.batch.call("TerminateServiceJobs", { jobs: ["none", jobId, ""], reason: "why" });
  expect(answer).toEqual({
    successful: ["none", jobId],
    errors: [{ job: "", code: "ClientException", message: expect.stringContaining("jobId is required") as string }],
  });
  expect(account.job(jobId)).toMatchObject({ status: "FAILED", statusReason: "why" });
  const many = Array.from({ length: 51 }, (_, index) => String(index));
  expect(() => account.batch.call("TerminateServiceJobs", { jobs: many, reason: "why" })).toThrow("1 to 50 entries");
});

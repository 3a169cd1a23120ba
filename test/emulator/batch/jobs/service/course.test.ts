import { arn } from "../../account";
import { fifo, G5, payload, training } from "./training-account";

const COMPLETED = "Received status from SageMaker: Training job completed";
const ALGORITHM_ERROR = "Received status from SageMaker: AlgorithmError: , exit code: 1";

describe("a service job", () => {
  test("goes through all its states, each with its time, and EventBridge hears of each but the first", () => {
    const account = fifo();
    const { batch, events } = account;
    const id = account.submit("job", { serviceRequestPayload: training(2), tags: { team: "churn" } });
    const began = batch.clock.now();
    expect(account.job(id)).toMatchObject({ status: "SUBMITTED", createdAt: began, isTerminated: false });
    account.step(2.2);
    expect(account.job(id)).toMatchObject({ status: "RUNNING", scheduledAt: began + 50, startedAt: began + 200 });
    account.step(1);

    const job = account.job(id);
    expect(job).toMatchObject({ status: "SUCCEEDED", statusReason: COMPLETED, stoppedAt: began + 2250 });
    expect(job.attempts).toEqual([
      {
        serviceResourceId: job.latestAttempt?.serviceResourceId,
        startedAt: began + 200,
        stoppedAt: began + 2250,
        statusReason: COMPLETED,
      },
    ]);
    expect(events.map(({ detail: { status } }) => status)).toEqual([
      "RUNNABLE",
      "SCHEDULED",
      "STARTING",
      "RUNNING",
      "SUCCEEDED",
    ]);
    const [last] = events.slice(-1);
    expect(last).toMatchObject({
      detailType: "Batch Service Job State Change",
      at: began + 2250,
      resources: [job.jobArn],
    });
    expect(last?.detail).toMatchObject({ jobId: id, jobName: "job", attempts: [{ startedAt: began + 200 }] });
    expect(last?.detail).not.toHaveProperty("tags");
    expect(last?.detail).not.toHaveProperty("serviceRequestPayload");
  });

  test("shows what was submitted, and what it takes while it waits", () => {
    const account = fifo();
    account.submit("first", { serviceRequestPayload: payload({ count: 3 }) });
    const request = {
      serviceRequestPayload: payload({ count: 2 }),
      retryStrategy: { attempts: 3, evaluateOnExit: [{ action: "EXIT", onStatusReason: "*ValidationException*" }] },
      timeoutConfig: { attemptDurationSeconds: 600 },
      tags: { team: "churn" },
    };
    const id = account.submit("second", request);
    account.step(0.5);
    expect(account.job(id)).toMatchObject({
      ...request,
      status: "RUNNABLE",
      jobQueue: arn("job-queue/queue"),
      jobArn: arn(`service-job/${id}`),
      serviceJobType: "SAGEMAKER_TRAINING",
      capacityUsage: [{ capacityUnit: G5, quantity: 2 }],
    });
  });

  test("without a duration trains for a second", () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: payload() });
    account.step(1.1);
    expect(account.job(id).status).toBe("RUNNING");
    account.step(0.2);
    expect(account.job(id).status).toBe("SUCCEEDED");
  });

  test("writes into the log of each of its instances", () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: training(2, "SUCCEEDED", { count: 2 }) });
    account.step(3);
    const { latestAttempt } = account.job(id);
    const name = latestAttempt?.serviceResourceId?.value?.split("/").at(-1) ?? "";
    expect(name).toMatch(/^AWSBatchchurn[0-9a-f]{32}$/);
    expect(new Set(account.logs.map(({ stream }) => stream.replace(/-\d+$/, "")))).toEqual(
      new Set([`${name}/algo-1`, `${name}/algo-2`]),
    );
    expect(new Set(account.logs.map(({ group }) => group))).toEqual(new Set(["/aws/sagemaker/TrainingJobs"]));
    expect(account.logs.map(({ text }) => text)).toContain("dapf: simulated training, 2 s (dapf_duration_seconds)");
  });
});

describe("a job that fails", () => {
  test("is FAILED with what SageMaker says", () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: training(1, "FAILED: InternalServerError: try again") });
    account.step(2);
    const statusReason = "Received status from SageMaker: InternalServerError: try again";
    expect(account.job(id)).toMatchObject({ status: "FAILED", statusReason, attempts: [{ statusReason }] });
  });

  test("is tried again as often as its retry strategy says, each time with a training job of its own", () => {
    const account = fifo();
    const retryStrategy = { attempts: 3 };
    const id = account.submit("job", { serviceRequestPayload: training(1, "FAILED,FAILED,SUCCEEDED"), retryStrategy });
    account.step(5);
    const { status, attempts = [] } = account.job(id);
    expect(status).toBe("SUCCEEDED");
    expect(attempts.map(({ statusReason }) => statusReason)).toEqual([ALGORITHM_ERROR, ALGORITHM_ERROR, COMPLETED]);
    expect(new Set(attempts.map(({ serviceResourceId }) => serviceResourceId?.value)).size).toBe(3);
  });

  test("is not tried again where a rule says EXIT", () => {
    const account = fifo();
    const evaluateOnExit = [{ action: "EXIT", onStatusReason: "Received status from SageMaker: AlgorithmError*" }];
    const id = account.submit("job", {
      serviceRequestPayload: training(1, "FAILED"),
      retryStrategy: { attempts: 3, evaluateOnExit },
    });
    account.step(5);
    expect(account.job(id)).toMatchObject({ status: "FAILED", attempts: [{ statusReason: ALGORITHM_ERROR }] });
  });

  test("for want of instances is tried without limit, uses no attempt, and only the latest such attempt is kept", () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: training(10, "CAPACITY,CAPACITY,SUCCEEDED") });
    account.step(15);
    expect(account.job(id).status).toBe("SCHEDULED");
    account.step(20);
    const { status, attempts = [] } = account.job(id);
    expect(status).toBe("SUCCEEDED");
    expect(attempts.map(({ statusReason }) => statusReason)).toEqual([
      expect.stringMatching(/^Received status from SageMaker: CapacityError/),
      COMPLETED,
    ]);
  });

  test.each([
    ["the time of an attempt", { timeoutConfig: { attemptDurationSeconds: 60 } }, "duration exceeded timeout"],
    ["the longest run time of its request", {}, "MaxRuntimeExceeded"],
  ])("takes longer than %s: it ends then", (_, changes, reason) => {
    const account = fifo();
    const shorter = { changes: { StoppingCondition: { MaxRuntimeInSeconds: 100 } } };
    const id = account.submit("job", { serviceRequestPayload: training(3600, "SUCCEEDED", shorter), ...changes });
    account.step(59);
    expect(account.job(id).status).toBe("RUNNING");
    account.step(42);
    expect(account.job(id)).toMatchObject({ status: "FAILED", statusReason: expect.stringContaining(reason) });
  });
});

describe("a job that is terminated", () => {
  test.each([
    ["SUBMITTED", 0],
    ["RUNNING", 1],
  ])("while it is %s is FAILED with the reason, and its capacity goes to the next", (status, seconds) => {
    const account = fifo(1);
    const first = account.submit("first");
    account.step(seconds);
    expect(account.job(first).status).toBe(status);
    const second = account.submit("second");
    account.batch.call("TerminateServiceJob", { jobId: first, reason: "wrong data" });
    expect(account.job(first)).toMatchObject({ status: "FAILED", statusReason: "wrong data", isTerminated: true });
    account.step(1);
    expect(account.job(second).status).toBe("RUNNING");
  });

  test("stays as it is when it had ended before", () => {
    const account = fifo();
    const id = account.submit("job", { serviceRequestPayload: training(1) });
    account.step(2);
    account.batch.call("TerminateServiceJob", { jobId: id, reason: "too late" });
    expect(account.job(id)).toMatchObject({ status: "SUCCEEDED", isTerminated: false });
    expect(() => account.batch.call("UpdateServiceJob", { jobId: id, schedulingPriority: 1 })).toThrow("is SUCCEEDED");
  });
});

describe("a job that can never run", () => {
  const reason = "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE";

  test("says why, holds up the FIFO queue, and EventBridge hears of it", () => {
    const account = fifo(3);
    const large = account.submit("large", { serviceRequestPayload: payload({ count: 4 }) });
    const small = account.submit("small");
    account.step(1);
    const statusReason = `${reason} - Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.`;
    expect(account.job(large)).toMatchObject({ status: "RUNNABLE", statusReason });
    expect(account.job(small).status).toBe("RUNNABLE");
    expect(account.events).toContainEqual(
      expect.objectContaining({
        detailType: "Batch Service Job Queue Blocked",
        detail: expect.objectContaining({ jobId: large, status: "RUNNABLE", statusReason }),
      }),
    );
  });

  test("is terminated when the queue's time limit is over, without a call in between", () => {
    const account = fifo(3);
    const limit = { reason, state: "RUNNABLE", maxTimeSeconds: 600, action: "TERMINATE" };
    account.batch.settled("UpdateJobQueue", { jobQueue: "queue", jobStateTimeLimitActions: [limit] });
    const large = account.submit("large", { serviceRequestPayload: payload({ count: 4 }) });
    const small = account.submit("small", { serviceRequestPayload: training(1) });
    account.step(700);
    expect(account.job(large)).toMatchObject({
      status: "FAILED",
      isTerminated: true,
      statusReason: `Terminated by JobStateTimeLimit action due to reason: ${reason}`,
    });
    expect(account.job(small).status).toBe("SUCCEEDED");
  });
});

describe("what becomes of jobs when their queue or environment changes", () => {
  test("a deleted queue takes its jobs along", () => {
    const account = fifo(1);
    const running = account.submit("running");
    account.step(1);
    const waiting = account.submit("waiting");
    account.step(1);
    account.batch.settled("UpdateJobQueue", { jobQueue: "queue", state: "DISABLED" });
    expect(account.job(running).status).toBe("RUNNING");
    account.batch.settled("DeleteJobQueue", { jobQueue: "queue" });
    for (const id of [running, waiting]) {
      expect(account.job(id)).toMatchObject({
        status: "FAILED",
        statusReason: "Job queue deleted",
        isTerminated: true,
      });
    }
    account.queue();
    const next = account.submit("next");
    account.step(1);
    expect(account.job(next).status).toBe("RUNNING");
  });

  test("a disabled environment starts nothing; what runs goes on; enabled, it goes on", () => {
    const account = fifo(2);
    const running = account.submit("running");
    account.step(1);
    account.batch.call("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "DISABLED" });
    const waiting = account.submit("waiting");
    account.step(1);
    expect([running, waiting].map((id) => account.job(id).status)).toEqual(["RUNNING", "RUNNABLE"]);
    account.batch.call("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "ENABLED" });
    account.step(1);
    expect(account.job(waiting).status).toBe("RUNNING");
  });

  test("jobs stay in their environment: the queue does not get another one while it has some", () => {
    const account = fifo();
    const other = { serviceEnvironmentName: "other", serviceEnvironmentType: "SAGEMAKER_TRAINING" };
    const capacityLimits = [{ maxCapacity: 1, capacityUnit: "NUM_INSTANCES" }];
    account.batch.settled("CreateServiceEnvironment", { ...other, capacityLimits });
    const id = account.submit("job");
    const change = { jobQueue: "queue", serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "other" }] };
    expect(() => account.batch.call("UpdateJobQueue", change)).toThrow("has jobs that have not ended");
    const units = [{ maxCapacity: 1, capacityUnit: G5 }];
    const limits = { serviceEnvironment: "environment", capacityLimits: units };
    expect(() => account.batch.call("UpdateServiceEnvironment", limits)).toThrow("The kind of capacity unit");

    account.batch.call("TerminateServiceJob", { jobId: id, reason: "move" });
    account.batch.settled("UpdateJobQueue", change);
    const [first, second] = [account.submit("first"), account.submit("second")];
    account.step(1);
    expect([first, second].map((one) => account.job(one).status)).toEqual(["RUNNING", "RUNNABLE"]);
  });
});

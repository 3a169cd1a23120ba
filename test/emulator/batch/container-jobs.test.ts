import type { JobDetail, ListJobsResponse } from "@aws-sdk/client-batch";
import { arn, BatchAccount, valid } from "./account";

const TIMINGS = { submitted: 10, starting: 20, running: 1000 };

/** Variables that say how a job goes. */
const variables = (values: Readonly<Record<string, string>>) => ({
  containerOverrides: { environment: Object.entries(values).map(([name, value]) => ({ name, value })) },
});
const lasting = (seconds: number) => variables({ DAPF_DURATION_SECONDS: String(seconds) });
const failing = (codes: string) => variables({ DAPF_EXIT_CODE: codes });

/** A queue with 16 vCPUs, and a definition whose jobs take 4 of them. */
class JobsAccount extends BatchAccount {
  constructor(resources: object = {}) {
    super({ timings: TIMINGS });
    this.settled("CreateComputeEnvironment", valid.computeEnvironment({}, resources));
    this.settled("CreateJobQueue", valid.containerQueue());
    this.define({});
  }

  define(changes: object, properties: object = {}): void {
    this.call("RegisterJobDefinition", {
      jobDefinitionName: "train",
      type: "container",
      containerProperties: { image: "train", vcpus: 4, memory: 2048, command: ["train"], ...properties },
      ...changes,
    });
  }

  submit(changes: object = {}): string {
    const request = { jobName: "job", jobQueue: "containers", jobDefinition: "train", ...changes };
    return this.call<{ jobId: string }>("SubmitJob", request).jobId;
  }

  job(id: string): JobDetail {
    const [job] = this.call<{ jobs: JobDetail[] }>("DescribeJobs", { jobs: [id] }).jobs;
    if (job === undefined) throw new Error(`there is no job ${id}`);
    return job;
  }

  status(...ids: string[]): (string | undefined)[] {
    return ids.map((id) => this.job(id).status);
  }

  /** Until a job that was just submitted runs, if it can. */
  begin(): void {
    this.clock.step(TIMINGS.submitted + TIMINGS.starting);
  }
}

describe("a container job", () => {
  it("goes from SUBMITTED over STARTING and RUNNING to SUCCEEDED where there is room", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    const seen = [0, TIMINGS.submitted, TIMINGS.starting, TIMINGS.running].map((milliseconds) => {
      batch.clock.step(milliseconds);
      return batch.job(id).status;
    });
    expect(seen).toEqual(["SUBMITTED", "STARTING", "RUNNING", "SUCCEEDED"]);
  });

  it("is described with all that was asked for, its times and its attempt", () => {
    const batch = new JobsAccount();
    const createdAt = batch.clock.now();
    const id = batch.submit({ tags: { team: "a" }, parameters: { p: "1" }, timeout: { attemptDurationSeconds: 60 } });
    batch.clock.step(5000);
    const startedAt = createdAt + 30;
    expect(batch.job(id)).toEqual(
      expect.objectContaining({
        jobArn: arn(`job/${id}`),
        jobName: "job",
        jobQueue: arn("job-queue/containers"),
        jobDefinition: arn("job-definition/train:1"),
        status: "SUCCEEDED",
        statusReason: "Essential container in task exited",
        createdAt,
        startedAt,
        stoppedAt: startedAt + TIMINGS.running,
        parameters: { p: "1" },
        timeout: { attemptDurationSeconds: 60 },
        tags: { team: "a" },
        attempts: [expect.objectContaining({ startedAt, stoppedAt: startedAt + TIMINGS.running })],
      }),
    );
    expect(batch.job(id).container).toEqual(
      expect.objectContaining({
        image: "train",
        exitCode: 0,
        logStreamName: expect.stringMatching(/^train\/default\/\w{32}$/) as string,
      }),
    );
  });

  it("runs as long as its variable says", () => {
    const batch = new JobsAccount();
    const id = batch.submit(lasting(2.5));
    batch.begin();
    batch.clock.step(2499);
    expect(batch.job(id).status).toBe("RUNNING");
    batch.clock.step(1);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("fails with the exit code that its variable says", () => {
    const batch = new JobsAccount();
    const id = batch.submit(failing("3"));
    batch.clock.step(5000);
    expect(batch.job(id)).toEqual(
      expect.objectContaining({ status: "FAILED", statusReason: "Essential container in task exited" }),
    );
    expect(batch.job(id).container?.exitCode).toBe(3);
  });

  it("is tried again as often as its strategy says", () => {
    const batch = new JobsAccount();
    const id = batch.submit({ ...failing("1,1,0"), retryStrategy: { attempts: 3 } });
    batch.clock.step(10_000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
    expect(batch.job(id).attempts?.map(({ container }) => container?.exitCode)).toEqual([1, 1, 0]);
  });

  it.each([
    ["137", "retry", 2],
    ["13*", "retry", 2],
    ["1", "exit", 2],
    ["137", "exit", 1],
  ])("with a rule for exit code %s to %s makes %p attempts", (onExitCode, action, attempts) => {
    const batch = new JobsAccount();
    const id = batch.submit({
      ...failing("137"),
      retryStrategy: { attempts: 2, evaluateOnExit: [{ onExitCode, action }] },
    });
    batch.clock.step(10_000);
    expect(batch.job(id).attempts).toHaveLength(attempts);
  });

  it("is ended by its timeout, and not tried again", () => {
    const batch = new JobsAccount();
    const id = batch.submit({
      ...lasting(100),
      timeout: { attemptDurationSeconds: 60 },
      retryStrategy: { attempts: 3 },
    });
    batch.clock.step(200_000);
    expect(batch.job(id)).toEqual(
      expect.objectContaining({ status: "FAILED", statusReason: "Job attempt duration exceeded timeout" }),
    );
    expect(batch.job(id).attempts).toHaveLength(1);
  });

  it("can be tagged", () => {
    const batch = new JobsAccount();
    const resourceArn = arn(`job/${batch.submit()}`);
    batch.call("TagResource", { resourceArn, tags: { a: "b" } });
    expect(batch.call("ListTagsForResource", { resourceArn })).toEqual({ tags: { a: "b" } });
  });
});

describe("capacity", () => {
  it("is given in the order of submission, and taken back when a job is over", () => {
    const batch = new JobsAccount({ maxvCpus: 8 });
    const ids = [batch.submit(lasting(1)), batch.submit(lasting(2)), batch.submit(lasting(1))];
    batch.begin();
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING", "RUNNABLE"]);
    batch.clock.step(1000 + TIMINGS.starting);
    expect(batch.status(...ids)).toEqual(["SUCCEEDED", "RUNNING", "RUNNING"]);
  });

  it("is given to queues by their priority", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "urgent", priority: 9 }));
    const [running, low, high] = [batch.submit(), batch.submit(), batch.submit({ jobQueue: "urgent" })];
    batch.begin();
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(batch.status(running, low, high)).toEqual(["SUCCEEDED", "RUNNABLE", "RUNNING"]);
  });

  it("comes from the next environment when the first is full", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "more" }));
    const order = ["compute", "more"].map((computeEnvironment, index) => ({ order: index, computeEnvironment }));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder: order });
    const ids = [batch.submit(), batch.submit()];
    batch.begin();
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING"]);
    expect(batch.job(ids[1] ?? "").container?.taskArn).toContain(":task/more/");
  });

  it("grows when the environment does", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const ids = [batch.submit(lasting(60)), batch.submit(lasting(60))];
    batch.begin();
    batch.call("UpdateComputeEnvironment", { computeEnvironment: "compute", computeResources: { maxvCpus: 8 } });
    batch.clock.step(TIMINGS.starting);
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING"]);
  });

  it("that never suffices leaves a job RUNNABLE, with the reason", () => {
    const batch = new JobsAccount({ maxvCpus: 2 });
    const id = batch.submit();
    batch.clock.step(100_000);
    expect(batch.job(id)).toEqual(expect.objectContaining({ status: "RUNNABLE" }));
    expect(batch.job(id).statusReason).toContain("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE");
  });
});

describe("dependencies", () => {
  const dependsOn = (...ids: string[]) => ({ dependsOn: ids.map((jobId) => ({ jobId })) });

  it("keep a job PENDING until all others have succeeded", () => {
    const batch = new JobsAccount();
    const first = batch.submit(lasting(1));
    const second = batch.submit(lasting(5));
    const last = batch.submit(dependsOn(first, second));
    batch.clock.step(2000);
    expect(batch.status(first, second, last)).toEqual(["SUCCEEDED", "RUNNING", "PENDING"]);
    batch.clock.step(10_000);
    expect(batch.job(last).status).toBe("SUCCEEDED");
    expect(batch.job(last).startedAt).toBeGreaterThanOrEqual(batch.job(second).stoppedAt ?? Infinity);
  });

  it("take a job along when one of them fails, and all that depend on it", () => {
    const batch = new JobsAccount();
    const first = batch.submit(failing("1"));
    const second = batch.submit(dependsOn(first));
    const third = batch.submit(dependsOn(second));
    batch.clock.step(10_000);
    expect([second, third].map((id) => batch.job(id).statusReason)).toEqual([
      "Dependent Job failed",
      "Dependent Job failed",
    ]);
    expect(batch.job(third)).not.toHaveProperty("startedAt");
  });

  it("may be a chain of 5,000 jobs", () => {
    const batch = new JobsAccount();
    let last = batch.submit(failing("1"));
    for (let number = 1; number < 5000; number += 1) last = batch.submit(dependsOn(last));
    batch.clock.step(10_000);
    expect(batch.job(last).status).toBe("FAILED");
  });

  it("on a job that is over already do not hold anything up", () => {
    const batch = new JobsAccount();
    const first = batch.submit();
    batch.clock.step(5000);
    const second = batch.submit(dependsOn(first));
    batch.begin();
    expect(batch.job(second).status).toBe("RUNNING");
  });
});

describe("cancelling and terminating", () => {
  it("a waiting job ends it with the reason", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const ids = [batch.submit(), batch.submit(), batch.submit()];
    batch.begin();
    batch.call("CancelJob", { jobId: ids[1], reason: "enough" });
    batch.call("TerminateJob", { jobId: ids[2], reason: "enough" });
    for (const id of ids.slice(1)) {
      expect(batch.job(id)).toEqual(
        expect.objectContaining({
          status: "FAILED",
          statusReason: "enough",
          isCancelled: true,
          isTerminated: false,
          attempts: [],
        }),
      );
    }
  });

  it("cancelling leaves a running job alone", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    batch.begin();
    batch.call("CancelJob", { jobId: id, reason: "enough" });
    batch.clock.step(TIMINGS.running);
    expect(batch.job(id)).toEqual(expect.objectContaining({ status: "SUCCEEDED", isCancelled: false }));
  });

  it("terminating ends a running job and gives its capacity to the next one", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    const ids = [batch.submit(lasting(60)), batch.submit()];
    batch.begin();
    batch.call("TerminateJob", { jobId: ids[0], reason: "enough" });
    batch.clock.step(TIMINGS.starting);
    expect(batch.status(...ids)).toEqual(["FAILED", "RUNNING"]);
    expect(batch.job(ids[0] ?? "")).toEqual(
      expect.objectContaining({ statusReason: "enough", isTerminated: true, attempts: [expect.anything()] }),
    );
  });

  it("a job that is over changes nothing", () => {
    const batch = new JobsAccount();
    const jobId = batch.submit();
    batch.clock.step(5000);
    const before = batch.job(jobId);
    batch.call("TerminateJob", { jobId, reason: "late" });
    expect(batch.job(jobId)).toEqual(before);
  });

  it("is refused for a job that is not there", () => {
    expect(() => new JobsAccount().call("TerminateJob", { jobId: "none", reason: "r" })).toThrow("none does not exist");
  });

  it("happens to the jobs of a queue that is deleted", () => {
    const batch = new JobsAccount();
    const id = batch.submit(lasting(60));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", state: "DISABLED" });
    batch.settled("DeleteJobQueue", { jobQueue: "containers" });
    expect(batch.job(id)).toEqual(expect.objectContaining({ status: "FAILED", isTerminated: true }));
  });
});

describe("submitting", () => {
  it("overrides command, variables and requirements of the definition", () => {
    const batch = new JobsAccount();
    batch.define(
      {},
      {
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "2" },
        ],
      },
    );
    const id = batch.submit({
      containerOverrides: {
        command: ["other"],
        environment: [
          { name: "B", value: "3" },
          { name: "C", value: "4" },
        ],
        resourceRequirements: [
          { type: "VCPU", value: "8" },
          { type: "GPU", value: "1" },
        ],
      },
    });
    expect(batch.job(id).container).toEqual(
      expect.objectContaining({
        command: ["other"],
        memory: 2048,
        environment: [
          { name: "A", value: "1" },
          { name: "B", value: "3" },
          { name: "C", value: "4" },
        ],
        resourceRequirements: [
          { type: "VCPU", value: "8" },
          { type: "GPU", value: "1" },
        ],
      }),
    );
    expect(batch.job(id).container).not.toHaveProperty("vcpus");
  });

  it.each<[string, object, string]>([
    ["a bad name", { jobName: "-job" }, "Job name should match a valid pattern."],
    ["an unknown queue", { jobQueue: "none" }, "JobQueue none not found."],
    ["an unknown definition", { jobDefinition: "none" }, "JobDefinition none not found."],
    ["an unknown dependency", { dependsOn: [{ jobId: "none" }] }, "Job none in dependsOn does not exist."],
    ["21 dependencies", { dependsOn: Array.from({ length: 21 }, () => ({ jobId: "x" })) }, "maximum of 20 jobs"],
    ["a dependency on nothing", { dependsOn: [{ type: "SEQUENTIAL" }] }, "must name a jobId"],
    [
      "a share identifier for a queue without fair share",
      { shareIdentifier: "a" },
      "shareIdentifier is not applicable",
    ],
    ["too little memory", { containerOverrides: { memory: 1 } }, "Memory must be at least 4 Mib, got 1 Mib."],
    ["a timeout of 1 s", { timeout: { attemptDurationSeconds: 1 } }, "at least 60 seconds"],
    ["11 attempts", { retryStrategy: { attempts: 11 } }, "RetryAttempts must be between 1 and 10."],
    ["more than 30 KiB", { parameters: { p: "x".repeat(31_000) } }, "at most 30720 are allowed"],
    [
      "a duration that is none",
      variables({ DAPF_DURATION_SECONDS: "long" }),
      "cannot simulate DAPF_DURATION_SECONDS=long",
    ],
  ])("is refused with %s", (_case, changes, message) => {
    expect(() => new JobsAccount().submit(changes)).toThrow(message);
  });

  it("is refused for a queue that is disabled, while its jobs go on", () => {
    const batch = new JobsAccount();
    const id = batch.submit();
    batch.call("UpdateJobQueue", { jobQueue: "containers", state: "DISABLED" });
    expect(() => batch.submit()).toThrow("JobQueue containers is DISABLED.");
    batch.clock.step(5000);
    expect(batch.job(id).status).toBe("SUCCEEDED");
  });

  it("is refused for a definition that was deregistered", () => {
    const batch = new JobsAccount();
    batch.call("DeregisterJobDefinition", { jobDefinition: "train:1" });
    expect(() => batch.submit({ jobDefinition: "train:1" })).toThrow("JobDefinition train:1 is INACTIVE.");
    expect(() => batch.submit()).toThrow("JobDefinition train not found.");
  });

  it("is refused for a queue of training jobs", () => {
    const batch = new JobsAccount();
    batch.settled("CreateServiceEnvironment", valid.serviceEnvironment());
    batch.settled("CreateJobQueue", valid.trainingQueue());
    expect(() => batch.submit({ jobQueue: "queue" })).toThrow("use SubmitServiceJob");
  });

  it("needs a share identifier for a fair-share queue", () => {
    const batch = new JobsAccount();
    batch.call("CreateSchedulingPolicy", valid.fairPolicy());
    const schedulingPolicyArn = arn("scheduling-policy/fair");
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "fair", schedulingPolicyArn }));
    expect(() => batch.submit({ jobQueue: "fair" })).toThrow("shareIdentifier must be specified");
    expect(batch.job(batch.submit({ jobQueue: "fair", shareIdentifier: "HIGHPRI" })).shareIdentifier).toBe("HIGHPRI");
  });
});

describe("listing jobs", () => {
  const list = (batch: BatchAccount, request: object): (string | undefined)[] =>
    (batch.call<ListJobsResponse>("ListJobs", { jobQueue: "containers", ...request }).jobSummaryList ?? []).map(
      ({ jobName }) => jobName,
    );
  const filter = (name: string, ...values: string[]) => ({ filters: [{ name, values }] });

  const withJobs = (): JobsAccount => {
    const batch = new JobsAccount();
    batch.submit({ jobName: "Train-1" });
    batch.clock.step(5000);
    batch.define({ jobDefinitionName: "other" });
    batch.submit({ jobName: "train-2", ...lasting(60) });
    batch.submit({ jobName: "check-1", jobDefinition: "other", ...lasting(60) });
    batch.begin();
    return batch;
  };

  it.each<[string, object, string[]]>([
    ["those that run, newest first", {}, ["check-1", "train-2"]],
    ["those of a status", { jobStatus: "SUCCEEDED" }, ["Train-1"]],
    ["those with a name, whatever the case", filter("JOB_NAME", "train-1"), ["Train-1"]],
    ["those whose name begins so", filter("JOB_NAME", "train*"), ["train-2", "Train-1"]],
    ["those of a definition", filter("JOB_DEFINITION", "other"), ["check-1"]],
    ["those of a revision", filter("JOB_DEFINITION", "train:1"), ["train-2", "Train-1"]],
    ["those of a definition's ARN", filter("JOB_DEFINITION", arn("job-definition/other:1")), ["check-1"]],
    ["those of none", filter("SHARE_IDENTIFIER", "a"), []],
  ])("shows %s", (_case, request, names) => {
    expect(list(withJobs(), request)).toEqual(names);
  });

  it("shows those before and after a time", () => {
    const batch = withJobs();
    const time = String(batch.clock.now() - 1000);
    expect(list(batch, filter("BEFORE_CREATED_AT", time))).toEqual(["Train-1"]);
    expect(list(batch, filter("AFTER_CREATED_AT", time))).toEqual(["check-1", "train-2"]);
  });

  it("is read page by page", () => {
    const batch = withJobs();
    const first = batch.call<ListJobsResponse>("ListJobs", { jobQueue: "containers", maxResults: 1 });
    batch.submit({ jobName: "newer", ...lasting(60) });
    batch.begin();
    expect(list(batch, { nextToken: first.nextToken })).toEqual(["train-2"]);
  });

  it.each<[string, object, string]>([
    [
      "two filters",
      {
        filters: [
          { name: "JOB_NAME", values: ["a"] },
          { name: "JOB_NAME", values: ["b"] },
        ],
      },
      "Only one filter",
    ],
    ["an unknown filter", filter("COLOUR", "red"), "COLOUR is not a filter of ListJobs."],
    ["a time that is none", filter("BEFORE_CREATED_AT", "noon"), "number of milliseconds"],
    ["no queue", { jobQueue: undefined }, "jobQueue is required."],
  ])("is refused with %s", (_case, request, message) => {
    expect(() => list(withJobs(), request)).toThrow(message);
  });
});

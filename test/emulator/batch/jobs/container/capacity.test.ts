import { PLACE, valid } from "../../account";
import { JobsAccount, lasting, TIMINGS } from "./jobs-account";

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
    const running = batch.submit();
    batch.begin();
    const [low, high] = [batch.submit(), batch.submit({ jobQueue: "urgent" })];
    batch.clock.step(TIMINGS.running + TIMINGS.starting);
    expect(batch.status(running, low, high)).toEqual(["SUCCEEDED", "RUNNABLE", "RUNNING"]);
  });

  it("goes by priority among jobs of the same moment, too", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "urgent", priority: 9 }));
    const [low, high] = [batch.submit(), batch.submit({ jobQueue: "urgent" })];
    batch.begin();
    expect(batch.status(low, high)).toEqual(["RUNNABLE", "RUNNING"]);
  });

  it("goes by name among queues of equal priority (rule F5)", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: "aaa" }));
    const [later, first] = [batch.submit(), batch.submit({ jobQueue: "aaa" })];
    batch.begin();
    expect(batch.status(later, first)).toEqual(["RUNNABLE", "RUNNING"]);
  });

  it("of an unmanaged environment is what its owner gives it, or has no end", () => {
    const serviceRole = "arn:aws:iam::123456789012:role/mine";
    const unmanaged = (computeEnvironmentName: string, more: object) => {
      const request = { computeEnvironmentName, type: "UNMANAGED", computeResources: undefined, serviceRole, ...more };
      return valid.computeEnvironment(request);
    };
    const batch = new JobsAccount();
    for (const [name, more] of Object.entries({ small: { unmanagedvCpus: 4 }, boundless: {} })) {
      batch.settled("CreateComputeEnvironment", unmanaged(name, more));
      const computeEnvironmentOrder = [{ order: 1, computeEnvironment: name }];
      batch.settled("CreateJobQueue", valid.containerQueue({ jobQueueName: name, computeEnvironmentOrder }));
    }
    const submit = (jobQueue: string) => batch.submit({ jobQueue, ...lasting(60) });
    const small = [submit("small"), submit("small")];
    const boundless = Array.from({ length: 9 }, () => submit("boundless"));
    batch.begin();
    expect(batch.status(...small)).toEqual(["RUNNING", "RUNNABLE"]);
    expect(new Set(batch.status(...boundless))).toEqual(new Set(["RUNNING"]));
  });

  it("is taken from the environments of a queue in their order", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "first" }));
    const computeEnvironmentOrder = [
      { order: 2, computeEnvironment: "compute" },
      { order: 1, computeEnvironment: "first" },
    ];
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder });
    const ids = Array.from({ length: 6 }, () => batch.submit(lasting(60)));
    batch.begin();
    const environments = batch.service.call(PLACE).state.jobs;
    expect(ids.map((id) => environments.get(id)?.placement?.room.environmentArn.split("/").at(-1))).toEqual([
      ...["first", "first", "first", "first", "compute"],
      undefined,
    ]);
  });

  it("of an environment that is disabled is not given, and the job says so", () => {
    const batch = new JobsAccount();
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
    const id = batch.submit();
    batch.begin();
    expect(batch.job(id)).toMatchObject({
      status: "RUNNABLE",
      statusReason: "UNDETERMINED - Batch job is blocked, root cause is undetermined.",
    });
    batch.settled("UpdateComputeEnvironment", { computeEnvironment: "compute", state: "ENABLED" });
    expect(batch.status(id)).not.toEqual(["RUNNABLE"]);
  });

  it("comes from the next environment when the first is full", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("CreateComputeEnvironment", valid.computeEnvironment({ computeEnvironmentName: "more" }));
    const order = ["compute", "more"].map((computeEnvironment, index) => ({ order: index, computeEnvironment }));
    batch.settled("UpdateJobQueue", { jobQueue: "containers", computeEnvironmentOrder: order });
    const ids = [batch.submit(), batch.submit()];
    batch.begin();
    expect(batch.status(...ids)).toEqual(["RUNNING", "RUNNING"]);
    expect(batch.job(ids[1] ?? "").container?.taskArn).toContain(":task/AWSBatch-more-");
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

describe("a time limit of a queue for jobs that are stuck", () => {
  const REASON = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
  const limited = (maxTimeSeconds: number, reason = REASON) => ({
    jobQueue: "containers",
    jobStateTimeLimitActions: [{ action: "CANCEL", state: "RUNNABLE", reason, maxTimeSeconds }],
  });
  const MINUTES = 60_000;

  it("cancels a job that no environment could hold, and lets the next one start", () => {
    const batch = new JobsAccount({ maxvCpus: 4 });
    batch.settled("UpdateJobQueue", limited(600));
    const tooMuch = { containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "5" }] } };
    const [stuck, next] = [batch.submit(tooMuch), batch.submit(lasting(10_000))];
    batch.begin();
    batch.clock.step(9 * MINUTES);
    expect(batch.status(stuck, next)).toEqual(["RUNNABLE", "RUNNABLE"]);
    batch.clock.step(MINUTES + TIMINGS.starting);
    expect(batch.status(stuck, next)).toEqual(["FAILED", "RUNNING"]);
    expect(batch.job(stuck)).toMatchObject({
      statusReason: `Canceled by JobStateTimeLimit action due to reason: ${REASON}`,
      isCancelled: true,
    });
  });

  it("counts from when the job is stuck at the head, each job for itself", () => {
    const batch = new JobsAccount({ maxvCpus: 2 });
    batch.settled("UpdateJobQueue", limited(600));
    const [first, second] = [batch.submit(), batch.submit()];
    batch.begin();
    batch.clock.step(10 * MINUTES);
    expect(batch.status(first, second)).toEqual(["FAILED", "RUNNABLE"]);
    batch.clock.step(9 * MINUTES);
    expect(batch.status(second)).toEqual(["RUNNABLE"]);
    batch.clock.step(MINUTES);
    expect(batch.status(second)).toEqual(["FAILED"]);
  });

  it("is over when the environment has grown in time", () => {
    const batch = new JobsAccount({ maxvCpus: 2 });
    batch.settled("UpdateJobQueue", limited(600));
    const id = batch.submit(lasting(10_000));
    batch.begin();
    batch.clock.step(9 * MINUTES);
    batch.call("UpdateComputeEnvironment", { computeEnvironment: "compute", computeResources: { maxvCpus: 8 } });
    batch.clock.step(2 * MINUTES);
    expect(batch.status(id)).toEqual(["RUNNING"]);
  });

  it("holds for its reason alone, and for jobs that were stuck before it was set", () => {
    const batch = new JobsAccount({ maxvCpus: 2 });
    batch.settled("UpdateJobQueue", limited(600, "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT"));
    const id = batch.submit();
    batch.begin();
    batch.clock.step(60 * MINUTES);
    expect(batch.status(id)).toEqual(["RUNNABLE"]);
    batch.settled("UpdateJobQueue", limited(600));
    batch.clock.step(10 * MINUTES);
    expect(batch.status(id)).toEqual(["FAILED"]);
  });

  it("takes the children of an array one after the other, and with the last its parent", () => {
    const batch = new JobsAccount({ maxvCpus: 2 });
    batch.settled("UpdateJobQueue", limited(600));
    const id = batch.submit({ arrayProperties: { size: 2 } });
    batch.begin();
    batch.clock.step(10 * MINUTES);
    expect(batch.status(id, `${id}:0`, `${id}:1`)).toEqual(["PENDING", "FAILED", "RUNNABLE"]);
    batch.clock.step(10 * MINUTES);
    expect(batch.status(id, `${id}:1`)).toEqual(["FAILED", "FAILED"]);
  });
});

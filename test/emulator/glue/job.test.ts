import { argv, described, type Job, logGroupOf, nextAttempt, runOf } from "../../../emulator/glue/job";
import { sizeOf, sizingOf } from "../../../emulator/glue/run-size";

const job = {
  Name: "load",
  Command: { Name: "pythonshell" },
  DefaultArguments: { "--a": "job", "--b": "job", "--c": "job" },
  NonOverridableArguments: { "--c": "fixed" },
  Timeout: 30,
};
const started = new Date(Date.UTC(2026, 1, 28));
const nothing = {
  runArguments: {},
  timeout: undefined,
  securityConfiguration: undefined,
  notification: undefined,
  executionClass: undefined,
  previousRunId: undefined,
};
const small = sizeOf({}, true);
const runOfJob = (of: Job, more: object = {}) => runOf("jr_1", of, small, { ...nothing, ...more }, started);
const run = (timeout?: number) => runOfJob(job, { runArguments: { "--b": "run", "--c": "run" }, timeout });

describe("a run of a Glue job", () => {
  it("hands its script the arguments of the job, then its own, but for those that no run may change", () => {
    expect(argv(run())).toEqual([
      ...["--JOB_NAME", "load", "--JOB_RUN_ID", "jr_1", "--JOB_ID", "load"],
      ...["--a", "job", "--b", "run", "--c", "fixed"],
    ]);
  });

  it("has its own timeout, the job's or Glue's", () => {
    expect([run(5).timeout, run().timeout]).toEqual([5, 30]);
    const usual = (more: object) => runOfJob({ Name: "load", ...more }).timeout;
    expect([usual({ GlueVersion: "4.0" }), usual({ GlueVersion: "5.0" }), usual({})]).toEqual([2880, 480, 480]);
    expect(usual({ Command: { Name: "pythonshell" } })).toBe(2880);
  });

  it("keeps what it was asked for instead of what the job says", () => {
    const of: Job = { Name: "load", SecurityConfiguration: "job", NotificationProperty: { NotifyDelayAfter: 1 } };
    const own = { securityConfiguration: "run", notification: { NotifyDelayAfter: 5 }, executionClass: "FLEX" };
    expect(described(runOfJob(of, own), started)).toMatchObject({
      SecurityConfiguration: "run",
      NotificationProperty: { NotifyDelayAfter: 5 },
      ExecutionClass: "FLEX",
    });
    expect(described(runOfJob(of), started)).toMatchObject({
      SecurityConfiguration: "job",
      NotificationProperty: { NotifyDelayAfter: 1 },
    });
  });

  it("is followed by attempts that are numbered", () => {
    const second = nextAttempt(nextAttempt(run(), started), started);
    expect(described(second, started)).toMatchObject({
      Id: "jr_1_attempt_2",
      PreviousRunId: "jr_1_attempt_1",
      Attempt: 2,
      Arguments: { "--a": "job", "--b": "run", "--c": "fixed" },
    });
  });

  it.each<[string, object, object, object]>([
    ["the job's workers", { WorkerType: "G.2X", NumberOfWorkers: 5 }, {}, { workerType: "G.2X", capacity: 10 }],
    [
      "its own number of the job's workers",
      { WorkerType: "G.1X", NumberOfWorkers: 5 },
      { NumberOfWorkers: 7 },
      { workerType: "G.1X", numberOfWorkers: 7, capacity: 7 },
    ],
    [
      "its own workers instead of the job's DPUs",
      { MaxCapacity: 20 },
      { WorkerType: "G.4X", NumberOfWorkers: 2 },
      { capacity: 8 },
    ],
    ["its own DPUs under the old name", { MaxCapacity: 20 }, { AllocatedCapacity: 4 }, { capacity: 4 }],
    ["the job's DPUs", { MaxCapacity: 20 }, {}, { workerType: undefined, capacity: 20 }],
    ["what is usual", {}, {}, { numberOfWorkers: undefined, capacity: 10 }],
  ])("has %s", (_case, of, own, size) => {
    expect(sizeOf(sizingOf(of, own), false)).toMatchObject(size);
  });

  it("is described with its arguments and those of its job, and how long it has taken", () => {
    const running = { ...run(), state: "RUNNING" as const };
    expect(described(running, new Date(started.getTime() + 7_000))).toMatchObject({
      Id: "jr_1",
      JobName: "load",
      JobRunState: "RUNNING",
      Arguments: { "--a": "job", "--b": "run", "--c": "fixed" },
      ExecutionTime: 7,
      StartedOn: started.getTime() / 1000,
    });
  });

  it("logs where jobs of its kind do", () => {
    expect(logGroupOf(job)).toBe("/aws-glue/python-jobs");
    expect(logGroupOf({ Name: "spark", Command: { Name: "glueetl" } })).toBe("/aws-glue/jobs");
  });
});

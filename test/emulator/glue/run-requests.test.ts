import { GlueAccount } from "./glue-account";

const made: GlueAccount[] = [];
afterEach(() => Promise.all(made.splice(0).map((account) => account.stop())));

function account(): GlueAccount {
  const one = new GlueAccount();
  made.push(one);
  return one;
}

const workers = { WorkerType: "G.1X", NumberOfWorkers: 2 };

describe("StartJobRun", () => {
  it("keeps what it says beside the job, so that GetJobRun shows it", async () => {
    const glue = account().job("load", "exit 0", { ...workers, SecurityConfiguration: "job" });
    await glue.call("StartJobRun", {
      ...{ JobName: "load", WorkerType: "G.2X", NumberOfWorkers: 7, ExecutionClass: "FLEX", Timeout: 9 },
      ...{ SecurityConfiguration: "run", NotificationProperty: { NotifyDelayAfter: 5 }, Arguments: { "--day": "1" } },
    });
    expect(await glue.over("load")).toMatchObject([
      {
        ...{ WorkerType: "G.2X", NumberOfWorkers: 7, MaxCapacity: 14, AllocatedCapacity: 14, Timeout: 9 },
        ...{ SecurityConfiguration: "run", NotificationProperty: { NotifyDelayAfter: 5 }, ExecutionClass: "FLEX" },
        ...{ Arguments: { "--day": "1" }, Attempt: 0 },
      },
    ]);
  });

  it.each<[string, object, string, object?]>([
    [
      "both kinds of capacity",
      { MaxCapacity: 4, AllocatedCapacity: 4 },
      "Please set only Allocated Capacity or Max Capacity",
    ],
    [
      "capacity and workers",
      { MaxCapacity: 4, ...workers },
      "Please do not set Max Capacity if using Worker Type and Number of Workers.",
    ],
    [
      "capacity of a job that has workers",
      { AllocatedCapacity: 4 },
      "Please do not set Max Capacity if using Worker Type and Number of Workers.",
      workers,
    ],
    ["workers without their number", { WorkerType: "G.1X" }, "Worker Type and Number of Workers must be set together."],
    ["workers of another type of job", { WorkerType: "Z.2X", NumberOfWorkers: 2 }, "Worker type Z.2X is not supported"],
    ["no workers at all", { NumberOfWorkers: 0 }, "NumberOfWorkers must be a whole number, at least 1", workers],
    ["capacity of a new version", { MaxCapacity: 4 }, "Max Capacity is not supported for Glue Version 4.0"],
    ["FLEX on large workers", { WorkerType: "G.4X", ExecutionClass: "FLEX" }, "FLEX is not supported", workers],
    ["large workers of a job with FLEX", { WorkerType: "G.4X" }, "FLEX", { ...workers, ExecutionClass: "FLEX" }],
    ["a timeout beyond seven days", { Timeout: 10_081 }, "Timeout must be a whole number, from 1 to 10080"],
    [
      "files of a Python shell job",
      { Arguments: { "--extra-files": "s3://b/x.json" } },
      "Parameter --extra-files is not supported for Job Command pythonshell",
      { Command: { Name: "pythonshell", ScriptLocation: "s3://scripts/load.sh" } },
    ],
    ["half a minute", { Timeout: 0.5 }, "Timeout must be a whole number"],
    ["a notification at once", { NotificationProperty: { NotifyDelayAfter: 0 } }, "NotifyDelayAfter must be"],
    ["a nameless security configuration", { SecurityConfiguration: "" }, "SecurityConfiguration cannot be null"],
  ])("refuses %s", async (_case, request, message, job = {}) => {
    const refusal = await account()
      .job("load", "exit 0", job)
      .refusal("StartJobRun", { JobName: "load", ...request });
    expect(refusal).toMatch(/^InvalidInputException: /);
    expect(refusal).toContain(message);
  });

  it("does an earlier run again, of the same job only", async () => {
    const glue = account().job("load").job("other");
    await glue.call("StartJobRun", { JobName: "load" });
    const [first] = await glue.over("load");
    await glue.call("StartJobRun", { JobName: "load", JobRunId: first?.Id });
    expect((await glue.over("load", 2))[1]).toMatchObject({ PreviousRunId: first?.Id });
    expect(await glue.refusal("StartJobRun", { JobName: "other", JobRunId: first?.Id })).toMatch(
      /^EntityNotFoundException: /,
    );
  });

  it.each(["GetJobRuns", "StartJobRun", "GetJobRun"])(
    "%s knows no runs of a job that is not there",
    async (operation) => {
      expect(await account().refusal(operation, { JobName: "absent", RunId: "jr_1" })).toMatch(
        /^EntityNotFoundException: /,
      );
    },
  );
});

describe("a run that fails", () => {
  it("is begun again as often as its job says, and then has failed", async () => {
    const glue = account().job("load", "exit 3", { MaxRetries: 2 });
    await glue.call("StartJobRun", { JobName: "load", Arguments: { "--day": "1" } });
    const [first, second, third, ...more] = await glue.over("load", 3);
    expect(more).toEqual([]);
    expect([first, second, third]).toMatchObject([
      { Attempt: 0, JobRunState: "FAILED", ErrorMessage: "exit code 3" },
      { Attempt: 1, JobRunState: "FAILED", PreviousRunId: first?.Id, Arguments: { "--day": "1" } },
      { Attempt: 2, JobRunState: "FAILED", PreviousRunId: second?.Id, Id: `${first?.Id}_attempt_2` },
    ]);
  });

  it("is not when it was stopped, or its time was over", async () => {
    const glue = account().job("long", "exec sleep 60", { MaxRetries: 2 });
    glue.job("late", "exec sleep 60", { MaxRetries: 2, Timeout: 0.001 });
    const { JobRunId: id } = await glue.call("StartJobRun", { JobName: "long" });
    await glue.call("StartJobRun", { JobName: "late" });
    await glue.call("BatchStopJobRun", { JobName: "long", JobRunIds: [id] });
    expect((await glue.over("long")).map(({ JobRunState }) => JobRunState)).toEqual(["STOPPED"]);
    expect((await glue.over("late")).map(({ JobRunState }) => JobRunState)).toEqual(["TIMEOUT"]);
  });
});

it("the runs of a job go with it, and are none of a new job of its name", async () => {
  const glue = account().job("load").job("long", "exec sleep 60");
  await glue.call("StartJobRun", { JobName: "long" });
  await glue.call("StartJobRun", { JobName: "load" });
  await glue.over("load");
  for (const JobName of ["load", "long"]) await glue.call("DeleteJob", { JobName });
  expect(await glue.refusal("GetJobRuns", { JobName: "load" })).toMatch(/^EntityNotFoundException: /);
  expect(await glue.job("load").runs("load")).toEqual([]);
  expect(await glue.job("long").runs("long")).toEqual([]);
});

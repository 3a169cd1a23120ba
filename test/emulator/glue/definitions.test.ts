import { MemoryGlue } from "./memory-glue";

const command = { Name: "glueetl", ScriptLocation: "s3://b/k.py" };
const schedule = "cron(0 5 * * ? *)";
const waiting = { LogicalOperator: "EQUALS", JobName: "a", State: "SUCCEEDED" };
const conditional = { Type: "CONDITIONAL", Predicate: { Conditions: [waiting] }, Actions: [{ JobName: "b" }] };
const onDemand = { Type: "ON_DEMAND", Actions: [{ JobName: "a" }] };
const workers = (WorkerType: string, more: object = {}) => ({ WorkerType, NumberOfWorkers: 2, ...more });
const typed = (Name: string, more: object = {}) => ({ Command: { ...command, Name }, ...more });

async function refusalOf(operation: string, body: object): Promise<string | undefined> {
  const { status, error, message } = await new MemoryGlue().call(operation, body);
  if (status === 200) return undefined;
  expect([status, error]).toEqual([400, "InvalidInputException"]);
  return message;
}

describe("a job that AWS Glue refuses", () => {
  it.each<[string, object]>([
    ["Worker Type is not supported for Job Command pythonshell", typed("pythonshell", workers("G.1X"))],
    ["Worker type G.025X is not supported for Job Command glueetl", workers("G.025X")],
    ["Worker type G.1X is not supported for Job Command glueray", typed("glueray", workers("G.1X"))],
    ["Worker type G.4X is not supported for Glue Version 2.0", workers("G.4X", { GlueVersion: "2.0" })],
    ["Please do not set Max Capacity if using Worker Type and Number of Workers.", workers("G.1X", { MaxCapacity: 2 })],
    ["Worker Type and Number of Workers must be set together.", { WorkerType: "G.1X" }],
    ["Worker Type and Number of Workers must be set together.", { NumberOfWorkers: 2 }],
    ["NumberOfWorkers must be a whole number, at least 1", workers("G.1X", { NumberOfWorkers: 0 })],
    ["Max Capacity must be one of 0.0625, 1", typed("pythonshell", { MaxCapacity: 2 })],
    ["Max Capacity must be a whole number from 2 to 100", { MaxCapacity: 1 }],
    ["Max Capacity must be a whole number from 2 to 100", { GlueVersion: "1.0", MaxCapacity: 2.5 }],
    ["Max Capacity must be a number", { MaxCapacity: "2" }],
    [
      "Max Capacity is not supported for Glue Version 3.0; use Worker Type and Number of Workers",
      { GlueVersion: "3.0", MaxCapacity: 10 },
    ],
    ["Max Capacity is not supported for Job Command glueray", typed("glueray", { MaxCapacity: 2 })],
    ["Glue Version 3.0 is not supported for Ray jobs", typed("glueray", { GlueVersion: "3.0" })],
    [
      "Execution Class FLEX is not supported for Job Command pythonshell",
      typed("pythonshell", { ExecutionClass: "FLEX" }),
    ],
    ["Execution Class FLEX is not supported for Glue Version 2.0", { GlueVersion: "2.0", ExecutionClass: "FLEX" }],
    ["Execution Class FLEX is not supported for Worker type G.4X", workers("G.4X", { ExecutionClass: "FLEX" })],
    [
      "Parameter --extra-files is not supported for Job Command pythonshell",
      typed("pythonshell", { DefaultArguments: { "--extra-files": "s3://b/x.json" } }),
    ],
    [
      "Parameter --extra-files is not supported for Job Command pythonshell",
      typed("pythonshell", { NonOverridableArguments: { "--extra-files": "s3://b/x.json" } }),
    ],
    ["Invalid Execution Class: CHEAP", { ExecutionClass: "CHEAP" }],
    ["Invalid job command name: spark", typed("spark")],
    ["Invalid Python version: 3.10", { Command: { ...command, PythonVersion: "3.10" } }],
    ["Timeout must be a whole number, from 1 to 10080", { Timeout: 10_081 }],
    ["MaxRetries must be a whole number, from 0 to 10", { MaxRetries: 11 }],
    ["MaxConcurrentRuns must be a whole number, at least 1", { ExecutionProperty: { MaxConcurrentRuns: 0 } }],
    ["NotifyDelayAfter must be a whole number, at least 1", { NotificationProperty: { NotifyDelayAfter: 0 } }],
    ["Description must have at most 2048 characters", { Description: "x".repeat(2049) }],
    ["Description must be text without control characters", { Description: "\u0000" }],
  ])("%s", async (message, more) => {
    const definition = { Role: "r", Command: command, ...more };
    expect(await refusalOf("CreateJob", { Name: "j", ...definition })).toBe(message);
    expect(await refusalOf("UpdateJob", { JobName: "j", JobUpdate: definition })).toBe(message);
  });

  it.each([
    ["", "Name cannot be null or empty"],
    ["x".repeat(256), "Name must have at most 255 characters"],
    ["a\nb", "Name must be a single line of text"],
  ])("is named %j", async (Name, message) => {
    expect(await refusalOf("CreateJob", { Name, Role: "r", Command: command })).toBe(message);
    expect(await refusalOf("CreateWorkflow", { Name })).toBe(message);
    expect(await refusalOf("CreateTrigger", { ...onDemand, Name })).toBe(message);
    expect(await refusalOf("UpdateTrigger", { Name, TriggerUpdate: {} })).toBe(message);
    expect(await refusalOf("StartTrigger", { Name })).toBe(message);
  });
});

describe("a job that AWS Glue takes", () => {
  it.each<[string, object]>([
    ["a shell of the least capacity", typed("pythonshell", { MaxCapacity: 0.0625, GlueVersion: "3.0" })],
    ["a stream of small workers", typed("gluestreaming", workers("G.025X", { GlueVersion: "4.0" }))],
    ["Ray", typed("glueray", workers("Z.2X", { GlueVersion: "4.0" }))],
    ["Spark of an old version", { GlueVersion: "1.0", MaxCapacity: 100 }],
    ["a flexible one", workers("G.2X", { ExecutionClass: "FLEX", GlueVersion: "5.0" })],
    ["one whose command has no name, which is Spark's", { Command: { ScriptLocation: "s3://b/k.py" } }],
  ])("%s", async (_, more) => {
    expect(await refusalOf("CreateJob", { Name: "j", Role: "r", Command: command, ...more })).toBeUndefined();
  });
});

describe("a trigger that AWS Glue refuses", () => {
  it.each<[string, object]>([
    ["Invalid trigger type: DAILY", { ...onDemand, Type: "DAILY" }],
    ["StartOnCreation is not supported for ON_DEMAND triggers", { ...onDemand, StartOnCreation: true }],
    ["Schedule cannot be null or empty", { ...onDemand, Type: "SCHEDULED" }],
    ["Predicate cannot be null or empty", { ...onDemand, Type: "CONDITIONAL" }],
    ["Actions cannot be null or empty", { ...onDemand, Actions: [] }],
    ["Schedule is not supported for ON_DEMAND triggers", { ...onDemand, Schedule: schedule }],
    ["Predicate is not supported for ON_DEMAND triggers", { ...conditional, Type: "ON_DEMAND" }],
    [
      'Invalid schedule cron(0 25 * * ? *): its hours cannot be "25"',
      { ...onDemand, Type: "SCHEDULED", Schedule: "cron(0 25 * * ? *)" },
    ],
    ["Conditions cannot be null or empty", { ...conditional, Predicate: { Conditions: [] } }],
    [
      "A predicate can have at most 500 conditions",
      { ...conditional, Predicate: { Logical: "AND", Conditions: Array.from({ length: 501 }, () => waiting) } },
    ],
    ["Logical cannot be null or empty", { ...conditional, Predicate: { Conditions: [waiting, waiting] } }],
    ["Invalid logical: OR", { ...conditional, Predicate: { Logical: "OR", Conditions: [waiting] } }],
    ["Job cannot be a Predicate and Action for Conditional Trigger.", { ...conditional, Actions: [{ JobName: "a" }] }],
    ["JobName or CrawlerName must be set in an action", { ...onDemand, Actions: [{}] }],
    [
      "Both JobName and CrawlerName cannot be set together in an action",
      { ...onDemand, Actions: [{ JobName: "a", CrawlerName: "c" }] },
    ],
    ["Timeout must be a whole number, from 1 to 10080", { ...onDemand, Actions: [{ JobName: "a", Timeout: 0 }] }],
    [
      "Only 2 crawlers can be activated by a single trigger",
      { ...onDemand, Actions: [..."xyz"].map((CrawlerName) => ({ CrawlerName })) },
    ],
    ["BatchSize cannot be null or empty", { ...onDemand, Type: "EVENT", EventBatchingCondition: {} }],
    [
      "BatchSize must be a whole number, from 1 to 100",
      { ...onDemand, Type: "EVENT", EventBatchingCondition: { BatchSize: 101 } },
    ],
    [
      "BatchWindow must be a whole number, from 1 to 900",
      { ...onDemand, Type: "EVENT", EventBatchingCondition: { BatchSize: 1, BatchWindow: 901 } },
    ],
  ])("%s", async (message, trigger) => {
    expect(await refusalOf("CreateTrigger", { Name: "t", ...trigger })).toBe(message);
  });

  it.each<[string, object]>([
    ["Logical operator cannot be null or empty", { LogicalOperator: undefined }],
    ["Invalid logical operator: LIKE", { LogicalOperator: "LIKE" }],
    [
      "State cannot be null or empty, choose from one of the following job state: [SUCCEEDED, STOPPED, FAILED, TIMEOUT]",
      { State: undefined },
    ],
    [
      "Invalid state RUNNING, choose from one of the following job state: [SUCCEEDED, STOPPED, FAILED, TIMEOUT]",
      { State: "RUNNING" },
    ],
    [
      "State cannot be null or empty, choose from one of the following crawler state: [SUCCEEDED, FAILED, CANCELLED]",
      { JobName: undefined, CrawlerName: "c" },
    ],
    [
      "Invalid state ERROR, choose from one of the following crawler state: [SUCCEEDED, FAILED, CANCELLED]",
      { JobName: undefined, CrawlerName: "c", CrawlState: "ERROR" },
    ],
    ["JobName or CrawlerName in condition cannot be null or empty", { JobName: undefined }],
  ])("waits so that: %s", async (message, changed) => {
    const Predicate = { Conditions: [{ ...waiting, ...changed }] };
    expect(await refusalOf("CreateTrigger", { ...conditional, Name: "t", Predicate })).toBe(message);
  });

  it("is a second start of a workflow, on whatever page of the list the first is", async () => {
    const glue = new MemoryGlue({ pageSize: 1 });
    const create = (Name: string, WorkflowName: string | undefined, trigger: object = onDemand) =>
      glue.call("CreateTrigger", { ...trigger, Name, WorkflowName });
    const event = { ...onDemand, Type: "EVENT" };
    const taken = [await create("x", "v"), await create("go", "w"), await create("then", "w", conditional)];
    expect([...taken, await create("alone", undefined)].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await create("again", "w", event)).toMatchObject({
      error: "InvalidInputException",
      message: "Workflow w already has a starting trigger: go",
    });
  });
});

describe("a change of a trigger", () => {
  const changeOf = async (trigger: object, TriggerUpdate: object) => {
    const glue = new MemoryGlue();
    await glue.call("CreateTrigger", { Name: "t", ...trigger });
    return glue.call("UpdateTrigger", { Name: "t", TriggerUpdate });
  };

  it("is judged by the type that the trigger has", async () => {
    const refused = await changeOf(onDemand, { Schedule: schedule });
    expect(refused.message).toBe("Schedule is not supported for ON_DEMAND triggers");
    const scheduled = { ...onDemand, Type: "SCHEDULED", Schedule: schedule };
    expect((await changeOf(scheduled, { Schedule: "cron(0 5 * * * *)" })).status).toBe(400);
    expect((await changeOf(scheduled, { Schedule: "cron(0 6 * * ? *)" })).status).toBe(200);
    expect((await changeOf(conditional, { Actions: [{ CrawlerName: "c" }], Description: "new" })).status).toBe(200);
  });

  it("of one that does not exist is for the back end to refuse", async () => {
    const { error } = await new MemoryGlue().call("UpdateTrigger", { Name: "none", TriggerUpdate: {} });
    expect(error).toBe("EntityNotFoundException");
  });
});

describe("a workflow", () => {
  it("has a description of up to 120,000 characters", async () => {
    expect(await refusalOf("CreateWorkflow", { Name: "w", Description: "x".repeat(120_000) })).toBeUndefined();
    const long = { Name: "w", Description: "x".repeat(120_001) };
    expect(await refusalOf("UpdateWorkflow", long)).toBe("Description must have at most 120000 characters");
  });
});

it("other calls of Glue pass", async () => {
  expect(await refusalOf("GetTriggers", {})).toBeUndefined();
});

it("what is known of callers is forgotten with everything else", () => {
  const glue = new MemoryGlue();
  expect(() => {
    glue.definitions.reset();
  }).not.toThrow();
});

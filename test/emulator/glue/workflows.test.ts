import { until } from "../../support/until";
import { GlueAccount } from "./glue-account";

const made: GlueAccount[] = [];
afterEach(() => Promise.all(made.splice(0).map((account) => account.stop())));

/** A workflow `etl` that starts `first`, and `second` when that has succeeded, and `rescue` when it has failed. */
function etl(script = "exit 0", more: object = {}): GlueAccount {
  const glue = new GlueAccount().job("first", script).job("second").job("rescue").workflow("etl", more);
  made.push(glue);
  return glue
    .trigger("start", "ON_DEMAND", ["first"], "etl")
    .when("then", { first: "SUCCEEDED" }, ["second"], "etl")
    .when("else", { first: "FAILED" }, ["rescue"], "etl");
}

describe("a run of a workflow", () => {
  it("runs its jobs one after the other, and counts them", async () => {
    const glue = etl();
    const id = await glue.startWorkflow("etl");
    const run = await glue.workflowOver("etl", id);
    expect(run).toMatchObject({
      Status: "COMPLETED",
      Statistics: { TotalActions: 3, SucceededActions: 2, FailedActions: 0, RunningActions: 0 },
    });
    const [second] = await glue.runs("second");
    expect(second).toMatchObject({ TriggerName: "then", JobRunState: "SUCCEEDED" });
    expect(await glue.runs("rescue")).toEqual([]);
  });

  it("goes the other way when a job has failed, and is complete all the same", async () => {
    const glue = etl("exit 1");
    const run = await glue.workflowOver("etl", await glue.startWorkflow("etl"));
    expect(run).toMatchObject({ Status: "COMPLETED", Statistics: { FailedActions: 1, SucceededActions: 1 } });
    expect(await glue.runs("second")).toEqual([]);
  });

  it("tells each job which run it belongs to", async () => {
    const glue = etl();
    const id = await glue.startWorkflow("etl");
    await glue.workflowOver("etl", id);
    for (const job of ["first", "second"]) {
      expect(await glue.runs(job)).toMatchObject([
        { Arguments: { "--WORKFLOW_NAME": "etl", "--WORKFLOW_RUN_ID": id } },
      ]);
    }
  });

  it("shows its graph with the runs of its jobs", async () => {
    const glue = etl();
    const id = await glue.startWorkflow("etl");
    const { Graph: graph } = await glue.workflowOver("etl", id);
    const nodes = graph?.Nodes.map(({ Type, Name, JobDetails }) => {
      return [Type, Name, JobDetails?.JobRuns.map(({ JobRunState }) => JobRunState)];
    });
    expect(nodes).toEqual([
      ["TRIGGER", "start", undefined],
      ["JOB", "first", ["SUCCEEDED"]],
      ["TRIGGER", "then", undefined],
      ["JOB", "second", ["SUCCEEDED"]],
      ["TRIGGER", "else", undefined],
      ["JOB", "rescue", []],
    ]);
    expect(graph?.Edges).toHaveLength(5);
  });

  it("is begun by its on-demand trigger, too", async () => {
    const glue = etl();
    await glue.call("StartTrigger", { Name: "start" });
    await glue.over("second");
    const { Runs: runs } = await glue.call("GetWorkflowRuns", { Name: "etl" });
    expect(runs).toHaveLength(1);
  });

  it("is begun by its schedule", async () => {
    const glue = etl();
    glue.change("Trigger", "start", { Name: "old", WorkflowName: "old" });
    await glue.call("CreateTrigger", {
      ...{ Name: "daily", Type: "SCHEDULED", Schedule: "cron(31 4 * * ? *)", WorkflowName: "etl", State: "ACTIVATED" },
      Actions: [{ JobName: "first" }],
    });
    glue.minute();
    expect(await glue.over("second")).toMatchObject([{ TriggerName: "then" }]);
  });

  it("lets no trigger fire that is not its own", async () => {
    const glue = etl().job("foreign").when("foreign", { first: "SUCCEEDED" }, ["foreign"]);
    await glue.workflowOver("etl", await glue.startWorkflow("etl"));
    expect(await glue.runs("foreign")).toEqual([]);
  });

  it("fires none of its triggers for a job that one from outside has started", async () => {
    const glue = etl().job("foreign").trigger("outside", "ON_DEMAND", ["first"]);
    glue.when("foreign", { first: "SUCCEEDED" }, ["foreign"]);
    await glue.call("StartTrigger", { Name: "outside" });
    await glue.over("foreign");
    expect(await glue.runs("second")).toEqual([]);
  });

  it("counts a job that is gone as an error, and ends", async () => {
    const glue = etl();
    await glue.call("DeleteJob", { JobName: "first" });
    const run = await glue.workflowOver("etl", await glue.startWorkflow("etl"));
    expect(run).toMatchObject({ Status: "COMPLETED", Statistics: { ErroredActions: 1, SucceededActions: 0 } });
  });

  it("crawls, and shows what was crawled", async () => {
    const glue = etl().crawler("parts", "COMPLETED");
    glue.change("Trigger", "start", { Actions: [{ CrawlerName: "parts" }] });
    const run = await glue.workflowOver("etl", await glue.startWorkflow("etl"));
    expect(run.Statistics).toMatchObject({ SucceededActions: 1 });
    expect(run.Graph?.Nodes[1]).toMatchObject({
      Type: "CRAWLER",
      CrawlerDetails: { Crawls: [{ State: "SUCCEEDED" }] },
    });
  });

  it("of a workflow without triggers does nothing", async () => {
    const glue = etl().workflow("empty");
    const id = await glue.startWorkflow("empty");
    expect(await glue.workflowOver("empty", id)).toMatchObject({
      Status: "COMPLETED",
      Statistics: { TotalActions: 0 },
    });
  });
});

describe("a run of a workflow that is stopped", () => {
  it("stops its jobs, and nothing follows them", async () => {
    const glue = etl("exec sleep 60").when("stopped", { first: "STOPPED" }, ["rescue"], "etl");
    const id = await glue.startWorkflow("etl");
    await glue.call("StopWorkflowRun", { Name: "etl", RunId: id });
    expect(await glue.workflowOver("etl", id)).toMatchObject({ Status: "STOPPED", Statistics: { StoppedActions: 1 } });
    expect(await glue.runs("rescue")).toEqual([]);
    expect(await glue.refusal("StopWorkflowRun", { Name: "etl", RunId: id })).toMatch(
      /^IllegalWorkflowStateException: /,
    );
  });
});

describe("the runs of a workflow", () => {
  it("are as many at once as it allows; one that its schedule begins is an error then", async () => {
    const glue = etl("exec sleep 60", { MaxConcurrentRuns: 1 });
    await glue.startWorkflow("etl");
    const message = "Concurrent runs exceeded for workflow: etl.";
    expect(await glue.refusal("StartWorkflowRun", { Name: "etl" })).toBe(`ConcurrentRunsExceededException: ${message}`);
    expect(await glue.refusal("StartTrigger", { Name: "start" })).toBe(`ConcurrentRunsExceededException: ${message}`);
    glue.change("Trigger", "start", { Type: "SCHEDULED", Schedule: "cron(31 4 * * ? *)", State: "ACTIVATED" });
    await glue.call("CreateTrigger", {
      Name: "x",
      Type: "SCHEDULED",
      Schedule: "cron(0 0 * * ? *)",
      Actions: [{ JobName: "a" }],
    });
    glue.minute();
    const latest = async () => (await glue.call<{ Runs: object[] }>("GetWorkflowRuns", { Name: "etl" })).Runs[0];
    await until(async () => JSON.stringify(await latest()).includes("ERROR"));
    expect(await latest()).toMatchObject({ Status: "ERROR", ErrorMessage: message });
  });

  it("are listed newest first, in pages, and each names the one before", async () => {
    const glue = etl().workflow("empty");
    const first = await glue.startWorkflow("empty");
    const second = await glue.startWorkflow("empty");
    const page = (more: object) => glue.call("GetWorkflowRuns", { Name: "empty", MaxResults: 1, ...more });
    expect(await page({})).toMatchObject({ Runs: [{ WorkflowRunId: second, PreviousRunId: first }], NextToken: "1" });
    expect(await page({ NextToken: "1" })).toMatchObject({ Runs: [{ WorkflowRunId: first }] });
  });

  it("have properties of their own above the workflow's, which jobs may change", async () => {
    const glue = etl("exit 0", { DefaultRunProperties: { a: "workflow", b: "workflow" } });
    const id = await glue.startWorkflow("etl", { RunProperties: { b: "run" } });
    const ofRun = { Name: "etl", RunId: id };
    await glue.call("PutWorkflowRunProperties", { ...ofRun, RunProperties: { c: "job" } });
    expect(await glue.call("GetWorkflowRunProperties", ofRun)).toEqual({
      RunProperties: { a: "workflow", b: "run", c: "job" },
    });
  });

  it.each([
    "GetWorkflowRun",
    "StopWorkflowRun",
    "GetWorkflowRunProperties",
    "PutWorkflowRunProperties",
    "StartWorkflowRun",
    "GetWorkflowRuns",
  ])("%s finds none of a workflow that is not there", async (operation) => {
    expect(await etl().refusal(operation, { Name: "absent", RunId: "wr_1" })).toBe(
      "EntityNotFoundException: Entity not found",
    );
  });

  it("go with their workflow", async () => {
    const glue = etl();
    const id = await glue.startWorkflow("etl");
    await glue.workflowOver("etl", id);
    await glue.call("DeleteWorkflow", { Name: "etl" });
    glue.workflow("etl");
    expect(await glue.call("GetWorkflowRuns", { Name: "etl" })).toEqual({ Runs: [] });
  });
});

it("a workflow shows its last run, and its graph when it is asked for that", async () => {
  const glue = etl();
  expect(await glue.call("GetWorkflow", { Name: "etl" })).toEqual({ Workflow: { Name: "etl" } });
  const id = await glue.startWorkflow("etl");
  expect(await glue.call("GetWorkflow", { Name: "etl", IncludeGraph: true })).toMatchObject({
    Workflow: { LastRun: { WorkflowRunId: id }, Graph: { Nodes: expect.any(Array), Edges: expect.any(Array) } },
  });
  expect(await glue.call("BatchGetWorkflows", { Names: ["etl", "absent"] })).toMatchObject({
    Workflows: [{ Name: "etl", LastRun: { WorkflowRunId: id } }],
    MissingWorkflows: ["absent"],
  });
});

import { type Emulator, startEmulator } from "../../../emulator";
import { AwsCalls } from "../aws-calls";
import { eventually, glueJob } from "../pipeline-calls";

jest.setTimeout(60_000);

interface WorkflowRun {
  readonly Status: string;
  readonly Statistics: object;
  readonly WorkflowRunProperties: object;
}

describe("a workflow of Glue", () => {
  let emulator: Emulator;
  let aws: AwsCalls;
  const glue = <T = object>(operation: string, body: object) => aws.json<T>("glue", `AWSGlue.${operation}`, body);

  beforeAll(async () => {
    emulator = await startEmulator({ glueTriggerLatencyMs: 0 });
    aws = new AwsCalls(emulator.endpoint);
  });
  afterAll(() => emulator.stop());

  it("runs its scripts in their order, which hand each other its properties", async () => {
    const script = (then: string) =>
      [
        "import sys, boto3",
        "from awsglue.utils import getResolvedOptions",
        "options = getResolvedOptions(sys.argv, ['WORKFLOW_NAME', 'WORKFLOW_RUN_ID'])",
        "run = dict(Name=options['WORKFLOW_NAME'], RunId=options['WORKFLOW_RUN_ID'])",
        "glue = boto3.client('glue')",
        "properties = glue.get_workflow_run_properties(**run)['RunProperties']",
        then,
      ].join("\n");
    await glueJob(aws, "extract", script("glue.put_workflow_run_properties(RunProperties={'rows': '7'}, **run)"));
    await glueJob(aws, "transform", script("assert properties == {'day': 'monday', 'rows': '7'}, properties"));
    await glueJob(aws, "alarm", "pass");
    await glue("CreateCrawler", { Name: "parts", Role: "r", DatabaseName: "d", Targets: {} });
    await glue("CreateWorkflow", { Name: "nightly", DefaultRunProperties: { day: "monday" } });
    const trigger = (Name: string, Type: string, jobs: readonly string[], more: object = {}) =>
      glue("CreateTrigger", {
        ...{ Name, Type, WorkflowName: "nightly", Actions: jobs.map((JobName) => ({ JobName })), ...more },
      });
    const waiting = (JobName: string, State: string) => ({
      StartOnCreation: true,
      Predicate: { Logical: "AND", Conditions: [{ LogicalOperator: "EQUALS", JobName, State }] },
    });
    await trigger("start", "SCHEDULED", ["extract"], { Schedule: "cron(0 5 1 1 ? 2199)" });
    await trigger("then", "CONDITIONAL", ["transform"], waiting("extract", "SUCCEEDED"));
    await trigger("else", "CONDITIONAL", ["alarm"], waiting("transform", "FAILED"));
    await trigger("crawl", "CONDITIONAL", [], {
      ...waiting("transform", "SUCCEEDED"),
      Actions: [{ CrawlerName: "parts" }],
    });

    const { RunId } = await glue<{ RunId: string }>("StartWorkflowRun", { Name: "nightly" });
    const run = await eventually(
      async () => (await glue<{ Run: WorkflowRun }>("GetWorkflowRun", { Name: "nightly", RunId })).Run,
      ({ Status }) => Status !== "RUNNING",
      30_000,
    );

    expect(run).toMatchObject({
      Status: "COMPLETED",
      Statistics: { TotalActions: 4, SucceededActions: 3, FailedActions: 0 },
      WorkflowRunProperties: { day: "monday", rows: "7" },
    });
  });
});

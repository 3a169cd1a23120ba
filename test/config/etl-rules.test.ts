import { loadEtlConfig, type EtlConfig } from "../../config/etl";
import { configErrorOf, repositoryWith } from "./support";

const FILE = "analytics-etl/jobs.json";
const load = (content: unknown): EtlConfig =>
  loadEtlConfig(repositoryWith({ [FILE]: content }), [FILE], { prefix: "churn-dev-euwest1" });
const messageOf = (content: unknown): string => configErrorOf(() => load(content)).message;

const job = { file_name: "clean.py", type: "pythonshell", python_version: "3.9", max_capacity: 1 };
const start = { type: "ON_DEMAND", actions: [{ job_name: "clean" }] };
const workflow = (triggers: object): object => ({ jobs: { clean: job }, workflows: { nightly: { triggers } } });

describe("what Glue would refuse", () => {
  it("two jobs, workflows or triggers whose names collide after kebab-casing", () => {
    const config = {
      jobs: { clean: job, load_data: job, "Load-Data": job },
      workflows: { a_b: { triggers: { go: start } }, "a-b": { triggers: { GO: start } } },
    };
    expect(messageOf(config).split("\n")).toEqual([
      'analytics-etl/jobs.json:15:5: jobs.Load-Data gets the same AWS name as jobs.load_data ("...-load-data"); names are lower case with - for _; rename one of the two',
      'analytics-etl/jobs.json:35:5: workflows.a-b gets the same AWS name as workflows.a_b ("...-a-b"); names are lower case with - for _; rename one of the two',
      'analytics-etl/jobs.json:37:9: workflows.a-b.triggers.GO gets the same AWS name as workflows.a_b.triggers.go ("...-go"); names are lower case with - for _; rename one of the two',
    ]);
  });

  it.each([
    [
      "SCHEDULED without schedule",
      { ...start, type: "SCHEDULED" },
      "schedule is missing; a SCHEDULED trigger needs it",
    ],
    [
      "CONDITIONAL without predicate",
      { ...start, type: "CONDITIONAL" },
      "predicate is missing; a CONDITIONAL trigger needs it",
    ],
    [
      "ON_DEMAND with schedule",
      { ...start, schedule: "cron(0 5 * * ? *)" },
      "schedule has no place in a trigger of type ON_DEMAND",
    ],
    [
      "SCHEDULED with predicate",
      {
        type: "SCHEDULED",
        schedule: "cron(0 5 * * ? *)",
        actions: start.actions,
        predicate: { conditions: [{ job_name: "x", state: "FAILED" }] },
      },
      "predicate has no place in a trigger of type SCHEDULED",
    ],
    [
      "a batching condition without EVENT",
      { ...start, event_batching_condition: { batch_size: 1 } },
      "event_batching_condition has no place",
    ],
    ["no action", { ...start, actions: [] }, "actions must have at least 1 entry"],
    ["an action on nothing", { ...start, actions: [{}] }, "actions[0] must name either a job_name or a crawler_name"],
    [
      "an action on two things",
      { ...start, actions: [{ job_name: "clean", crawler_name: "c" }] },
      "actions[0] must name either",
    ],
    [
      "a rate as schedule",
      { ...start, type: "SCHEDULED", schedule: "rate(1 day)" },
      "must be a cron expression of six fields",
    ],
    [
      "a cron of five fields",
      { ...start, type: "SCHEDULED", schedule: "cron(0 5 * * ?)" },
      "must be a cron expression of six fields",
    ],
    [
      "a condition without state",
      { ...start, type: "CONDITIONAL", predicate: { conditions: [{ job_name: "x" }] } },
      "predicate.conditions[0].state is missing; a condition on a job needs it",
    ],
    [
      "a condition on a crawler without its state",
      { ...start, type: "CONDITIONAL", predicate: { conditions: [{ crawler_name: "x" }] } },
      "predicate.conditions[0].crawl_state is missing; a condition on a crawler needs it",
    ],
    [
      "a job that waits for itself",
      { ...start, type: "CONDITIONAL", predicate: { conditions: [{ job_name: "clean", state: "SUCCEEDED" }] } },
      'actions[0].job_name starts "clean", a job that the same trigger waits for',
    ],
    ["an unknown type", { ...start, type: "ON_DEMND" }, "did you mean ON_DEMAND?"],
  ])("%s", (_, trigger, message) => {
    expect(messageOf(workflow({ go: trigger }))).toContain(message);
  });

  it("a workflow with two start triggers", () => {
    expect(messageOf(workflow({ go: start, again: start }))).toContain(
      "workflows.nightly.triggers.again.type cannot be ON_DEMAND: a workflow has one start trigger, here already go; make it CONDITIONAL, or move it to a workflow of its own",
    );
  });

  it("a job that is sized twice, or by half", () => {
    const spark = { file_name: "a.py", max_capacity: 2, worker_type: "G.1X", number_of_workers: 2 };
    expect(messageOf({ jobs: { clean: spark } })).toContain(
      "jobs.clean.max_capacity cannot stand beside worker_type or number_of_workers",
    );
    expect(messageOf({ jobs: { clean: { file_name: "a.py", worker_type: "G.1X" } } })).toContain(
      "jobs.clean.number_of_workers is missing; worker_type and number_of_workers go together",
    );
  });
});

describe("what Glue accepts", () => {
  const go = { type: "ON_DEMAND", actions: [{ crawler_name: "c" }] };
  it.each([
    [
      "crawlers",
      {
        type: "CONDITIONAL",
        predicate: { conditions: [{ crawler_name: "c", crawler_state: "SUCCEEDED" }] },
        actions: [{ crawler_name: "d" }],
      },
    ],
    [
      "events",
      {
        type: "EVENT",
        actions: [{ job_name: "clean" }],
        event_batching_condition: { batch_size: 5, batch_window: 60 },
      },
    ],
    [
      "a deactivated schedule",
      {
        type: "SCHEDULED",
        state: "DEACTIVATED",
        schedule: "cron(0/15 8-17 ? * MON-FRI *)",
        actions: [{ job_name: "clean" }],
      },
    ],
  ])("%s", (_, trigger) => {
    const { type } = trigger;
    expect(load(workflow(type === "CONDITIONAL" ? { go, then: trigger } : { then: trigger })).warnings).toEqual([]);
  });
});

import { loadEtlConfig, type EtlConfig } from "../../config/etl";
import { describeSharedData } from "../support/reference-data";
import { configErrorOf, repositoryWith } from "./support";

const FILE = "analytics-etl/jobs.json";
const names = { prefix: "churn-dev-euwest1", known: { tfvars_use_case_name: "churn" } };
const job = { file_name: "x.py", type: "pythonshell" };
const jobs = { a: job, b: job, c: job, D_two: job };

const load = (triggers: object): EtlConfig =>
  loadEtlConfig(repositoryWith({ [FILE]: { jobs, workflows: { night: { triggers } } } }), [FILE], names);
const messageOf = (triggers: object): string => configErrorOf(() => load(triggers)).message;

const start = (...started: string[]) => ({ type: "ON_DEMAND", actions: started.map((job_name) => ({ job_name })) });
const after = (awaited: readonly string[], started: string, { logical = "AND", state = "SUCCEEDED" } = {}) => ({
  type: "CONDITIONAL",
  predicate: { logical, conditions: awaited.map((job_name) => ({ job_name, state })) },
  actions: [{ job_name: started }],
});

describe("a workflow that cannot be run", () => {
  it("has no start trigger", () => {
    expect(messageOf({ then: after(["a"], "b") })).toBe(
      "analytics-etl/jobs.json:21:5: workflows.night has triggers of type CONDITIONAL only, so that nothing can start it: it needs a trigger of type ON_DEMAND, SCHEDULED or EVENT [AWS Glue Developer Guide, Overview of workflows in AWS Glue]",
    );
    expect(messageOf({})).toContain("workflows.night has no triggers, so that nothing can start it");
  });

  it("waits for a job that it does not start, and that other triggers then wait for in vain", () => {
    expect(messageOf({ go: start("a"), then: after(["b"], "c"), last: after(["c"], "D_two") }).split("\n")).toEqual([
      expect.stringContaining(
        'night.triggers.then.predicate.conditions[0] waits for "b", which no trigger of the workflow starts, so that this one never fires',
      ),
    ]);
  });

  it("waits for two jobs, one of which it does not start", () => {
    expect(messageOf({ go: start("a"), then: after(["a", "b"], "c") })).toContain('conditions[1] waits for "b"');
    expect(load({ go: start("a"), then: after(["a", "b"], "c", { logical: "ANY" }) }).warnings).toEqual([]);
  });

  it("has triggers that wait for each other", () => {
    const message = messageOf({ go: start("a"), one: after(["b"], "c"), two: after(["c"], "b") });
    expect(message.split("\n")).toHaveLength(2);
    expect(message).toContain(
      "night.triggers.one never fires: what it waits for is started only by triggers that wait",
    );
  });

  it("never ends, because a job starts again whenever what follows it has succeeded", () => {
    const message = messageOf({
      go: start("a"),
      one: after(["a"], "b"),
      two: after(["b"], "c"),
      three: after(["c"], "a"),
    });
    expect(message).toContain(
      'night.triggers.three.actions[0] starts "a" after "c", which itself follows it, so that a run never ends',
    );
    expect(message.split("\n")).toHaveLength(1);
  });

  it.each([
    "D_two",
    "churn-dev-euwest1-analytics-etl-d-two",
    "${tfvars_use_case_name}-dev-euwest1-analytics-etl-d-two",
  ])("has a job that waits for itself, here named %s", (name) => {
    const message = messageOf({ go: start("D_two"), then: after([name], "D_two") });
    expect(message).toContain('then.actions[0].job_name starts "D_two", a job that the same trigger waits for');
    expect(messageOf({ go: start("D_two"), then: after(["D_two"], name) })).toContain("the same trigger waits for");
  });
});

describe("a workflow that can be run", () => {
  it.each<[string, object]>([
    [
      "does a job again that failed",
      { go: start("a"), mend: after(["a"], "b", { state: "FAILED" }), again: after(["b"], "a") },
    ],
    ["has jobs that are named in full", { go: start("churn-dev-euwest1-analytics-etl-a"), then: after(["a"], "b") }],
    [
      "joins what it has parted",
      { go: start("a", "b"), then: after(["a", "b"], "c"), last: after(["a", "c"], "D_two") },
    ],
    ["has triggers in any order", { last: after(["b"], "c"), then: after(["a"], "b"), go: start("a") }],
  ])("%s", (_, triggers) => {
    expect(load(triggers).warnings).toEqual([]);
  });
});

describe("a trigger that waits for what is neither of the configuration nor started by its workflow", () => {
  const crawler = { crawler_name: "lake", crawl_state: "SUCCEEDED" };

  it("is a warning", () => {
    const then = { ...after(["a"], "b"), predicate: { conditions: [crawler] } };
    expect(load({ go: start("a"), then }).warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'night.triggers.then never fires: it waits for "lake", which no trigger of the workflow starts',
      ),
    ]);
  });

  it("is none when another condition is enough", () => {
    const conditions = [crawler, { job_name: "a", state: "SUCCEEDED" }];
    const then = { ...after(["a"], "b"), predicate: { logical: "ANY", conditions } };
    expect(load({ go: start("a"), then }).warnings).toEqual([]);
  });
});

describe("a trigger that AWS Glue refuses", () => {
  const schedule = (text: string) => ({ ...start("a"), type: "SCHEDULED", schedule: text });

  it("is on demand and to be started when it is created", () => {
    expect(messageOf({ go: { ...start("a"), start_on_creation: true } })).toContain(
      "night.triggers.go.start_on_creation cannot be true in a trigger of type ON_DEMAND (allowed: false) [AWS Glue Web API Reference, CreateTrigger]",
    );
  });

  it("has a schedule that cannot be", () => {
    expect(messageOf({ go: schedule("cron(0 25 * * ? *)") })).toContain(
      'night.triggers.go.schedule is "cron(0 25 * * ? *)", but its hours cannot be "25" (allowed: 0-23, , - * /) [AWS Glue Developer Guide, Time-based schedules for jobs and crawlers]',
    );
    expect(messageOf({ go: schedule("cron(0 5 31 2 ? *)") })).toContain("but no year has such a day");
  });

  it.each<[string, object, string]>([
    ["starts three crawlers", { actions: [..."xyz"].map((crawler_name) => ({ crawler_name })) }, "starts 3 crawlers"],
    ["has a long time limit", { actions: [{ job_name: "a", timeout: 10081 }] }, "timeout must be at most 10080"],
    ["starts a job with a long name", { actions: [{ job_name: "x".repeat(256) }] }, "must have at most 255 characters"],
    [
      "waits for too many events",
      { type: "EVENT", event_batching_condition: { batch_size: 101 } },
      "batch_size must be at most 100",
    ],
    [
      "waits for events too long",
      { type: "EVENT", event_batching_condition: { batch_size: 1, batch_window: 901 } },
      "batch_window must be at most 900",
    ],
  ])("%s", (_, changed, message) => {
    expect(messageOf({ go: { ...start("a"), ...changed } })).toContain(message);
  });

  it("waits for a state of a crawler that triggers do not listen for", () => {
    const conditions = [{ crawler_name: "lake", crawl_state: "ERROR" }];
    expect(messageOf({ go: start("a"), then: { ...after(["a"], "b"), predicate: { conditions } } })).toContain(
      'crawl_state must be one of the allowed values, not "ERROR" (allowed: SUCCEEDED, FAILED, CANCELLED',
    );
  });
});

describeSharedData("the cases of triggers", ({ folder }) => {
  const problemsOf = (file: string) =>
    configErrorOf(() => loadEtlConfig(folder, [`cases/glue/${file}`], names)).problems.map(({ path }) => path);

  it("are refused for their schedules", () => {
    expect(problemsOf("schedules.json")).toEqual([
      "workflows.w1.triggers.s1.schedule",
      "workflows.w2.triggers.s2.schedule",
      "workflows.w3.triggers.s3.schedule",
    ]);
  });

  it("are refused for being started on creation", () => {
    expect(problemsOf("on-demand-start-on-creation.json")).toEqual(["workflows.w.triggers.s.start_on_creation"]);
  });
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { JOB_TYPES, WORKER_TYPES } from "../../../aws/glue/jobs";
import { TRIGGER_TYPES } from "../../../aws/glue/triggers";
import { ConfigError } from "../../../config/errors";
import { loadEtlConfig, type EtlConfig, type EtlJob, type EtlTrigger } from "../../../config/etl";
import { jobReference } from "../../../config/etl-names";
import { etlName } from "../../../config/names";
import { temporaryFolder } from "../../support/temporary-folder";
import { MemoryGlue } from "./memory-glue";

/** 10,000 of them: DAPF_FUZZ_FILES=10000. */
const FILES = Number(process.env.DAPF_FUZZ_FILES ?? 300);
const prefix = "churn-dev-euwest1";

const maybe = <T>(value: fc.Arbitrary<T>, weight = 2) => fc.option(value, { freq: weight, nil: undefined });
/** Mostly values that can be, sometimes one that cannot. */
const mostly = <T>(good: fc.Arbitrary<T>, bad: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: bad });

const job = fc.record(
  {
    file_name: fc.constant("x.py"),
    type: mostly(fc.constantFrom(...JOB_TYPES), fc.constant("spark")),
    glue_version: maybe(fc.constantFrom("0.9", "1.0", "2.0", "3.0", "4.0", "5.1")),
    python_version: maybe(mostly(fc.constantFrom("2", "3", "3.9"), fc.constant("3.11"))),
    worker_type: maybe(mostly(fc.constantFrom(...WORKER_TYPES), fc.constant("G.3X")), 1),
    number_of_workers: maybe(fc.integer({ min: 0, max: 9 }), 1),
    max_capacity: maybe(fc.constantFrom(0.0625, 0.5, 1, 2, 10, 2.5, 100, 101), 1),
    execution_class: maybe(fc.constantFrom("STANDARD", "FLEX"), 1),
    timeout: maybe(fc.constantFrom(0, 1, 60, 10_080, 10_081), 1),
    max_retries: maybe(fc.constantFrom(0, 3, 10, 11), 1),
    description: maybe(fc.oneof(fc.string(), fc.constant("two\nlines")), 1),
  },
  { noNullPrototype: true },
);

const field = (...texts: string[]) => mostly(fc.constantFrom(...texts), fc.stringMatching(/^[0-9*?,/LW#-]{1,5}$/));
const schedule = fc.oneof(
  fc
    .tuple(
      field("0", "0/15", "5,10", "*/5"),
      field("*", "5", "8-17", "0/3"),
      field("*", "1", "L", "15W", "?"),
      field("*", "1-6", "FEB", "jan,JUL"),
      field("?", "MON-FRI", "6L", "2#1", "*"),
      field("*", "2030", "2030-2040/5"),
    )
    .map((fields) => `cron(${fields.join(" ")})`),
  fc.constantFrom("cron(0 5 * * ? *)", "rate(1 day)", "cron(0 5 * * ?)"),
);

const KEYS = ["a", "b", "C_long-name"];
const jobName = mostly(fc.constantFrom(...KEYS, etlName(prefix, "C_long-name")), fc.constantFrom("strange", ""));
const target = fc.oneof(
  { weight: 6, arbitrary: fc.record({ job_name: jobName }) },
  { weight: 1, arbitrary: fc.record({ crawler_name: fc.constantFrom("lake", "sea") }) },
);
const action = fc
  .tuple(target, fc.record({ timeout: maybe(fc.constantFrom(0, 5, 10_081), 1) }))
  .map(([one, more]) => ({ ...one, ...more }));
const condition = fc
  .tuple(
    target,
    fc.record({
      state: maybe(fc.constantFrom("SUCCEEDED", "FAILED", "TIMEOUT", "RUNNING")),
      crawl_state: maybe(fc.constantFrom("SUCCEEDED", "CANCELLED", "ERROR")),
    }),
  )
  .map(([one, more]) => ({ ...one, ...more }));

const start = fc.oneof(
  fc.record({ type: fc.constant("ON_DEMAND"), start_on_creation: maybe(fc.boolean(), 1) }),
  fc.record({ type: fc.constant("SCHEDULED"), schedule, start_on_creation: maybe(fc.boolean(), 1) }),
  fc.record({
    type: fc.constant("EVENT"),
    event_batching_condition: maybe(
      fc.record({ batch_size: fc.constantFrom(1, 100, 101), batch_window: maybe(fc.constantFrom(1, 900, 901)) }),
    ),
  }),
  fc.record({ type: fc.constantFrom(...TRIGGER_TYPES), schedule: maybe(schedule) }),
);
const predicate = fc.record({
  logical: maybe(fc.constantFrom("AND", "ANY")),
  conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
});
const actions = fc.array(action, { minLength: 1, maxLength: 3 });
const withActions = (trigger: fc.Arbitrary<object>) =>
  fc.tuple(trigger, actions).map(([one, started]) => ({ ...one, actions: started }));
const follow = fc.record({ type: fc.constant("CONDITIONAL"), predicate });

const template = fc
  .record({
    jobs: fc.tuple(job, job, job),
    go: withActions(start),
    then: maybe(withActions(follow), 1),
    last: maybe(withActions(follow), 1),
    /** Jobs that are all right, so that triggers come to be judged. */
    plain: fc.boolean(),
  })
  .map(({ jobs, plain, ...triggers }) => ({
    jobs: Object.fromEntries(KEYS.map((key, index) => [key, plain ? { file_name: "x.py" } : jobs[index]])),
    workflows: { night: { triggers } },
  }));

/** What Terraform's provider asks for, of what `modules/analytics-etl` makes of a configuration. */
function requestsFor(config: EtlConfig): (readonly [operation: string, body: object])[] {
  const jobName = (name: string | undefined) => {
    if (name === undefined) return undefined;
    const reference = jobReference(config, name, { prefix });
    return reference.kind === "own" ? etlName(prefix, reference.key) : reference.name;
  };
  const jobBody = (one: EtlJob) => ({
    Role: "r",
    Description: one.description,
    Command: { Name: one.type, PythonVersion: one.python_version, ScriptLocation: "s3://b/x.py" },
    GlueVersion: one.glue_version,
    WorkerType: one.worker_type,
    NumberOfWorkers: one.number_of_workers,
    MaxCapacity: one.max_capacity,
    // The provider leaves a 0 out.
    Timeout: one.timeout === 0 ? undefined : one.timeout,
    MaxRetries: one.max_retries ?? 0,
    ExecutionClass: one.execution_class,
    ExecutionProperty: { MaxConcurrentRuns: one.execution_property.max_concurrent_runs },
  });
  const triggerBody = (one: EtlTrigger) => ({
    Type: one.type,
    StartOnCreation: one.start_on_creation,
    Schedule: one.schedule,
    Predicate: one.predicate && {
      Logical: one.predicate.logical,
      Conditions: one.predicate.conditions.map((item) => ({
        LogicalOperator: item.logical_operator,
        JobName: jobName(item.job_name),
        State: item.state,
        CrawlerName: item.crawler_name,
        CrawlState: item.crawl_state ?? item.crawler_state,
      })),
    },
    Actions: one.actions.map((item) => ({
      JobName: jobName(item.job_name),
      CrawlerName: item.crawler_name,
      Timeout: item.timeout,
    })),
    EventBatchingCondition: one.event_batching_condition && {
      BatchSize: one.event_batching_condition.batch_size,
      BatchWindow: one.event_batching_condition.batch_window,
    },
  });
  return [
    ...Object.entries(config.jobs).map(
      ([key, one]) => ["CreateJob", { Name: etlName(prefix, key), ...jobBody(one) }] as const,
    ),
    ...Object.entries(config.workflows).flatMap(([workflow, { triggers }]) => [
      ["CreateWorkflow", { Name: etlName(prefix, workflow) }] as const,
      ...Object.entries(triggers).map(([key, one]) => {
        const names = { Name: etlName(prefix, key), WorkflowName: etlName(prefix, workflow) };
        return ["CreateTrigger", { ...names, ...triggerBody(one) }] as const;
      }),
    ]),
  ];
}

it("what the checker accepts of generated templates the embedded AWS accepts, and what it refuses it says in words", async () => {
  const root = temporaryFolder();
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(template, async (content) => {
      writeFileSync(join(root, "etl.json"), JSON.stringify(content));
      let config: EtlConfig;
      try {
        config = loadEtlConfig(root, ["etl.json"], { prefix });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        for (const line of error.message.split("\n")) expect(line).toMatch(/^etl\.json(:\d+:\d+)?: ./);
        return;
      }
      accepted++;
      const glue = new MemoryGlue();
      for (const [operation, body] of requestsFor(config)) {
        expect({ ...(await glue.call(operation, body)), operation, body }).toMatchObject({ status: 200 });
      }
    }),
    { numRuns: FILES },
  );
  // Else the test would show nothing.
  expect(accepted).toBeGreaterThan(FILES / 50);
});

import { annotations, etlRepository, follows, starts, synthesizeEtl } from "./support";

const jobs = { load: { file_name: "load.py" }, check_Rows: { file_name: "check.py" }, sum: { file_name: "sum.py" } };
const role = "arn:aws:iam::123456789012:role/etl";
const withRoles = Object.fromEntries(Object.entries(jobs).map(([key, job]) => [key, { ...job, role_arn: role }]));

function synthesizeWorkflows(workflows: object) {
  const synthesized = synthesizeEtl(etlRepository({ jobs: withRoles, workflows }));
  const resource = synthesized.workflows.resource ?? {};
  return {
    ...synthesized,
    triggers: resource.aws_glue_trigger ?? {},
    wfs: resource.aws_glue_workflow ?? {},
  };
}

test("the triggers of a workflow form a chain in the order of their keys, whatever the order of the file", () => {
  const { triggers } = synthesizeWorkflows({
    daily: {
      triggers: {
        zero: starts("load"),
        check: follows("load", "check_Rows"),
        sum: follows("check_Rows", "sum"),
      },
    },
  });

  expect(Object.fromEntries(Object.entries(triggers).map(([key, { depends_on }]) => [key, depends_on]))).toEqual({
    check: undefined,
    sum: ["aws_glue_trigger.check"],
    zero: ["aws_glue_trigger.sum"],
  });
});

test("workflows do not wait for each other", () => {
  const { triggers } = synthesizeWorkflows({
    daily: { triggers: { daily_start: starts("load"), daily_check: follows("load", "check_Rows") } },
    weekly: { triggers: { weekly_start: starts("load"), weekly_sum: follows("load", "sum") } },
  });

  expect(triggers.weekly_start?.depends_on).toBeUndefined();
  expect(triggers.weekly_sum?.depends_on).toEqual(["aws_glue_trigger.weekly_start"]);
  expect(triggers.daily_start?.depends_on).toEqual(["aws_glue_trigger.daily_check"]);
});

test("a workflow's tag changes when a trigger comes or goes, and only then", () => {
  const tagOf = (triggers: object) =>
    synthesizeWorkflows({ daily: { triggers } }).wfs.daily?.tags as Record<string, string>;
  const one = tagOf({ start: starts("load") });

  expect(one.trigger_set).toMatch(/^[0-9a-f]{16}$/);
  expect(tagOf({ start: starts("sum") })).toEqual(one);
  expect(tagOf({ start: starts("load"), check: follows("load", "sum") })).not.toEqual(one);
  expect(tagOf({ begin: starts("load") })).not.toEqual(one);
});

test("workflows and triggers are named by kebab-casing their keys and addressed by the keys themselves", () => {
  const { triggers, wfs } = synthesizeWorkflows({ Daily_run: { triggers: { Start_now: starts("load") } } });

  expect(wfs.Daily_run?.name).toBe("churn-dev-euwest1-analytics-etl-daily-run");
  expect(triggers.Start_now?.name).toBe("churn-dev-euwest1-analytics-etl-start-now");
  expect(triggers.Start_now?.workflow_name).toBe("${aws_glue_workflow.Daily_run.name}");
});

test("a workflow and its trigger may have the same key", () => {
  const { triggers, wfs } = synthesizeWorkflows({ daily: { triggers: { daily: starts("load") } } });

  expect(Object.keys(wfs)).toEqual(["daily"]);
  expect(Object.keys(triggers)).toEqual(["daily"]);
});

test("a job of the configuration is referred to, so that its trigger waits for it", () => {
  const { triggers, etl } = synthesizeWorkflows({ daily: { triggers: { start: starts("check_Rows") } } });

  expect(triggers.start?.actions).toEqual([{ job_name: "${var.glue_jobs_aws_glue_job_check_Rows_name}" }]);
  expect(etl.module?.glue_wfs?.glue_jobs_aws_glue_job_check_Rows_name).toBe(
    "${module.glue_jobs.aws_glue_job_check_Rows_name}",
  );
});

test("a job that the configuration does not define keeps the name that the trigger gives it, with a warning", () => {
  const { triggers, root } = synthesizeWorkflows({ daily: { triggers: { start: starts("chek_Rows") } } });

  expect(triggers.start?.actions).toEqual([{ job_name: "chek_Rows" }]);
  expect(annotations(root)).toContainEqual({ level: "warn", message: expect.stringContaining('"chek_Rows"') });
});

test("a job of the configuration may be named in full", () => {
  const full = "churn-dev-euwest1-analytics-etl-check-rows";
  const { triggers } = synthesizeWorkflows({ daily: { triggers: { start: starts(full) } } });

  expect(triggers.start?.actions).toEqual([{ job_name: "${var.glue_jobs_aws_glue_job_check_Rows_name}" }]);
});

test("schedule, conditions and the arguments of an action reach the trigger", () => {
  const { triggers } = synthesizeWorkflows({
    daily: {
      triggers: {
        start: {
          type: "SCHEDULED",
          schedule: "cron(0 5 * * ? *)",
          state: "DEACTIVATED",
          actions: [{ job_name: "other-job", timeout: 5, arguments: { "--day": 1 } }],
        },
        then: {
          type: "CONDITIONAL",
          predicate: {
            logical: "ANY",
            conditions: [
              { job_name: "other-job", state: "FAILED" },
              { crawler_name: "crawler", crawler_state: "SUCCEEDED" },
            ],
          },
          actions: [{ crawler_name: "another" }],
        },
      },
    },
  });

  expect(triggers.start).toMatchObject({
    type: "SCHEDULED",
    schedule: "cron(0 5 * * ? *)",
    enabled: false,
    start_on_creation: false,
    actions: [{ job_name: "other-job", timeout: 5, arguments: { "--day": "1" } }],
  });
  expect(triggers.then).toMatchObject({
    type: "CONDITIONAL",
    enabled: true,
    predicate: {
      logical: "ANY",
      conditions: [
        { job_name: "other-job", state: "FAILED", logical_operator: "EQUALS" },
        { crawler_name: "crawler", crawl_state: "SUCCEEDED", logical_operator: "EQUALS" },
      ],
    },
    actions: [{ crawler_name: "another" }],
  });
});

test("no trigger is there before the scripts and permissions of the jobs that it may start at once", () => {
  const { etl } = synthesizeEtl(
    etlRepository(
      { jobs: { load: { file_name: "load.py" } }, workflows: { daily: { triggers: { start: starts("load") } } } },
      { files: { "analytics-etl/load.py": "", "utils/io.py": "" } },
    ),
  );

  expect(etl.module?.glue_wfs?.depends_on).toEqual(
    expect.arrayContaining([
      "aws_iam_role_policy.job_policy",
      "aws_s3_object.script--load_py",
      "aws_s3_object.utils--io_py",
    ]),
  );
});

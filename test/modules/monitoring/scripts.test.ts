import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "jsonc-parser";
import { loadEnvironment } from "../../../config/loader";
import { findMonitoringScripts } from "../../../modules/monitoring/scripts";
import { problemsOf } from "../../config/support";
import { monitoredRepository, monitoring, synthesizeMonitoring } from "./support";

const find = (repository: string) => findMonitoringScripts(loadEnvironment(repository, "churn"));
const problems = (settings: object, files = {}) =>
  problemsOf(() => find(monitoredRepository({ settings: { monitoring: settings }, files })));

test("every setting that monitoring needs is asked for at once", () => {
  const found = problems({ glue_data_quality_params: monitoring.glue_data_quality_params });

  expect(found.map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    "monitoring.glue_feature_store_params is required when enable_monitoring is true",
    "monitoring.glue_inferencing_model_quality_params is required when enable_monitoring is true",
    "monitoring.glue_training_model_quality_params is required when enable_monitoring is true",
  ]);
});

test("a script that is not there is named, with those that are", () => {
  const [problem, ...others] = problems({
    ...monitoring,
    glue_training_model_quality_params: { path: "watch/trian.py" },
  });

  expect(others).toEqual([]);
  expect(problem).toMatchObject({
    file: "environments/churn.tfvars.json",
    path: "monitoring.glue_training_model_quality_params.path",
    found: "watch/trian.py",
    allowed: ["watch/data_quality.py", "watch/features.py", "watch/inferencing.py", "watch/training.py"],
  });
});

test("a folder is no script", () => {
  expect(problems({ ...monitoring, glue_feature_store_params: { path: "watch" } })).toHaveLength(1);
});

test("two scripts of one name are refused, because both would get the same key", () => {
  const found = problems(
    { ...monitoring, glue_training_model_quality_params: { path: "other/data_quality.py" } },
    { "other/data_quality.py": "another" },
  );

  expect(found).toMatchObject([
    {
      path: "monitoring.glue_training_model_quality_params.path",
      rule: "would be uploaded as src/python/monitoring/data_quality.py, in the place of another script of the same name",
    },
  ]);
});

test("two jobs may share a script, which goes up once", () => {
  const shared = { ...monitoring, glue_inferencing_model_quality_params: { path: "watch/training.py" } };
  const { module } = synthesizeMonitoring(monitoredRepository({ settings: { monitoring: shared } }));

  expect(Object.keys(module.resource?.aws_s3_object ?? {})).toEqual([
    "script_data_quality",
    "script_feature_store",
    "script_inferencing_model_quality",
  ]);
  expect(Object.keys(module.resource?.aws_glue_job ?? {})).toHaveLength(4);
});

test("without a monitoring database there is nowhere for the results", () => {
  const settings = { athena_databases: { data_quality: {} } };
  const [problem] = problemsOf(() => synthesizeMonitoring(monitoredRepository({ settings })));

  expect(problem).toMatchObject({
    path: "athena_databases",
    rule: "must have a database monitoring when enable_monitoring is true",
    found: "data_quality",
  });
});

test("the settings that the documentation shows are complete", () => {
  const page = fs.readFileSync(path.resolve(__dirname, "../../../docs/monitoring.md"), "utf8");
  const shown = /```jsonc\n(.*?)```/s.exec(page)?.[1] ?? "";
  // What is not as stated here makes the test fail below.
  const settings = parse(`{${shown}}`) as { monitoring: Record<string, { path: string }> };
  const paths = Object.values(settings.monitoring).map((params) => params.path);
  const files = Object.fromEntries(paths.map((script) => [script, ""]));

  expect(settings).toMatchObject({ enable_monitoring: true });
  expect(Object.keys(find(monitoredRepository({ settings, files })))).toHaveLength(4);
});

import * as fs from "node:fs";
import * as path from "node:path";
import { loadEtlConfig } from "../../config/etl";
import { environmentNames, loadEnvironment } from "../../config/loader";

const root = path.resolve(__dirname, "../..");
const config = loadEtlConfig(root, ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"], {
  prefix: "churn-dev-euwest1",
});
const jobs = Object.values(config.jobs);
const beside = (file: string) => fs.existsSync(path.join(root, "analytics-etl", file));

test("the example has jobs, workflows, and triggers by schedule, by condition and by hand", () => {
  const types = Object.values(config.workflows).flatMap(({ triggers }) =>
    Object.values(triggers).map(({ type }) => type),
  );

  expect(jobs.length).toBeGreaterThanOrEqual(6);
  expect(Object.keys(config.workflows)).toHaveLength(2);
  expect(new Set(types)).toEqual(new Set(["SCHEDULED", "CONDITIONAL", "ON_DEMAND"]));
});

test("nothing in the example is loose: no warning, and every script is there", () => {
  expect(config.warnings).toEqual([]);
  expect(jobs.map(({ file_name }) => file_name).filter((file) => !beside(file))).toEqual([]);
});

test("every module that a job of the example imports goes to S3 with it", () => {
  const locations = jobs.flatMap((job) => (job.default_arguments["--extra-py-files"] ?? "").split(","));
  const uploaded = "s3://${tfvars_analytics_internal_bucket}/src/python/";
  const files = locations.map((location) => location.replace(uploaded, ""));

  expect(files.filter((file) => !/^(analytics-etl|utils)\/[^/]+\.py$/.test(file))).toEqual([]);
  expect(files.filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
});

test.each(environmentNames(root))("%s expects as many data-quality results as the example writes a day", (name) => {
  const checks = new Set(
    jobs
      .filter(({ file_name }) => file_name === "data_quality_check.py")
      .map((job) => job.default_arguments["--source_table"]),
  );

  expect(loadEnvironment(root, name).settings.analytics_etl.expected_dq_job_count).toBe(checks.size);
});

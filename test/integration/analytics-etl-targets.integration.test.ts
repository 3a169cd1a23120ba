import * as fs from "node:fs";
import * as path from "node:path";
import { startEmulator, type Emulator } from "../../emulator";
import { minimal, repositoryWith } from "../config/support";
import { terraformIn, type Terraform } from "../support/terraform";
import { etlPlatformFolder, synthesizeEtlPlatform } from "./analytics-etl-stack";

const repository = path.resolve(__dirname, "../..");
const environment = "churn";
const wfs = "module.analytics_etl.module.glue_wfs";

jest.setTimeout(120_000);
let emulator: Emulator;
let terraform: Terraform;

const apply = (...words: string[]) => terraform.succeed("apply", "-auto-approve", "-input=false", ...words);
const addresses = async () => (await terraform.succeed("state", "list")).trim().split("\n");
const typesBelow = (module: string, all: readonly string[]) =>
  new Set(all.filter((one) => one.startsWith(`${module}.`)).map((one) => one.slice(module.length + 1).split(".")[0]));

beforeAll(async () => {
  const glue_config_paths = ["analytics-etl/glue_jobs.config.json", "analytics-etl/glue_wf.config.json"];
  const root = repositoryWith({
    [`environments/${environment}.tfvars.json`]: {
      ...minimal,
      analytics_etl: { expected_dq_job_count: 2, glue_config_paths },
    },
  });
  fs.cpSync(path.join(repository, "analytics-etl"), path.join(root, "analytics-etl"), { recursive: true });
  synthesizeEtlPlatform(root, environment);

  emulator = await startEmulator();
  terraform = await terraformIn({
    folder: etlPlatformFolder(root, environment),
    endpoint: emulator.endpoint,
    account: minimal.account_number,
    region: minimal.region,
  });
  await terraform.succeed("init", "-input=false");
});

afterAll(async () => {
  await emulator.stop();
});

test("-target=module.analytics_etl.module.glue_wfs deploys the workflows and what they need", async () => {
  await apply(`-target=${wfs}`);
  const deployed = await addresses();

  expect(typesBelow(wfs, deployed)).toEqual(new Set(["aws_glue_trigger", "aws_glue_workflow"]));
  expect(deployed).toContain("module.analytics_etl.module.glue_jobs.aws_glue_job.daily_aggregate");
  // A trigger may fire as soon as it is there: its jobs find their scripts.
  expect(deployed).toContain("module.analytics_etl.aws_s3_object.script--daily_aggregate_py");
  expect(deployed).not.toContain("module.common.aws_cloudwatch_event_bus.event_bus");
});

test("-target=module.analytics_etl deploys the rest of the module and nothing beside it", async () => {
  await apply("-target=module.analytics_etl");
  const deployed = await addresses();

  expect(deployed).toContain("module.analytics_etl.aws_s3_object.script--daily_aggregate_py");
  expect(deployed).toContain("module.analytics_etl.aws_s3_bucket_versioning.bucket_versioning");
  expect(deployed).not.toContain("module.common.aws_cloudwatch_event_bus.event_bus");
});

test("a deploy of everything adds what is missing, and then there is nothing to do", async () => {
  await apply();

  expect(await addresses()).toContain("module.common.aws_cloudwatch_event_bus.event_bus");
  expect((await terraform.run("plan", "-detailed-exitcode", "-input=false")).exitCode).toBe(0);
});

test("the example is destroyed with the objects that its bucket holds, and nothing is left", async () => {
  await terraform.succeed("destroy", "-auto-approve", "-input=false");

  expect((await terraform.succeed("state", "list")).trim()).toBe("");
});

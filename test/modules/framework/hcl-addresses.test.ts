import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { loadEnvironment } from "../../../config/loader";
import { at, atPath, fromHcl, retiredFromHcl } from "../../../modules/framework/hcl-addresses";
import { PlatformStack } from "../../../modules/platform";
import { TerraformModule } from "../../../modules/framework/terraform-module";
import { repositoryWith } from "../../config/support";
import { scripts } from "../batch-construct/support";
import { synthesize, testApp, TestRoot, type Synthesized } from "../module-app";

const monitoringScripts = ["data_quality", "feature_store", "inferencing_model_quality", "training_model_quality"];
const monitoring = {
  enable_monitoring: true,
  monitoring: Object.fromEntries(monitoringScripts.map((job) => [`glue_${job}_params`, { path: `watch/${job}.py` }])),
};

/** An environment that has nothing in common with the one of the reference data. */
const settings = {
  use_case_name: "churn",
  env: "dev",
  region: "eu-west-1",
  repo_url: "https://github.com/example/churn",
  account_number: "123456789012",
  mapping_json_path: "model/mapping.json",
  utils_path: "lib/python",
  training: { gatekeeper_job_params: { path: "./model/it's ${gate}.py" } },
  inferencing: { batch_vpc: { vpc_tags: { Name: "shared" }, subnet_tags: { Tier: "private" } } },
  analytics_etl: { expected_dq_job_count: 1, glue_config_paths: ["etl/config.json"] },
  athena_databases: { data_quality: {}, monitoring: {}, sales: {} },
  etl_ssm_params: { "last.load": { value: "never" } },
  sagemaker_processing_job_execution_role_name: "Processing",
};
const etl = {
  jobs: { Load_Orders: { file_name: "load.py", role_arn: "arn:aws:iam::123456789012:role/etl" } },
  workflows: {
    "night-run": {
      triggers: {
        AT_night: { type: "SCHEDULED", schedule: "cron(0 1 * * ? *)", actions: [{ job_name: "Load_Orders" }] },
      },
    },
  },
};

/** Synthesizes the platform of that environment with some settings changed. */
function platform(changes: object = {}): Synthesized {
  const root = repositoryWith({
    ...scripts,
    "model/it's ${gate}.py": "",
    "environments/churn.tfvars.json": { ...settings, ...changes },
    "etl/config.json": etl,
    "etl/load.py": "",
    "lib/python/io/read.py": "",
    "model/mapping.json": {},
    ...Object.fromEntries(monitoringScripts.map((job) => [`watch/${job}.py`, ""])),
  });
  const app = testApp();
  new PlatformStack(app, "churn", { environment: loadEnvironment(root, "churn"), embedded: true });
  return synthesize(app, "churn");
}

function movesOf(files: Synthesized): { from: string; to: string }[] {
  return files["cdk.tf.json"]?.moved ?? [];
}

/** `modules/a/modules/b/main.tf.json` -> all addresses of that file: `module.a.module.b.aws_x.y`. */
function addressesOf(files: Synthesized): string[] {
  return Object.entries(files).flatMap(([file, { resource = {} }]) => {
    const path = file.split("/").slice(0, -1).join(".").replaceAll("modules.", "module.");
    return Object.entries(resource).flatMap(([type, elements]) =>
      Object.keys(elements).map((name) => [path, type, name].filter(Boolean).join(".")),
    );
  });
}

describe("the moves of a platform", () => {
  const files = platform(monitoring);
  const moves = movesOf(files);
  const formerOf = (to: string) => moves.filter((move) => move.to === to).map(({ from }) => from);

  test("come from an address each, none of which is taken", () => {
    const from = moves.map((move) => move.from);

    expect(new Set(from).size).toBe(from.length);
    expect(from).toEqual([...from].sort());
    expect(from.filter((address) => addressesOf(files).includes(address))).toEqual([]);
  });

  test("leave out nothing but what the HCL did not have", () => {
    const known = new Set(moves.map(({ to }) => to));
    const added = addressesOf(files).filter((address) => !known.has(address));

    const inline = added.filter((address) => address.includes(".aws_iam_role_policy."));
    const ofHistory = added.filter((address) => address.startsWith("module.history."));
    expect(added.filter((address) => ![...inline, ...ofHistory].includes(address)).sort()).toEqual([
      // Called as in the HCL.
      "module.batch_training.module.training_construct.aws_cloudwatch_log_group.batch",
    ]);
    expect(inline).toHaveLength(8);
    expect(ofHistory).toHaveLength(6);
  });

  test("go to where something is, but for attachments that least privilege ends", () => {
    const there = new Set(addressesOf(files));
    const retired = moves.filter(({ to }) => !there.has(to));

    expect(retired.map(({ to }) => to.split(".").at(-2))).toEqual(Array(13).fill("aws_iam_role_policy_attachment"));
  });

  test.each([
    ["aws_s3_object.mapping_json", "aws_s3_object.upload_mapping_json"],
    [
      "module.common.aws_kms_alias.key_alias",
      'module.common.module.kms_default.aws_kms_alias.this["churn-dev-euwest1-kms-key"]',
    ],
    ["module.analytics_etl.aws_athena_database.sales", 'module.analytics_etl.aws_athena_database.athena_db["sales"]'],
    [
      "module.analytics_etl.aws_ssm_parameter.last_load",
      'module.analytics_etl.aws_ssm_parameter.ssm_params["last.load"]',
    ],
    [
      "module.analytics_etl.aws_s3_object.utils--io--read_py",
      'module.analytics_etl.aws_s3_object.upload_utils["io/read.py"]',
    ],
    [
      "module.analytics_etl.module.glue_jobs.aws_glue_job.Load_Orders",
      'module.analytics_etl.module.glue_jobs["Load_Orders"].aws_glue_job.this',
    ],
    [
      "module.analytics_etl.module.glue_wfs.aws_glue_workflow.night-run",
      'module.analytics_etl.module.glue_wfs["night-run"].aws_glue_workflow.this',
    ],
    [
      "module.analytics_etl.module.glue_wfs.aws_glue_trigger.AT_night",
      'module.analytics_etl.module.glue_wfs["night-run"].aws_glue_trigger.this["churn-dev-euwest1-analytics-etl-at-night"]',
    ],
    [
      "module.batch_training.aws_vpc_endpoint.endpoint_ecs_agt",
      'module.batch_training.module.vpc_endpoints.aws_vpc_endpoint.this["ecs_agt"]',
    ],
    [
      "module.batch_inferencing.module.inferencing_construct.aws_ecr_repository.inferencing",
      'module.batch_inferencing.module.inferencing_contruct.module.ecr_repositories["inferencing"].aws_ecr_repository.this[0]',
    ],
    [
      "module.batch_inferencing.module.inferencing_construct.aws_s3_object.utils--io--read_py",
      'module.batch_inferencing.module.inferencing_contruct.aws_s3_object.upload_utils["io/read.py"]',
    ],
    [
      "module.monitoring.aws_s3_object.script_feature_store",
      'module.monitoring[0].aws_s3_object.upload_ext_scripts["./../watch/feature_store.py"]',
    ],
  ])("%s was %s", (now, former) => {
    expect(formerOf(now)).toEqual([former]);
  });

  test("know a script by its path as the environment spells it, whatever is in it", () => {
    const uploads = moves.filter(({ from }) => from.includes("training_construct.aws_s3_object.upload_ext_scripts["));

    expect(uploads.map(({ from }) => from.split("upload_ext_scripts")[1])).toEqual([
      `["./.././model/it's $\${gate}.py"]`,
      '["./../model/training_job/evaluation/evaluation_summary.py"]',
    ]);
  });

  test("are none of monitoring's where there is no monitoring", () => {
    const without = movesOf(platform());

    expect(without).toEqual(moves.filter(({ from }) => !from.startsWith("module.monitoring")));
  });

  test("name AWS's policies by the partition of the region", () => {
    const gov = movesOf(platform({ region: "us-gov-west-1", use_case_name: "c" })).map(({ from }) => from);

    expect(gov.filter((address) => address.includes("arn:aws:"))).toEqual([]);
    expect(gov).toContain(
      'module.batch_training.module.training_construct.module.batch.aws_iam_role_policy_attachment.service["arn:aws-us-gov:iam::aws:policy/service-role/AWSBatchServiceRole"]',
    );
  });
});

describe("a former address", () => {
  test("is relative to the module that the resource is in, by its name in the HCL", () => {
    const app = testApp();
    const root = new TestRoot(app);
    const module = new TerraformModule(root, "monitoring");
    fromHcl(new KmsKey(root, "key", {}), "aws_kms_key.this[0]");
    fromHcl(new KmsKey(module, "key", {}), 'module.keys["a"].aws_kms_key.this');
    retiredFromHcl(module, "spare-key", "aws_kms_key.spare[1]");

    expect(synthesize(app)["cdk.tf.json"]?.moved).toEqual([
      { from: "aws_kms_key.this[0]", to: "aws_kms_key.key" },
      { from: "module.monitoring[0].aws_kms_key.spare[1]", to: "module.monitoring.aws_kms_key.spare-key" },
      { from: 'module.monitoring[0].module.keys["a"].aws_kms_key.this', to: "module.monitoring.aws_kms_key.key" },
    ]);
  });

  test("has keys in the quoted strings of Terraform's language", () => {
    expect(at('say "${x}" %{y}')).toBe('["say \\"$${x}\\" %%{y}"]');
    expect(atPath("model/gate.py")).toBe('["./../model/gate.py"]');
  });
});

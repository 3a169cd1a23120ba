import { etlRepository, synthesizeEtl } from "./support";
import { statementsOf } from "../batch-construct/support";

const role = "arn:aws:iam::${tfvars_account_number}:role/team-etl";

function synthesizeJobs(jobs: object) {
  const synthesized = synthesizeEtl(etlRepository({ jobs }));
  return { ...synthesized, resources: synthesized.jobs.resource?.aws_glue_job ?? {} };
}

test("a job is named by kebab-casing its key and addressed by the key itself", () => {
  const { resources } = synthesizeJobs({ "Load_sales-raw": { file_name: "load.py", role_arn: role } });

  expect(resources["Load_sales-raw"]?.name).toBe("churn-dev-euwest1-analytics-etl-load-sales-raw");
});

test("a job runs its script from the analytics bucket, whether or not this deployment uploads it", () => {
  const { resources } = synthesizeJobs({ load: { file_name: "load.py", role_arn: role, python_version: "3" } });

  expect(resources.load?.command).toEqual({
    name: "glueetl",
    python_version: "3",
    script_location: "s3://${var.aws_s3_bucket_bucket_bucket}/src/python/analytics-etl/load.py",
  });
});

test("the arguments of the configuration reach the job", () => {
  const { resources } = synthesizeJobs({
    load: {
      file_name: "load.py",
      description: "Loads",
      role_arn: role,
      glue_version: "4.0",
      worker_type: "G.1X",
      number_of_workers: 3,
      timeout: 60,
      connections: ["warehouse"],
      execution_property: { max_concurrent_runs: 2 },
      non_overridable_arguments: { "--zone": "a" },
    },
  });

  expect(resources.load).toMatchObject({
    description: "Loads",
    role_arn: "arn:aws:iam::123456789012:role/team-etl",
    glue_version: "4.0",
    worker_type: "G.1X",
    number_of_workers: 3,
    timeout: 60,
    max_retries: 0,
    connections: ["warehouse"],
    execution_property: { max_concurrent_runs: 2 },
    non_overridable_arguments: { "--zone": "a" },
  });
});

test("placeholders become references to the platform", () => {
  const { resources, etl } = synthesizeJobs({
    load: {
      file_name: "load.py",
      role_arn: role,
      default_arguments: {
        "--bucket": "s3://${tfvars_analytics_internal_bucket}/raw",
        "--count": "${tfvars_workflow_count_ssm_param_name}",
        "--database": "${tfvars_dq_athena_db}",
        "--topic": "${tfvars_common_sns_topic}",
        "--place": "${tfvars_region}/${tfvars_use_case_name}/${tfvars_eap_dq_bucket_name}",
      },
    },
  });

  expect(resources.load?.default_arguments).toEqual({
    "--bucket": "s3://${var.aws_s3_bucket_bucket_bucket}/raw",
    "--count": "${var.aws_ssm_parameter_expected_dq_job_cnt_name}",
    "--database": "${var.aws_athena_database_data_quality_name}",
    "--topic": "${var.common_aws_sns_topic_topic_arn}",
    "--place": "eu-west-1/churn/random",
  });
  expect(etl.module?.glue_jobs?.aws_athena_database_data_quality_name).toBe("${aws_athena_database.data_quality.name}");
});

test("what Terraform would read as a template of its own is taken literally", () => {
  const { resources } = synthesizeJobs({
    load: {
      file_name: "load.py",
      role_arn: role,
      default_arguments: { "--shell": "$${HOME}", "--format": "%{count}", "--both": "%%{x} $5 100%" },
    },
  });

  expect(resources.load?.default_arguments).toEqual({
    "--shell": "$${HOME}",
    "--format": "%%{count}",
    "--both": "%%{x} $5 100%",
  });
});

test("jobs that name a role need none of ours", () => {
  const { etl } = synthesizeJobs({ load: { file_name: "load.py", role_arn: role } });

  expect(etl.resource?.aws_iam_role).toBeUndefined();
});

test("jobs that name no role share one that names only what belongs to the environment", () => {
  const { etl, resources } = synthesizeJobs({ load: { file_name: "load.py" }, sum: { file_name: "sum.py" } });

  expect(resources.load?.role_arn).toBe("${var.aws_iam_role_job_role_arn}");
  expect(resources.sum?.role_arn).toBe(resources.load?.role_arn);
  expect(etl.resource?.aws_iam_role?.job_role?.name).toBe("churn-dev-euwest1-dapf-analytics-etl-glue-job-role");

  const policy = JSON.parse(String(etl.resource?.aws_iam_role_policy?.job_policy?.policy)) as {
    Statement: { Sid: string; Action: string[]; Resource: string[] }[];
  };
  expect(policy.Statement.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  const everywhere = policy.Statement.filter(({ Resource }) => Resource.includes("*"));
  expect(everywhere.map(({ Action }) => Action)).toEqual([["cloudwatch:PutMetricData"]]);
});

test("that role may look at the database default, as Athena does, and publish with the key that the topic has", () => {
  const kms_master_key_id = "alias/team";
  const { etl } = synthesizeEtl(
    etlRepository({ jobs: { load: { file_name: "load.py" } } }, { settings: { kms_master_key_id } }),
  );
  const statements = statementsOf(etl.resource?.aws_iam_role_policy?.job_policy?.policy);

  const catalog = statements.find(({ Sid }) => Sid === "Catalog");
  expect(catalog?.Action).toEqual(expect.arrayContaining(["glue:GetDatabase", "glue:GetDatabases"]));
  expect(catalog?.Resource).toContain("arn:aws:glue:eu-west-1:123456789012:database/default");
  expect(catalog?.Resource).not.toContain("arn:aws:glue:eu-west-1:123456789012:table/default/*");
  expect(statements.find(({ Sid }) => Sid === "NotificationKey")?.Action).toEqual([
    "kms:Decrypt",
    "kms:GenerateDataKey",
  ]);
});

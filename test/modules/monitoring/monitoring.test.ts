import { resource, statementsOf } from "../batch-construct/support";
import { resolve } from "../analytics-etl/resolve";
import { monitoredRepository, synthesizeMonitoring } from "./support";

const settings = {
  eap_dq_bucket_name: "central-results",
  monitoring: {
    glue_data_quality_params: { path: "watch/data_quality.py", additional_arguments: { "--job_frequency": "Monthly" } },
    glue_feature_store_params: {
      path: "watch/features.py",
      additional_arguments: {
        "--feature_store_role_arn": "arn:aws:iam::210987654321:role/team/features",
        "--eap_central_bucket": "central-features",
      },
    },
    glue_inferencing_model_quality_params: { path: "watch/inferencing.py" },
    glue_training_model_quality_params: { path: "watch/training.py" },
  },
};
const { files, module: monitoring } = synthesizeMonitoring(monitoredRepository({ settings }));
const known = { "path.root": "." };
const resolved = (type: string, name: string) =>
  resolve(files, "modules/monitoring/", resource(monitoring, type, name).default_arguments, known) as Record<
    string,
    string
  >;
const internal = "s3://churn-dev-euwest1-training-internal/src/python";

describe("the jobs", () => {
  test.each([
    ["data_quality", "churn-dev-euwest1-data-quality", "data_quality.py"],
    ["feature_store", "churn-dev-euwest1-feature-store", "features.py"],
    ["inferencing_model_quality", "churn-dev-euwest1-inferencing-model-quality", "inferencing.py"],
    ["training_model_quality", "churn-dev-euwest1-training-model-quality", "training.py"],
  ])("%s is %s and runs the team's script", (key, name, script) => {
    const job = resource(monitoring, "aws_glue_job", key);
    const upload = resource(monitoring, "aws_s3_object", `script_${key}`);

    expect(job).toMatchObject({ name, glue_version: "4.0", worker_type: "G.1X", number_of_workers: 10, timeout: 2880 });
    expect(resolve(files, "modules/monitoring/", job.command, known)).toEqual({
      name: "glueetl",
      python_version: "3",
      script_location: `${internal}/monitoring/${script}`,
    });
    expect(upload.key).toBe(`src/python/monitoring/${script}`);
  });

  test("all know the monitoring database, the central bucket and the shared Python", () => {
    for (const key of ["data_quality", "inferencing_model_quality", "training_model_quality"]) {
      expect(resolved("aws_glue_job", key)).toMatchObject({
        "--same_account_monitoring_athena_db": "churn_dev_euwest1_monitoring",
        "--eap_central_bucket": "central-results",
        "--extra-py-files": `${internal}/utils/shared.py`,
      });
    }
  });

  test("inferencing's knows where the predictions are", () => {
    expect(resolved("aws_glue_job", "inferencing_model_quality")).toMatchObject({
      "--inferencing_shared_bucketname": "churn-dev-euwest1-inferencing-shared",
      "--usecase_name": "churn",
    });
  });

  test("the team's arguments are added, and win over dapf's", () => {
    expect(resolved("aws_glue_job", "data_quality")).toMatchObject({ "--job_frequency": "Monthly" });
    expect(resolved("aws_glue_job", "feature_store")).toMatchObject({
      "--eap_central_bucket": "central-features",
    });
  });
});

describe("the role of the jobs", () => {
  const statements = statementsOf(resource(monitoring, "aws_iam_policy", "glue_job_policy").policy);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  test("has one policy and no broad one of AWS", () => {
    expect(Object.keys(monitoring.resource?.aws_iam_role_policy_attachment ?? {}).sort()).toEqual([
      "glue_job_policy_attachment",
      "glue_trigger_logs_attachment",
    ]);
  });

  test("names an action each time, and resources wherever AWS lets it", () => {
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    expect(statements.filter(({ Resource }) => Resource?.includes("*")).map(({ Sid }) => Sid)).toEqual(["Metrics"]);
  });

  test("writes to the central buckets that the arguments of the jobs name", () => {
    expect(statement("CentralResults")?.Resource).toEqual([
      "arn:aws:s3:::central-features/*",
      "arn:aws:s3:::central-results/*",
    ]);
  });

  test("uses keys of other accounts for the objects of those buckets only", () => {
    expect(statement("KeysOfCentralResults")?.Condition).toEqual({
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      StringLike: {
        "kms:EncryptionContext:aws:s3:arn": [
          "arn:aws:s3:::central-features",
          "arn:aws:s3:::central-features/*",
          "arn:aws:s3:::central-results",
          "arn:aws:s3:::central-results/*",
        ],
      },
    });
  });

  test("takes on the roles that the arguments of the jobs name", () => {
    expect(statement("RolesOfOtherAccounts")?.Resource).toEqual(["arn:aws:iam::210987654321:role/team/features"]);
  });

  test("has no say outside of the account when the arguments name nothing there", () => {
    const { module } = synthesizeMonitoring(monitoredRepository());
    const own = statementsOf(resource(module, "aws_iam_policy", "glue_job_policy").policy).map(({ Sid }) => Sid);

    expect(own).not.toContain("CentralResults");
    expect(own).not.toContain("KeysOfCentralResults");
    expect(own).not.toContain("RolesOfOtherAccounts");
    expect(own).toContain("Catalog");
  });

  test("fits IAM's quota for a managed policy, with ARNs of the greatest length", () => {
    const { policy } = resource(monitoring, "aws_iam_policy", "glue_job_policy");
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: 6,144 characters without white space.
    const longest = String(policy).replace(/\$\{[^{}]*\}/g, "x".repeat(64));

    expect(longest.length).toBeLessThan(6144);
  });
});

describe("the trigger", () => {
  test("is told the names of all jobs, by reference", () => {
    expect(resource(monitoring, "aws_lambda_function", "glue_trigger_function")).toMatchObject({
      function_name: "churn-dev-euwest1-glue-trigger-on-event",
      environment: {
        variables: {
          data_quality_glue_job: "${aws_glue_job.data_quality.name}",
          feature_store_glue_job: "${aws_glue_job.feature_store.name}",
          model_monitoring_glue_job: "${aws_glue_job.training_model_quality.name}",
          inferencing_model_monitoring_glue_job: "${aws_glue_job.inferencing_model_quality.name}",
        },
      },
    });
  });

  test("may start these jobs and no others", () => {
    const { policy } = resource(monitoring, "aws_iam_role_policy", "glue_trigger_permissions");

    expect(statementsOf(policy)[0]).toMatchObject({
      Action: ["glue:StartJobRun"],
      Resource: [
        "<aws_glue_job.data_quality.arn>",
        "<aws_glue_job.feature_store.arn>",
        "<aws_glue_job.inferencing_model_quality.arn>",
        "<aws_glue_job.training_model_quality.arn>",
      ],
    });
  });

  test.each(["data_quality", "feature_store", "model_monitoring"])("%s events reach it, and may", (key) => {
    const target = resource(monitoring, "aws_cloudwatch_event_target", `${key}_target`);
    const permission = resource(monitoring, "aws_lambda_permission", `glue_trigger_invoke_${key}`);

    expect(resolve(files, "modules/monitoring/", target.rule, known)).toBe(`${key}-event`);
    expect(resolve(files, "modules/monitoring/", target.event_bus_name, known)).toBe("churn-dev-euwest1-dapf-cb");
    expect(target.arn).toBe("${aws_lambda_function.glue_trigger_function.arn}");
    expect(permission.statement_id).toBe(key);
    // An event starts a job at once.
    expect(target.depends_on).toEqual(
      expect.arrayContaining([
        "aws_iam_role_policy_attachment.glue_job_policy_attachment",
        "aws_s3_object.script_data_quality",
        "aws_s3_object.script_training_model_quality",
      ]),
    );
  });
});

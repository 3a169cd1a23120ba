import { annotations } from "./annotations";
import { batchRepository, resource, synthesizeBatch } from "./support";

const shell = {
  max_capacity: 1,
  max_retries: 0,
  timeout: 2880,
  execution_property: { max_concurrent_runs: 1 },
  role_arn: "${aws_iam_role.glue_job.arn}",
};

describe("the Glue jobs of a context", () => {
  const { trainingConstruct: training, inferencingConstruct: inferencing } = synthesizeBatch(
    batchRepository({ files: { "utils/constants.py": "", "utils/deep/er.py": "", "utils/notes.md": "" } }),
  );

  test.each([
    ["submit_awsbatch_statetable", "submit-awsbatch-statetable", "submit_training_job_awsbatch_statetable.py"],
    ["job_awsbatch_status_check", "job-awsbatch-status-check", "training_job_awsbatch_status_check.py"],
    ["clean_up_job", "clean-up-job", "clean_up_job.py"],
    ["gatekeeper", "gatekeeper", "gatekeeper.py"],
  ])("have a Python shell job %s", (id, name, file) => {
    expect(resource(training, "aws_glue_job", id)).toMatchObject({
      ...shell,
      name: `churn-dev-euwest1-training-${name}`,
      command: {
        name: "pythonshell",
        python_version: "3.9",
        script_location: `s3://\${aws_s3_bucket.internal.bucket}/src/python/training/${file}`,
      },
    });
  });

  test("have a Spark job for the evaluation", () => {
    expect(resource(inferencing, "aws_glue_job", "evaluation")).toMatchObject({
      name: "churn-dev-euwest1-inferencing-evaluation",
      glue_version: "4.0",
      number_of_workers: 10,
      worker_type: "G.1X",
      command: { name: "glueetl", python_version: "3" },
    });
    expect(resource(inferencing, "aws_glue_job", "evaluation")).not.toHaveProperty("max_capacity");
  });

  test.each([
    ["training" as const, training, "train"],
    ["inferencing" as const, inferencing, "inference"],
  ])("of %s know region, tables and shared Python by the arguments of their scripts", (context, module, word) => {
    for (const job of Object.values(module.resource?.aws_glue_job ?? {})) {
      expect(job.default_arguments).toMatchObject({
        "--region": "eu-west-1",
        [`--${word}_inputtable_name`]: "${aws_dynamodb_table.input_table.name}",
        [`--${word}_metatable_name`]: "${aws_dynamodb_table.meta_table.name}",
        [`--${word}_statetable_name`]: "${aws_dynamodb_table.state_table.name}",
        "--additional-python-modules": expect.stringContaining("pandas==1.5.3"),
        "--extra-py-files": ["constants.py", "shared.py"]
          .map((file) => `s3://\${aws_s3_bucket.internal.bucket}/src/python/utils/${file}`)
          .join(","),
      });
    }
    const withStatus = Object.entries(module.resource?.aws_glue_job ?? {})
      .filter(([, job]) => `--ssm_${context}_complete_status` in (job.default_arguments as object))
      .map(([id]) => id);
    expect(withStatus.sort()).toEqual(["clean_up_job", "job_awsbatch_status_check"]);
  });

  test("have no --extra-files, which Python shell jobs do not know", () => {
    for (const module of [training, inferencing]) {
      for (const job of Object.values(module.resource?.aws_glue_job ?? {})) {
        expect(job.default_arguments).not.toHaveProperty("--extra-files");
      }
    }
  });

  test("have a Glue version only where they are Spark jobs", () => {
    const versions = Object.values(training.resource?.aws_glue_job ?? {}).map(({ command, glue_version }) => {
      return [(command as { name: string }).name, glue_version];
    });

    expect(versions.filter(([, version]) => version !== undefined)).toEqual([["glueetl", "4.0"]]);
    expect(versions.filter(([name]) => name === "pythonshell")).toHaveLength(4);
  });

  test("tell the evaluation where results of all use cases go", () => {
    expect(resource(training, "aws_glue_job", "evaluation").default_arguments).toMatchObject({
      "--eap_central_bucket": "random",
    });
  });
});

test("a gatekeeper that uses dapf's library gets it from S3", () => {
  const { trainingConstruct } = synthesizeBatch(
    batchRepository({ files: { "model/training_job/gatekeeper/gatekeeper.py": "import dapf_arguments\n" } }),
  );

  expect(resource(trainingConstruct, "aws_glue_job", "gatekeeper").default_arguments).toMatchObject({
    "--extra-py-files": [
      "s3://${aws_s3_bucket.internal.bucket}/src/python/dapf/dapf_arguments.py",
      "s3://${aws_s3_bucket.internal.bucket}/src/python/utils/shared.py",
    ].join(","),
  });
  expect(resource(trainingConstruct, "aws_s3_object", "dapf--dapf_arguments_py")).toMatchObject({
    key: "src/python/dapf/dapf_arguments.py",
  });
});

test("a job without shared Python has no argument for it", () => {
  const { trainingConstruct } = synthesizeBatch(
    batchRepository({ settings: { utils_path: "sql" }, files: { "sql/query.sql": "select 1" } }),
  );

  for (const job of Object.values(trainingConstruct.resource?.aws_glue_job ?? {})) {
    expect(Object.keys(job.default_arguments as object)).not.toContain("--extra-py-files");
  }
});

describe("what an environment says of a team's job", () => {
  const params = { worker_type: "G.2X", number_of_workers: 3, additional_arguments: { "--depth": 4, "--region": "x" } };

  test("sizes the evaluation and adds to its arguments", () => {
    const { trainingConstruct } = synthesizeBatch(
      batchRepository({ settings: { training: { evaluation_job_params: params } } }),
    );

    expect(resource(trainingConstruct, "aws_glue_job", "evaluation")).toMatchObject({
      worker_type: "G.2X",
      number_of_workers: 3,
      default_arguments: { "--depth": "4", "--region": "x" },
    });
  });

  test("cannot size the gatekeeper, and is told so", () => {
    const { root } = synthesizeBatch(batchRepository({ settings: { training: { gatekeeper_job_params: params } } }));

    expect(annotations(root)).toEqual([
      {
        level: "warn",
        message: expect.stringContaining("environments/churn.tfvars.json: training.gatekeeper_job_params"),
      },
    ]);
  });
});

import { annotations } from "./annotations";
import { batchRepository, resource, statementsOf, synthesizeBatch } from "./support";

const production = {
  ddb_params: { ddb_delete_protection: true },
  s3_configs: { force_destroy: false },
  ecr_attributes: { force_delete: false, max_image_count: 5, image_tag_mutability: "MUTABLE" },
};

describe("a batch construct", () => {
  const { trainingConstruct: training, inferencingConstruct: inferencing, files } = synthesizeBatch(batchRepository());

  test("is a Terraform module of its own in each context's module", () => {
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([
        "modules/batch_training/modules/training_construct/main.tf.json",
        "modules/batch_inferencing/modules/inferencing_construct/main.tf.json",
      ]),
    );
  });

  test.each([
    ["input", "pk_mappingid"],
    ["state", "batchjob_id"],
    ["meta", "metaKey"],
  ])("has a %s table with the key %s, encrypted with the environment's key and with recovery", (kind, hashKey) => {
    expect(resource(training, "aws_dynamodb_table", `${kind}_table`)).toMatchObject({
      name: `churn-dev-euwest1-training-${kind}-table`,
      hash_key: hashKey,
      attribute: [{ name: hashKey, type: "S" }],
      billing_mode: "PAY_PER_REQUEST",
      table_class: "STANDARD",
      deletion_protection_enabled: false,
      server_side_encryption: { enabled: true, kms_key_arn: expect.stringContaining("kms_key") },
      point_in_time_recovery: { enabled: true },
    });
  });

  test.each(["internal", "shared"])("keeps what was replaced in the bucket %s for a while, and no longer", (kind) => {
    for (const module of [training, inferencing]) {
      expect(resource(module, "aws_s3_bucket", kind)).toMatchObject({
        versioning: { enabled: true },
        lifecycle_rule: [
          {
            enabled: true,
            abort_incomplete_multipart_upload_days: 7,
            noncurrent_version_expiration: { days: 90 },
            expiration: { expired_object_delete_marker: true },
          },
        ],
      });
    }
  });

  test.each(["internal", "shared"])("has a private, encrypted bucket %s", (kind) => {
    expect(resource(inferencing, "aws_s3_bucket", kind)).toMatchObject({
      bucket: `churn-dev-euwest1-inferencing-${kind}`,
      force_destroy: true,
      server_side_encryption_configuration: {
        rule: {
          apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" },
          bucket_key_enabled: true,
        },
      },
    });
    expect(resource(inferencing, "aws_s3_bucket_public_access_block", `${kind}_public_access_block`)).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource(inferencing, "aws_s3_bucket_ownership_controls", `${kind}_ownership_controls`)).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
  });

  test("has repositories that scan on push and keep the last images", () => {
    for (const name of ["preprocessing", "training"]) {
      expect(resource(training, "aws_ecr_repository", name)).toMatchObject({
        name: `churn-dev-euwest1/training-job/${name}`,
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: { scan_on_push: true },
      });
      const { policy } = resource(training, "aws_ecr_lifecycle_policy", `${name}_lifecycle`);
      expect(JSON.parse(String(policy))).toMatchObject({
        rules: [{ selection: { countType: "imageCountMoreThan", countNumber: 30 }, action: { type: "expire" } }],
      });
    }
  });

  test("has parameters whose values the pipelines own", () => {
    const folder = "/churn-dev-euwest1-dapf-ssm/inferencing";
    const parameters = inferencing.resource?.aws_ssm_parameter ?? {};

    expect(Object.values(parameters).map(({ name }) => name)).toEqual([
      `${folder}/ecr_preprocessing`,
      `${folder}/ecr_inferencing`,
      `${folder}/inferencing_complete_status`,
      `${folder}/live_inferencing_batch_job_definition`,
    ]);
    for (const parameter of Object.values(parameters)) {
      expect(parameter).toMatchObject({ type: "String", lifecycle: { ignore_changes: ["insecure_value"] } });
    }
    expect(parameters.ecr_inferencing).toMatchObject({
      insecure_value: "${aws_ecr_repository.inferencing.repository_url}:default",
    });
  });

  test("has a queue on a managed compute environment in the subnets that it was given", () => {
    expect(resource(training, "aws_batch_compute_environment", "compute_environment")).toMatchObject({
      compute_environment_name_prefix: "churn-dev-euwest1-training-",
      type: "MANAGED",
      compute_resources: { type: "EC2", instance_type: ["m5.large"], min_vcpus: 0, max_vcpus: 216 },
      lifecycle: { create_before_destroy: true },
    });
    expect(resource(training, "aws_batch_job_queue", "job_queue")).toMatchObject({
      name: "churn-dev-euwest1-dapf-batch-training-job-queue",
      priority: 1,
      state: "ENABLED",
    });
  });

  test("has a queue that cancels jobs which can never run, after an hour", () => {
    const limits = ["COMPUTE_ENVIRONMENT_MAX_RESOURCE", "JOB_RESOURCE_REQUIREMENT"].map((reason) => ({
      action: "CANCEL",
      state: "RUNNABLE",
      max_time_seconds: 3600,
      reason: `MISCONFIGURATION:${reason}`,
    }));
    expect(resource(training, "aws_batch_job_queue", "job_queue").job_state_time_limit_action).toEqual(limits);
  });

  test("takes the compute environment down while its service role still may", () => {
    expect(resource(training, "aws_batch_compute_environment", "compute_environment").depends_on).toEqual([
      "aws_iam_role_policy_attachment.service_policy_attachment",
    ]);
  });

  test("has a job definition that leaves its container to the pipelines, and logs into the context's group", () => {
    const definition = resource(training, "aws_batch_job_definition", "job_definition");

    expect(definition).toMatchObject({
      name: "churn-dev-euwest1-dapf-batch-training-job-def",
      type: "container",
      lifecycle: { ignore_changes: ["container_properties"] },
    });
    expect(JSON.parse(String(definition.container_properties))).toMatchObject({
      command: ["python3", "/opt/ml/training.py"],
      image: "${aws_ssm_parameter.ecr_training.insecure_value}",
      resourceRequirements: [
        { type: "VCPU", value: "1" },
        { type: "MEMORY", value: "2048" },
      ],
      logConfiguration: {
        logDriver: "awslogs",
        options: { "awslogs-group": "${aws_cloudwatch_log_group.batch.name}" },
      },
    });
    expect(resource(training, "aws_cloudwatch_log_group", "batch")).toMatchObject({
      name: "churn-dev-euwest1/batch/training",
      retention_in_days: 365,
      kms_key_id: expect.stringContaining("kms_key"),
    });
  });

  test("uploads the scripts and the shared Python", () => {
    const keys = Object.values(inferencing.resource?.aws_s3_object ?? {}).map(({ key }) => key);

    expect(keys).toEqual([
      "src/python/inferencing/submit_inferencing_job_awsbatch_statetable.py",
      "src/python/inferencing/inferencing_job_awsbatch_status_check.py",
      "src/python/inferencing/clean_up_job.py",
      "src/python/inferencing/inferencing_summary.py",
      "src/python/inferencing/gatekeeper.py",
      "src/python/utils/shared.py",
    ]);
  });

  test("has a state machine of the context's name", () => {
    expect(resource(training, "aws_sfn_state_machine", "orchestrator_state_machine")).toMatchObject({
      name: "churn-dev-euwest1-modelops-training-orchestrator",
    });
  });

  test("creates a role for processing jobs when the environment names none", () => {
    expect(resource(training, "aws_iam_role", "processing")).toMatchObject({
      name: "churn-dev-euwest1-dapf-training-processing",
      assume_role_policy: expect.stringContaining("sagemaker.amazonaws.com"),
    });
    expect(resource(training, "aws_iam_role_policy", "processing_policy").role).toBe("${aws_iam_role.processing.name}");
  });
});

describe("what an environment can set", () => {
  test("how well data is kept", () => {
    const { trainingConstruct } = synthesizeBatch(batchRepository({ settings: production }));

    expect(resource(trainingConstruct, "aws_dynamodb_table", "meta_table").deletion_protection_enabled).toBe(true);
    expect(resource(trainingConstruct, "aws_s3_bucket", "shared").force_destroy).toBe(false);
    expect(resource(trainingConstruct, "aws_ecr_repository", "training")).toMatchObject({
      force_delete: false,
      image_tag_mutability: "MUTABLE",
    });
    expect(resource(trainingConstruct, "aws_ecr_lifecycle_policy", "training_lifecycle").policy).toContain(
      '"countNumber":5',
    );
  });

  test("how long logs are kept", () => {
    const { trainingConstruct, training } = synthesizeBatch(batchRepository({ settings: { log_retention_days: 30 } }));
    const groups = [trainingConstruct, training].flatMap(({ resource: all = {} }) =>
      Object.values(all.aws_cloudwatch_log_group ?? {}),
    );

    expect(groups.map(({ retention_in_days }) => retention_in_days)).toEqual([30, 30, 30]);
  });

  test("the key of the topic, which then every role that publishes may use", () => {
    const kms_master_key_id = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
    const { files } = synthesizeBatch(batchRepository({ settings: { kms_master_key_id } }));
    const policies = Object.values(files).flatMap(({ resource: all = {} }) =>
      ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) => Object.values(all[type] ?? {})),
    );
    const publishing = policies
      .map(({ policy }) => statementsOf(policy))
      .filter((statements) => statements.some(({ Action }) => Action.includes("sns:Publish")));

    // Of each context the Glue jobs and the state machine, and the model approval.
    expect(publishing).toHaveLength(5);
    for (const statements of publishing) {
      expect(statements.find(({ Sid }) => Sid === "NotificationKey")).toMatchObject({ Resource: [kms_master_key_id] });
    }
  });

  test("what the jobs run on", () => {
    const { inferencingConstruct } = synthesizeBatch(
      batchRepository({
        settings: {
          batch_compute_environments: { instance_types: ["c5.large", "c5.xlarge"], min_vcpus: 2, max_vcpus: 8 },
          batch_container_properties: { vcpus: 4, memory: 512 },
        },
      }),
    );

    const { compute_resources } = resource(
      inferencingConstruct,
      "aws_batch_compute_environment",
      "compute_environment",
    );
    expect(compute_resources).toMatchObject({ instance_type: ["c5.large", "c5.xlarge"], min_vcpus: 2, max_vcpus: 8 });
    const { container_properties } = resource(inferencingConstruct, "aws_batch_job_definition", "job_definition");
    expect(JSON.parse(String(container_properties)).resourceRequirements).toEqual([
      { type: "VCPU", value: "4" },
      { type: "MEMORY", value: "512" },
    ]);
  });

  test("the role of processing jobs; then none is created", () => {
    const { trainingConstruct, root } = synthesizeBatch(
      batchRepository({ settings: { sagemaker_processing_job_execution_role_name: "Team-Role" } }),
    );

    expect(trainingConstruct.resource?.aws_iam_role).not.toHaveProperty("processing");
    expect(resource(trainingConstruct, "aws_sfn_state_machine", "orchestrator_state_machine").definition).toContain(
      "arn:aws:iam::123456789012:role/Team-Role",
    );
    expect(annotations(root)).toEqual([]);
  });
});

import { z } from "zod";

/** A Python script of a Glue job that the team owns, relative to the repository root, and how its job is sized. */
const jobParams = z.strictObject({
  path: z.string().min(1),
  additional_arguments: z.record(z.string(), z.string()).default({}),
  number_of_workers: z.number().int().min(1).optional(),
  worker_type: z.string().optional(),
});

const monitoringJobParams = z.strictObject({
  path: z.string().min(1),
  additional_arguments: z.record(z.string(), z.string()).default({}),
});

/** The VPC that inferencing jobs run in: by ids, or by tags that exactly one VPC (and its subnets) carry. */
const batchVpc = z.union([
  z.strictObject({
    vpc_id: z.string().regex(/^vpc-[0-9a-f]{8,17}$/),
    subnet_ids: z.array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/)).min(1),
  }),
  z.strictObject({
    vpc_tags: z.record(z.string(), z.string()),
    subnet_tags: z.record(z.string(), z.string()),
  }),
]);

const trainingDefaults = {
  evaluation_job_params: { path: "model/training_job/evaluation/evaluation_summary.py", additional_arguments: {} },
  gatekeeper_job_params: { path: "model/training_job/gatekeeper/gatekeeper.py", additional_arguments: {} },
};

const inferencingDefaults = {
  evaluation_job_params: { path: "model/inferencing_job/evaluation/inferencing_summary.py", additional_arguments: {} },
  gatekeeper_job_params: { path: "model/inferencing_job/gatekeeper/gatekeeper.py", additional_arguments: {} },
};

/** What an environment file may say; the keys are those of the HCL's `*.tfvars.json`, which are accepted verbatim. */
export const environmentSchema = z.strictObject({
  use_case_name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  env: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  repo_url: z.url(),
  account_number: z
    .union([z.string(), z.number().int()])
    .transform(String)
    .pipe(z.string().regex(/^\d{12}$/)),
  utils_path: z.string().default("utils"),
  mapping_json_path: z.string().min(1),

  training: z
    .strictObject({
      evaluation_job_params: jobParams.default(trainingDefaults.evaluation_job_params),
      gatekeeper_job_params: jobParams.default(trainingDefaults.gatekeeper_job_params),
    })
    .default(trainingDefaults),
  inferencing: z.strictObject({
    evaluation_job_params: jobParams.default(inferencingDefaults.evaluation_job_params),
    gatekeeper_job_params: jobParams.default(inferencingDefaults.gatekeeper_job_params),
    batch_vpc: batchVpc,
  }),
  analytics_etl: z.strictObject({
    expected_dq_job_count: z.number().int().min(0),
    glue_config_paths: z.array(z.string().min(1)).min(1).default(["analytics-etl/glue_jobs.config.json"]),
  }),
  monitoring: z
    .strictObject({
      glue_data_quality_params: monitoringJobParams.optional(),
      glue_feature_store_params: monitoringJobParams.optional(),
      glue_inferencing_model_quality_params: monitoringJobParams.optional(),
      glue_training_model_quality_params: monitoringJobParams.optional(),
    })
    .default({}),
  enable_monitoring: z.boolean().default(false),
  sagemaker_processing_job_execution_role_name: z.string().min(1).max(64).optional(),
  eap_dq_bucket_name: z.string().default("random"),

  /** A KMS key id, ARN or alias to use for the SNS topic instead of the environment's own key. */
  kms_master_key_id: z.string().optional(),
  /** More parameters under `/P-dapf-ssm/analytics-etl/`. */
  etl_ssm_params: z
    .record(z.string(), z.strictObject({ value: z.string(), description: z.string().optional() }))
    .default({}),
  athena_databases: z
    .record(z.string(), z.strictObject({ comment: z.string().optional() }))
    .default({ data_quality: {}, monitoring: {}, operations: {} }),
  ddb_params: z
    .strictObject({ ddb_delete_protection: z.boolean().default(false) })
    .default({ ddb_delete_protection: false }),
  ecr_attributes: z
    .strictObject({
      image_tag_mutability: z.enum(["IMMUTABLE", "MUTABLE"]).default("IMMUTABLE"),
      force_delete: z.boolean().default(true),
      max_image_count: z.number().int().min(1).default(30),
    })
    .default({ image_tag_mutability: "IMMUTABLE", force_delete: true, max_image_count: 30 }),
  s3_configs: z.strictObject({ force_destroy: z.boolean().default(true) }).default({ force_destroy: true }),
  batch_compute_environments: z
    .strictObject({
      instance_types: z.array(z.string()).min(1).default(["m5.large"]),
      min_vcpus: z.number().int().min(0).default(0),
      max_vcpus: z.number().int().min(1).default(216),
    })
    .default({ instance_types: ["m5.large"], min_vcpus: 0, max_vcpus: 216 }),
  batch_container_properties: z
    .strictObject({
      vcpus: z.number().positive().default(1),
      memory: z.number().int().min(4).default(2048),
    })
    .default({ vcpus: 1, memory: 2048 }),

  /** What the step-function input map says beside the names of resources. */
  step_function_settings: z
    .strictObject({
      repository: z.string().optional(),
    })
    .default({}),

  /** The S3 backend of the environment's Terraform state; local state when absent. */
  state_backend: z
    .strictObject({
      bucket: z.string().min(3).max(63),
      key: z.string().optional(),
      region: z.string().optional(),
      kms_key_id: z.string().optional(),
    })
    .optional(),
});

export type EnvironmentInput = z.input<typeof environmentSchema>;
export type EnvironmentSettings = z.output<typeof environmentSchema>;

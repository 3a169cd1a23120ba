import { z } from "zod";
import { MODULES_OF_SHELL, NOT_IN_SHELL, WORKER_TYPES, WORKERS_BY_TYPE } from "../aws/glue/jobs";
import { LONGEST_PARAMETER_KEY, LONGEST_STANDARD_VALUE, REFERENCE_IN_VALUE } from "../aws/ssm";
import { MOST_TAGS, RESERVED_TAG_KEY, TAG_KEY_LENGTH, TAG_RULE, TAG_TEXT } from "../aws/tags";
import { repositoryOf } from "./repository";
import {
  accountNumber,
  bucketName,
  computeInstanceType,
  declarationsPath,
  ec2Tags,
  jobLimits,
  kmsKey,
  logRetentionDays,
  namePart,
  region,
  repositoryPath,
  repositoryUrl,
  databaseKey,
  tagValue,
} from "./schema-values";
import { scalarText, scalarTexts } from "./scalars";
import { stepFunctionSettings } from "./step-function-settings";
import { access } from "./access-schema";
import { alerts } from "./alerts";

/** A Python script of a Glue job that the team owns, and how its job is sized. */
const jobParams = (defaultPath: string, workerTypes: readonly string[], texts = scalarTexts) =>
  z
    .strictObject({
      path: repositoryPath.default(defaultPath),
      additional_arguments: texts.default({}),
      number_of_workers: z.number().int().min(1).optional(),
      worker_type: z.enum(workerTypes).optional(),
    })
    .prefault({});

/** AWS Glue Developer Guide, "Using job parameters in AWS Glue jobs". */
const shellArguments = scalarTexts.refine((given) => !Object.hasOwn(given, NOT_IN_SHELL), {
  error: `cannot have ${NOT_IN_SHELL}: the gatekeeper is a Python shell job, which has ${MODULES_OF_SHELL}`,
});

/** Of a Spark job. */
const evaluationParams = (defaultPath: string) => jobParams(defaultPath, WORKERS_BY_TYPE.glueetl);
/** Of a Python shell job, which has no workers: what is said of them has no effect, and is a warning. */
const gatekeeperParams = (defaultPath: string) => jobParams(defaultPath, WORKER_TYPES, shellArguments);

const monitoringJobParams = z.strictObject({ path: repositoryPath, additional_arguments: scalarTexts.default({}) });

const ec2Id = (kind: string) =>
  z.string().regex(new RegExp(`^${kind}-([0-9a-f]{8}|[0-9a-f]{17})$`), {
    error: `must be an id such as ${kind}-0123456789abcdef0`,
  });

/** The VPC that inferencing jobs run in: by ids, or by tags that exactly one VPC (and its subnets) carry. */
const batchVpc = z.union([
  z.strictObject({ vpc_id: ec2Id("vpc"), subnet_ids: z.array(ec2Id("subnet")).min(1) }),
  z.strictObject({ vpc_tags: ec2Tags, subnet_tags: ec2Tags }),
]);

const RESERVED_TAGS = ["environment", "project", "repo_url"];
/** Beside them, and what single resources have of their own: `Name`, `trigger_set`. */
const MOST_DEFAULT_TAGS = MOST_TAGS - RESERVED_TAGS.length - 1;

/** The tags on everything beside `environment`, `project` and `repo_url`, which follow from other settings. */
const defaultTags = z
  .object({ deployed_by: tagValue.default("terraform"), developed_by: tagValue.default("dapf") })
  .catchall(tagValue)
  .refine((tags) => !Object.keys(tags).some((tag) => RESERVED_TAGS.includes(tag) || RESERVED_TAG_KEY.test(tag)), {
    error: `cannot set ${RESERVED_TAGS.join(", ")} (they follow from other settings) or a tag that begins with aws:`,
  })
  .check((context) => {
    const keys = Object.keys(context.value);
    const wrong = (message: string) => context.issues.push({ code: "custom", input: context.value, message });
    if (keys.length > MOST_DEFAULT_TAGS) {
      wrong(`has ${keys.length} tags with those of dapf, and ${MOST_DEFAULT_TAGS} fit on a resource beside the others`);
    }
    for (const key of keys.filter((one) => !isTagKey(one))) {
      wrong(`has the key ${JSON.stringify(key)}: a key has 1 to ${TAG_KEY_LENGTH.most} characters and ${TAG_RULE}`);
    }
    // IAM User Guide, "Tags for AWS IAM resources": tag keys of roles and policies do not tell capital letters from small ones.
    const lower = [...RESERVED_TAGS, ...keys].map((key) => key.toLowerCase());
    const twice = keys.filter((key) => lower.filter((one) => one === key.toLowerCase()).length > 1);
    const others = twice.filter((key) => !RESERVED_TAGS.includes(key));
    if (others.length > 0) wrong(`has keys that IAM takes for one and the same: ${others.join(", ")}`);
  });

const isTagKey = (key: string) =>
  key.length >= TAG_KEY_LENGTH.least && key.length <= TAG_KEY_LENGTH.most && TAG_TEXT.test(key);

const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, { error: "must be the name of an IAM role, not its ARN" });

const requiredTags = z.array(z.string().min(1).max(128)).optional();

const trainingLimits = z.strictObject({
  /** An asterisk stands for any text: `ml.g5.*`. */
  instance_types: z
    .array(
      z.string().regex(/^ml\.[a-z0-9.*-]+$/, { error: "must be an instance type such as ml.c5.xlarge or ml.g5.*" }),
    )
    .min(1)
    .optional(),
  /** Of all instance groups of a job together. */
  instances: z.number().int().min(1).optional(),
  /** That a job may run, all of its attempts together. */
  hours: z.number().positive().optional(),
});

const settings = z.strictObject({
  use_case_name: namePart,
  env: namePart,
  region,
  repo_url: repositoryUrl,
  account_number: accountNumber,
  /** Shared Python; everything under it goes to S3. */
  utils_path: repositoryPath.default("utils"),
  mapping_json_path: repositoryPath,

  training: z
    .strictObject({
      evaluation_job_params: evaluationParams("model/training_job/evaluation/evaluation_summary.py"),
      gatekeeper_job_params: gatekeeperParams("model/training_job/gatekeeper/gatekeeper.py"),
    })
    .prefault({}),
  inferencing: z.strictObject({
    evaluation_job_params: evaluationParams("model/inferencing_job/evaluation/inferencing_summary.py"),
    gatekeeper_job_params: gatekeeperParams("model/inferencing_job/gatekeeper/gatekeeper.py"),
    batch_vpc: batchVpc,
  }),
  analytics_etl: z.strictObject({
    expected_dq_job_count: z.number().int().min(0),
    /** JSON templates, merged in order. */
    glue_config_paths: z.array(repositoryPath).min(1).default(["analytics-etl/glue_jobs.config.json"]),
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
  /** An existing role for SageMaker processing jobs; one is created when absent. */
  sagemaker_processing_job_execution_role_name: roleName.optional(),
  eap_dq_bucket_name: bucketName.default("random"),

  /** A KMS key id, ARN or alias to use for the SNS topic instead of the environment's own key. */
  kms_master_key_id: kmsKey.optional(),
  /** More parameters under `/P-dapf-ssm/analytics-etl/`. */
  etl_ssm_params: z
    .record(
      z
        .string()
        .max(LONGEST_PARAMETER_KEY)
        .regex(/^[\w.-]+$/, { error: "must have only letters, digits and . _ -" }),
      z.strictObject({
        value: scalarText.pipe(
          z
            .string()
            .min(1)
            .max(LONGEST_STANDARD_VALUE)
            .refine((text) => !REFERENCE_IN_VALUE.test(text), {
              error: "cannot have {{..}}, which Parameter Store refuses",
            }),
        ),
        description: z.string().max(1024).optional(),
      }),
    )
    .refine((parameters) => !Object.hasOwn(parameters, "expected_dq_job_cnt"), {
      error: "cannot have expected_dq_job_cnt, which analytics_etl.expected_dq_job_count sets",
    })
    .default({}),
  /** The last parts of the names of Athena databases. */
  athena_databases: z
    .record(databaseKey, z.strictObject({ comment: z.string().max(255).optional() }))
    .default({ data_quality: {}, monitoring: {}, operations: {} })
    // The data-quality jobs and the step-function input map need it.
    .refine((databases) => Object.hasOwn(databases, "data_quality"), { error: "must have a database data_quality" }),
  ddb_params: z.strictObject({ ddb_delete_protection: z.boolean().default(false) }).prefault({}),
  ecr_attributes: z
    .strictObject({
      image_tag_mutability: z.enum(["IMMUTABLE", "MUTABLE"]).default("IMMUTABLE"),
      force_delete: z.boolean().default(true),
      max_image_count: z.number().int().min(1).default(30),
    })
    .prefault({}),
  /** Days that the log groups of the environment keep what is in them; 0 is for ever. */
  log_retention_days: logRetentionDays.default(365),
  /** The log group that remembers the jobs of the environment (docs/history.md). */
  job_history: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** 0 is for ever. */
      retention_days: logRetentionDays.default(400),
    })
    .prefault({}),
  s3_configs: z.strictObject({ force_destroy: z.boolean().default(true) }).prefault({}),
  batch_compute_environments: z
    .strictObject({
      instance_types: z.array(computeInstanceType).min(1).default(["m5.large"]),
      min_vcpus: z.number().int().min(0).default(0),
      max_vcpus: z.number().int().min(1).default(216),
    })
    .prefault({})
    .refine(({ min_vcpus, max_vcpus }) => min_vcpus <= max_vcpus, { error: "cannot have min_vcpus above max_vcpus" }),
  batch_container_properties: z
    .strictObject({
      /** On EC2: whole ones (AWS Batch API Reference, ResourceRequirement). */
      vcpus: z.number().int().min(1).default(1),
      /** MiB. */
      memory: z.number().int().min(4).default(2048),
    })
    .prefault({}),

  step_function_settings: stepFunctionSettings.prefault({}),
  /** Queues for SageMaker training jobs (docs/training-queues.md); none when absent. */
  training_queues: z
    .strictObject({
      /** The file that declares them, in TypeScript, JSON or YAML. */
      path: declarationsPath,
      /** An existing role for the training jobs; one is created when absent. */
      execution_role_name: roleName.optional(),
    })
    .optional(),
  /** Compute that teams share (docs/compute-declarations.md); none when absent. */
  compute: z
    .strictObject({
      /** The file that declares it, in TypeScript, JSON or YAML. */
      path: declarationsPath,
      /** Whether revisions of its job definitions stay ACTIVE when there are newer ones. */
      keep_revisions: z.boolean().default(false),
    })
    .optional(),
  default_tags: defaultTags.prefault({}),
  /** The most that a job may ask for, all of its nodes and containers together (docs/jobs.md); no limits when absent. */
  limits: jobLimits
    .extend({
      /** Of SageMaker training jobs (docs/training-queues.md). */
      training: trainingLimits.optional(),
    })
    .optional(),
  /** Tags that every job definition and every submission must carry. */
  required_tags: requiredTags,
  requiredTags: requiredTags.meta({ description: "The old name of required_tags.", doNotSuggest: true }),

  /** Roles for people and pipelines, and what bounds the roles of the platform (docs/security.md); none when absent. */
  access: access.optional(),

  /** Who is told of what fails (docs/alerts.md); nobody when absent. */
  alerts: alerts.optional(),

  /** The S3 backend of the environment's Terraform state; local state when absent. */
  state_backend: z
    .strictObject({
      bucket: bucketName,
      key: z.string().min(1).optional(),
      region: region.optional(),
      kms_key_id: z.string().min(1).optional(),
    })
    .optional(),
});

/** What an environment file may say; the keys are those of the HCL's `*.tfvars.json`, which are accepted verbatim. */
export const environmentSchema = settings
  .refine((values) => values.required_tags === undefined || values.requiredTags === undefined, {
    error: "cannot have both required_tags and requiredTags, which is its old name",
  })
  .transform(({ requiredTags: old, required_tags = old, ...values }) => ({
    ...values,
    required_tags,
    step_function_settings: {
      ...values.step_function_settings,
      repository: values.step_function_settings.repository ?? repositoryOf(values.repo_url),
    },
  }));

export type EnvironmentInput = z.input<typeof environmentSchema>;
export type EnvironmentSettings = z.output<typeof environmentSchema>;

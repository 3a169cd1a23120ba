/**
 * The small file: what the Estimator of the SageMaker Python SDK takes, under its names, as a full CreateTrainingJob
 * request. Source: https://sagemaker.readthedocs.io/en/stable/api/training/estimators.html
 */
import { z } from "zod";
import { scalarText, scalarTexts } from "../../config/scalars";
import { validate, type ValueProblem } from "../../config/zod-problems";

const names = z.array(z.string());
const texts = z.array(scalarText);

/** A channel: an address in S3, or what else there is to say about it. */
const input = z.union(
  [
    z.string(),
    z.strictObject({
      s3_data: z.string(),
      distribution: z.enum(["FullyReplicated", "ShardedByS3Key"]).optional(),
      s3_data_type: z.enum(["S3Prefix", "ManifestFile", "AugmentedManifestFile"]).optional(),
      content_type: scalarText.optional(),
      compression: z.enum(["None", "Gzip"]).optional(),
      input_mode: z.enum(["File", "Pipe", "FastFile"]).optional(),
    }),
  ],
  { error: "must be an address in S3, or an object with s3_data" },
);
type Input = z.output<typeof input>;

export const estimatorSchema = z.strictObject({
  /** The name of the job, of which its training jobs get theirs. */
  base_job_name: scalarText.optional(),
  image_uri: z.string(),
  role: z.string(),
  instance_type: z.string(),
  instance_count: z.number().default(1),
  output_path: z.string(),
  hyperparameters: scalarTexts.optional(),
  inputs: z.record(z.string(), input).optional(),
  volume_size: z.number().optional(),
  max_run: z.number().optional(),
  max_wait: z.number().optional(),
  use_spot_instances: z.boolean().optional(),
  checkpoint_s3_uri: z.string().optional(),
  checkpoint_local_path: z.string().optional(),
  input_mode: z.enum(["File", "Pipe", "FastFile"]).optional(),
  environment: scalarTexts.optional(),
  metric_definitions: z.array(z.strictObject({ Name: z.string(), Regex: z.string() })).optional(),
  container_entry_point: texts.optional(),
  container_arguments: texts.optional(),
  subnets: names.optional(),
  security_group_ids: names.optional(),
  volume_kms_key: z.string().optional(),
  output_kms_key: z.string().optional(),
  disable_output_compression: z.boolean().optional(),
  encrypt_inter_container_traffic: z.boolean().optional(),
  enable_network_isolation: z.boolean().optional(),
  keep_alive_period_in_seconds: z.number().optional(),
  max_retry_attempts: z.number().optional(),
  tags: scalarTexts.optional(),
});
export type Estimator = z.output<typeof estimatorSchema>;

// The defaults of the SDK's Estimator.
const DEFAULT_VOLUME_GB = 30;
const DEFAULT_MAX_RUN_SECONDS = 24 * 3600;

/** Members by which the small file is known: a request of the API has none that begins with a small letter. */
export const ESTIMATOR_MARKS = ["image_uri", "role", "instance_type", "hyperparameters", "output_path"] as const;

/** Whether a value is meant as the small file. */
export function isEstimator(value: unknown): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return ESTIMATOR_MARKS.some((key) => key in value);
}

/**
 * @param name of the job when the file gives none
 * @returns the request that the file stands for, still to be checked, or what is wrong with the file
 */
export function payloadOfEstimator(
  value: unknown,
  name: string,
): { readonly payload?: Record<string, unknown>; readonly problems: readonly ValueProblem[] } {
  const read = validate(estimatorSchema, value);
  if (read.value === undefined) return { problems: read.problems };
  return { payload: withoutGaps(requestOf(read.value, name)), problems: [] };
}

function requestOf(from: Estimator, name: string): Record<string, unknown> {
  const { subnets: Subnets, security_group_ids: SecurityGroupIds } = from;
  return {
    TrainingJobName: from.base_job_name ?? name,
    RoleArn: from.role,
    AlgorithmSpecification: withoutGaps({
      TrainingImage: from.image_uri,
      TrainingInputMode: from.input_mode ?? "File",
      MetricDefinitions: from.metric_definitions,
      ContainerEntrypoint: from.container_entry_point,
      ContainerArguments: from.container_arguments,
    }),
    HyperParameters: from.hyperparameters,
    InputDataConfig:
      from.inputs === undefined
        ? undefined
        : Object.entries(from.inputs).map(([channel, one]) => channelOf(channel, one)),
    OutputDataConfig: withoutGaps({
      S3OutputPath: from.output_path,
      KmsKeyId: from.output_kms_key,
      CompressionType: from.disable_output_compression === true ? "NONE" : undefined,
    }),
    ResourceConfig: withoutGaps({
      InstanceType: from.instance_type,
      InstanceCount: from.instance_count,
      VolumeSizeInGB: from.volume_size ?? DEFAULT_VOLUME_GB,
      VolumeKmsKeyId: from.volume_kms_key,
      KeepAlivePeriodInSeconds: from.keep_alive_period_in_seconds,
    }),
    StoppingCondition: withoutGaps({
      MaxRuntimeInSeconds: from.max_run ?? DEFAULT_MAX_RUN_SECONDS,
      MaxWaitTimeInSeconds: from.max_wait,
    }),
    VpcConfig: Subnets === undefined && SecurityGroupIds === undefined ? undefined : { Subnets, SecurityGroupIds },
    Environment: from.environment,
    EnableManagedSpotTraining: from.use_spot_instances,
    EnableNetworkIsolation: from.enable_network_isolation,
    EnableInterContainerTrafficEncryption: from.encrypt_inter_container_traffic,
    CheckpointConfig:
      from.checkpoint_s3_uri === undefined
        ? undefined
        : withoutGaps({ S3Uri: from.checkpoint_s3_uri, LocalPath: from.checkpoint_local_path }),
    RetryStrategy:
      from.max_retry_attempts === undefined ? undefined : { MaximumRetryAttempts: from.max_retry_attempts },
    Tags: from.tags === undefined ? undefined : Object.entries(from.tags).map(([Key, Value]) => ({ Key, Value })),
  };
}

function channelOf(name: string, input: Input): object {
  const one: Exclude<Input, string> = typeof input === "string" ? { s3_data: input } : input;
  return withoutGaps({
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: one.s3_data_type ?? "S3Prefix",
        S3Uri: one.s3_data,
        S3DataDistributionType: one.distribution ?? "FullyReplicated",
      },
    },
    ContentType: one.content_type,
    CompressionType: one.compression,
    InputMode: one.input_mode,
  });
}

function withoutGaps(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));
}

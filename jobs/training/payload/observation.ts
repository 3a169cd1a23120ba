/** What watches a training job: Debugger, Profiler, TensorBoard, experiments, MLflow. */
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { arnOf, experimentEntity, type FieldsOf, path, s3Uri, settings, text, whole } from "./words";

const parameters = (entries: number) => settings(entries, text(256, 1), text(256));

export const debugHookConfig = z.strictObject({
  LocalPath: path.optional(),
  S3OutputPath: s3Uri,
  HookParameters: parameters(20).optional(),
  CollectionConfigurations: z
    .array(
      z.strictObject({
        CollectionName: text(256, 1).optional(),
        CollectionParameters: parameters(20).optional(),
      } satisfies FieldsOf<SageMaker.CollectionConfiguration>),
    )
    .max(20)
    .optional(),
} satisfies FieldsOf<SageMaker.DebugHookConfig>);

const rule = z.strictObject({
  RuleConfigurationName: text(256, 1),
  LocalPath: path.optional(),
  S3OutputPath: s3Uri.optional(),
  RuleEvaluatorImage: text(255),
  InstanceType: z.string().optional(),
  VolumeSizeInGB: whole(0).optional(),
  RuleParameters: parameters(100).optional(),
} satisfies FieldsOf<SageMaker.DebugRuleConfiguration> & FieldsOf<SageMaker.ProfilerRuleConfiguration>);

export const ruleConfigurations = z.array(rule).max(20);

export const tensorBoardOutputConfig = z.strictObject({
  LocalPath: path.optional(),
  S3OutputPath: s3Uri,
} satisfies FieldsOf<SageMaker.TensorBoardOutputConfig>);

export const experimentConfig = z.strictObject({
  ExperimentName: experimentEntity.optional(),
  TrialName: experimentEntity.optional(),
  TrialComponentDisplayName: experimentEntity.optional(),
  RunName: experimentEntity.optional(),
} satisfies FieldsOf<SageMaker.ExperimentConfig>);

export const profilerConfig = z.strictObject({
  S3OutputPath: s3Uri.optional(),
  // API reference: 200, 1000 (a second), 5000, or 60000 (a minute), by default 500.
  ProfilingIntervalInMilliseconds: whole(1).optional(),
  ProfilingParameters: parameters(20).optional(),
  DisableProfiler: z.boolean().optional(),
} satisfies FieldsOf<SageMaker.ProfilerConfig>);

export const mlflowConfig = z.strictObject({
  MlflowResourceArn: arnOf("sagemaker", "arn:aws:sagemaker:eu-west-1:123456789012:mlflow-tracking-server/name"),
  MlflowExperimentName: text(256, 1).optional(),
  MlflowRunName: text(256, 1).optional(),
} satisfies FieldsOf<SageMaker.MlflowConfig>);

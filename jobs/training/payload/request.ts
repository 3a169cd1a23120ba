/** The whole CreateTrainingJob request: every field of the AWS SDK, with the lengths and patterns of the service's model. */
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { MOST_TAGS } from "../../../aws/tags";
import { algorithmSpecification, resourceConfig, stoppingCondition, vpcConfig } from "./compute";
import { checkpointConfig, inputDataConfig, outputDataConfig } from "./data";
import {
  debugHookConfig,
  experimentConfig,
  mlflowConfig,
  profilerConfig,
  ruleConfigurations,
  tensorBoardOutputConfig,
} from "./observation";
import { arnOf, type FieldsOf, nowhere, roleArn, settings, tag, text, trainingJobName, whole } from "./words";

const flag = z.boolean().optional();

export const trainingJobRequest = z.strictObject({
  TrainingJobName: trainingJobName,
  RoleArn: roleArn,
  AlgorithmSpecification: algorithmSpecification.optional(),
  HyperParameters: settings(100, text(256), text(2500)).optional(),
  InputDataConfig: inputDataConfig.optional(),
  OutputDataConfig: outputDataConfig,
  ResourceConfig: resourceConfig.optional(),
  StoppingCondition: stoppingCondition.optional(),
  VpcConfig: vpcConfig.optional(),
  Environment: settings(
    100,
    text(512).regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, { error: "must be the name of an environment variable" }),
    text(512),
  ).optional(),
  Tags: z.array(tag).max(MOST_TAGS).optional(),
  EnableNetworkIsolation: flag,
  EnableInterContainerTrafficEncryption: flag,
  EnableManagedSpotTraining: flag,
  CheckpointConfig: checkpointConfig.optional(),
  DebugHookConfig: debugHookConfig.optional(),
  DebugRuleConfigurations: ruleConfigurations.optional(),
  TensorBoardOutputConfig: tensorBoardOutputConfig.optional(),
  ExperimentConfig: experimentConfig.optional(),
  ProfilerConfig: profilerConfig.optional(),
  ProfilerRuleConfigurations: ruleConfigurations.optional(),
  RetryStrategy: z.strictObject({ MaximumRetryAttempts: whole(1, 30) }).optional(),
  RemoteDebugConfig: z.strictObject({ EnableRemoteDebug: flag }).optional(),
  InfraCheckConfig: z.strictObject({ EnableInfraCheck: flag }).optional(),
  SessionChainingConfig: z.strictObject({ EnableSessionTagChaining: flag }).optional(),
  ServerlessJobConfig: nowhere("has no place in a job of a queue: it needs instances to wait for"),
  MlflowConfig: mlflowConfig.optional(),
  ModelPackageConfig: z
    .strictObject({
      ModelPackageGroupArn: arnOf("sagemaker", "arn:aws:sagemaker:eu-west-1:123456789012:model-package-group/name"),
      SourceModelPackageArn: arnOf(
        "sagemaker",
        "arn:aws:sagemaker:eu-west-1:123456789012:model-package/name/1",
      ).optional(),
    } satisfies FieldsOf<SageMaker.ModelPackageConfig>)
    .optional(),
} satisfies FieldsOf<SageMaker.CreateTrainingJobRequest>);

/** A request that holds to the shape; `rules.ts` has what takes more than one field. */
export type TrainingJobRequest = z.output<typeof trainingJobRequest>;

/** What a training job runs on, in what, and for how long. */
import type * as SageMaker from "@aws-sdk/client-sagemaker";
import { z } from "zod";
import { inputMode } from "./data";
import { arnOf, type FieldsOf, kmsKeyId, networkId, nowhere, text, whole } from "./words";

const WEEK_SECONDS = 7 * 24 * 3600;

export const algorithmSpecification = z.strictObject({
  TrainingImage: text(255, 1).optional(),
  AlgorithmName: text(170, 1).optional(),
  TrainingInputMode: inputMode,
  MetricDefinitions: z
    .array(z.strictObject({ Name: text(255, 1), Regex: text(500, 1) } satisfies FieldsOf<SageMaker.MetricDefinition>))
    .max(40)
    .optional(),
  EnableSageMakerMetricsTimeSeries: z.boolean().optional(),
  ContainerEntrypoint: z.array(text(256)).min(1).max(100).optional(),
  ContainerArguments: z.array(text(256)).min(1).max(100).optional(),
  TrainingImageConfig: z
    .strictObject({
      TrainingRepositoryAccessMode: z.enum(["Platform", "Vpc"]),
      TrainingRepositoryAuthConfig: z
        .strictObject({
          TrainingRepositoryCredentialsProviderArn: arnOf(
            "lambda",
            "arn:aws:lambda:eu-west-1:123456789012:function:credentials",
          ),
        })
        .optional(),
    } satisfies FieldsOf<SageMaker.TrainingImageConfig>)
    .optional(),
} satisfies FieldsOf<SageMaker.AlgorithmSpecification>);

// The API takes 0 as well; a job of no instances would never be dispatched from a queue.
const instanceCount = whole(1);
// A pattern, not the enumeration: AWS adds instance types. Those of which dapf does not know are a warning.
const instanceType = z.string().regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, {
  error: "must be a SageMaker instance type such as ml.g5.xlarge",
});

export const resourceConfig = z.strictObject({
  InstanceType: instanceType.optional(),
  InstanceCount: instanceCount.optional(),
  VolumeSizeInGB: whole(0).optional(),
  VolumeKmsKeyId: kmsKeyId.optional(),
  KeepAlivePeriodInSeconds: whole(0, 21_600).optional(),
  InstanceGroups: z
    .array(
      z.strictObject({
        InstanceType: instanceType,
        InstanceCount: instanceCount,
        InstanceGroupName: text(64, 1),
      } satisfies FieldsOf<SageMaker.InstanceGroup>),
    )
    .max(5)
    .optional(),
  TrainingPlanArn: arnOf("sagemaker", "arn:aws:sagemaker:eu-west-1:123456789012:training-plan/name").optional(),
  InstancePlacementConfig: z
    .strictObject({
      EnableMultipleJobs: z.boolean().optional(),
      PlacementSpecifications: z
        .array(z.strictObject({ UltraServerId: text(256).optional(), InstanceCount: whole(0) }))
        .max(10)
        .optional(),
    } satisfies FieldsOf<SageMaker.InstancePlacementConfig>)
    .optional(),
  // AWS Batch reads the demand from the type and the count; of several types it could not know which to wait for.
  InstancePreferences: nowhere("has no place in a job of a queue, which waits for one instance type"),
  SelectedInstanceType: nowhere("is only told by SageMaker, and not taken by it"),
  SelectedInstanceCount: nowhere("is only told by SageMaker, and not taken by it"),
} satisfies FieldsOf<SageMaker.ResourceConfig>);

export const stoppingCondition = z.strictObject({
  // API reference: 28 days at most.
  MaxRuntimeInSeconds: whole(1, 4 * WEEK_SECONDS).optional(),
  MaxWaitTimeInSeconds: whole(1).optional(),
  MaxPendingTimeInSeconds: whole(7200, 4 * WEEK_SECONDS).optional(),
} satisfies FieldsOf<SageMaker.StoppingCondition>);

export const vpcConfig = z.strictObject({
  SecurityGroupIds: z.array(networkId).min(1).max(5),
  Subnets: z.array(networkId).min(1).max(16),
} satisfies FieldsOf<SageMaker.VpcConfig>);

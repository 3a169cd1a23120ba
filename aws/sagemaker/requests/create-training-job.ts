/**
 * The members of a CreateTrainingJob request and their kinds; lengths and patterns are not here. Source: SageMaker API Reference,
 * CreateTrainingJob, as the SDK has it.
 */
import type { CreateTrainingJobRequest, ProcessingInstanceType, TrainingInstanceType } from "@aws-sdk/client-sagemaker";
import { choice, flag, list, map, object, openChoice, required, text, whole } from "../../fields/field";
import { table } from "../../fields/table";

const inputMode = ["Pipe", "File", "FastFile"] as const;

const algorithm = object("AlgorithmSpecification", {
  TrainingImage: text(),
  AlgorithmName: text(),
  TrainingInputMode: choice(inputMode, { required: true }),
  MetricDefinitions: list(
    object("MetricDefinition", { Name: text({ required: true }), Regex: text({ required: true }) }),
  ),
  EnableSageMakerMetricsTimeSeries: flag(),
  ContainerEntrypoint: list(text()),
  ContainerArguments: list(text()),
  TrainingImageConfig: object("TrainingImageConfig", {
    TrainingRepositoryAccessMode: choice(["Platform", "Vpc"], { required: true }),
    TrainingRepositoryAuthConfig: object("TrainingRepositoryAuthConfig", {
      TrainingRepositoryCredentialsProviderArn: text({ required: true }),
    }),
  }),
});

const channel = object("Channel", {
  ChannelName: text({ required: true }),
  DataSource: object(
    "DataSource",
    {
      S3DataSource: object("S3DataSource", {
        S3DataType: choice(["ManifestFile", "S3Prefix", "AugmentedManifestFile", "Converse"], { required: true }),
        S3Uri: text({ required: true }),
        S3DataDistributionType: choice(["FullyReplicated", "ShardedByS3Key"]),
        AttributeNames: list(text()),
        InstanceGroupNames: list(text()),
        ModelAccessConfig: object("ModelAccessConfig", { AcceptEula: flag({ required: true }) }),
        HubAccessConfig: object("HubAccessConfig", { HubContentArn: text({ required: true }) }),
      }),
      FileSystemDataSource: object("FileSystemDataSource", {
        FileSystemId: text({ required: true }),
        FileSystemAccessMode: choice(["rw", "ro"], { required: true }),
        FileSystemType: choice(["EFS", "FSxLustre"], { required: true }),
        DirectoryPath: text({ required: true }),
      }),
      DatasetSource: object("DatasetSource", { DatasetArn: text({ required: true }) }),
    },
    { required: true },
  ),
  ContentType: text(),
  CompressionType: choice(["None", "Gzip"]),
  RecordWrapperType: choice(["None", "RecordIO"]),
  InputMode: choice(inputMode),
  ShuffleConfig: object("ShuffleConfig", { Seed: whole({ required: true }) }),
});

const instanceType = openChoice<TrainingInstanceType>();

const resources = object("ResourceConfig", {
  InstanceType: instanceType,
  InstanceCount: whole(),
  VolumeSizeInGB: whole(),
  VolumeKmsKeyId: text(),
  KeepAlivePeriodInSeconds: whole(),
  InstanceGroups: list(
    object("InstanceGroup", {
      InstanceType: required(instanceType),
      InstanceCount: whole({ required: true }),
      InstanceGroupName: text({ required: true }),
    }),
  ),
  TrainingPlanArn: text(),
  InstancePreferences: list(
    object("InstancePreference", {
      InstanceType: required(instanceType),
      InstanceCount: whole(),
      TrainingPlanArns: list(text()),
    }),
  ),
  SelectedInstanceType: instanceType,
  SelectedInstanceCount: whole(),
  InstancePlacementConfig: object("InstancePlacementConfig", {
    EnableMultipleJobs: flag(),
    PlacementSpecifications: list(
      object("PlacementSpecification", { UltraServerId: text(), InstanceCount: whole({ required: true }) }),
    ),
  }),
});

const ruleConfiguration = {
  RuleConfigurationName: text({ required: true }),
  LocalPath: text(),
  S3OutputPath: text(),
  RuleEvaluatorImage: text({ required: true }),
  InstanceType: openChoice<ProcessingInstanceType>(),
  VolumeSizeInGB: whole(),
  RuleParameters: map(),
} as const;

export const createTrainingJob = table<CreateTrainingJobRequest>()({
  TrainingJobName: text({ required: true }),
  HyperParameters: map(),
  AlgorithmSpecification: algorithm,
  RoleArn: text({ required: true }),
  InputDataConfig: list(channel),
  OutputDataConfig: object(
    "OutputDataConfig",
    { KmsKeyId: text(), S3OutputPath: text({ required: true }), CompressionType: choice(["GZIP", "NONE"]) },
    { required: true },
  ),
  ResourceConfig: resources,
  VpcConfig: object("VpcConfig", {
    SecurityGroupIds: list(text(), { required: true }),
    Subnets: list(text(), { required: true }),
  }),
  StoppingCondition: object("StoppingCondition", {
    MaxRuntimeInSeconds: whole(),
    MaxWaitTimeInSeconds: whole(),
    MaxPendingTimeInSeconds: whole(),
  }),
  Tags: list(object("Tag", { Key: text({ required: true }), Value: text({ required: true }) })),
  EnableNetworkIsolation: flag(),
  EnableInterContainerTrafficEncryption: flag(),
  EnableManagedSpotTraining: flag(),
  CheckpointConfig: object("CheckpointConfig", { S3Uri: text({ required: true }), LocalPath: text() }),
  DebugHookConfig: object("DebugHookConfig", {
    LocalPath: text(),
    S3OutputPath: text({ required: true }),
    HookParameters: map(),
    CollectionConfigurations: list(
      object("CollectionConfiguration", { CollectionName: text(), CollectionParameters: map() }),
    ),
  }),
  DebugRuleConfigurations: list(object("DebugRuleConfiguration", ruleConfiguration)),
  TensorBoardOutputConfig: object("TensorBoardOutputConfig", {
    LocalPath: text(),
    S3OutputPath: text({ required: true }),
  }),
  ExperimentConfig: object("ExperimentConfig", {
    ExperimentName: text(),
    TrialName: text(),
    TrialComponentDisplayName: text(),
    RunName: text(),
  }),
  ProfilerConfig: object("ProfilerConfig", {
    S3OutputPath: text(),
    ProfilingIntervalInMilliseconds: whole(),
    ProfilingParameters: map(),
    DisableProfiler: flag(),
  }),
  ProfilerRuleConfigurations: list(object("ProfilerRuleConfiguration", ruleConfiguration)),
  Environment: map(),
  RetryStrategy: object("RetryStrategy", { MaximumRetryAttempts: whole({ required: true }) }),
  RemoteDebugConfig: object("RemoteDebugConfig", { EnableRemoteDebug: flag() }),
  InfraCheckConfig: object("InfraCheckConfig", { EnableInfraCheck: flag() }),
  SessionChainingConfig: object("SessionChainingConfig", { EnableSessionTagChaining: flag() }),
  ServerlessJobConfig: object("ServerlessJobConfig", {
    BaseModelArn: text({ required: true }),
    AcceptEula: flag(),
    JobType: choice(["FineTuning", "Evaluation"], { required: true }),
    CustomizationTechnique: choice(["SFT", "DPO", "RLVR", "RLAIF"]),
    Peft: choice(["LORA"]),
    EvaluationType: choice(["LLMAJEvaluation", "CustomScorerEvaluation", "BenchmarkEvaluation"]),
    EvaluatorArn: text(),
    SequenceLength: text(),
  }),
  MlflowConfig: object("MlflowConfig", {
    MlflowResourceArn: text({ required: true }),
    MlflowExperimentName: text(),
    MlflowRunName: text(),
  }),
  ModelPackageConfig: object("ModelPackageConfig", {
    ModelPackageGroupArn: text({ required: true }),
    SourceModelPackageArn: text(),
  }),
});

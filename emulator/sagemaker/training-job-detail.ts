/** A training job of Batch as SageMaker shows it. Times are in seconds since 1970, as they go over the wire. */
import type {
  DescribeTrainingJobResponse,
  ProfilerConfig,
  SecondaryStatus,
  TrainingJobStatus,
  TrainingJobSummary,
} from "@aws-sdk/client-sagemaker";
import { DEFAULT_RUNTIME_SECONDS } from "../../aws/sagemaker/limits";
import type { TrainingJob, Transition } from "../batch/jobs/service/training-job";
import { objectOf } from "../edge/messages";

/** What SageMaker adds to the request. */
type Added = Pick<
  DescribeTrainingJobResponse,
  | "TrainingJobName"
  | "TrainingJobArn"
  | "TrainingJobStatus"
  | "SecondaryStatus"
  | "FailureReason"
  | "ModelArtifacts"
  | "TrainingTimeInSeconds"
  | "BillableTimeInSeconds"
  | "ProfilingStatus"
> & {
  readonly CreationTime: number;
  readonly LastModifiedTime: number;
  readonly TrainingStartTime: number | undefined;
  readonly TrainingEndTime: number | undefined;
  readonly SecondaryStatusTransitions: readonly {
    readonly Status: SecondaryStatus;
    readonly StartTime: number;
    readonly EndTime: number | undefined;
    readonly StatusMessage: string;
  }[];
};

/** DescribeTrainingJob; tags are told by ListTags, and by Search. */
export function described(training: TrainingJob): Readonly<Record<string, unknown>> {
  const { request, name, arn, startedAt, endedAt, failureReason } = training;
  const seconds = startedAt === undefined ? 0 : Math.round(((endedAt ?? startedAt) - startedAt) / 1000);
  const added: Added = {
    TrainingJobName: name,
    TrainingJobArn: arn,
    TrainingJobStatus: primaryOf(training),
    SecondaryStatus: secondaryOf(training),
    FailureReason: failureReason,
    // The model of the service requires it: it is where the artifacts are, or will be.
    ModelArtifacts: { S3ModelArtifacts: artifactsOf(training) },
    CreationTime: training.createdAt / 1000,
    LastModifiedTime: lastChangeOf(training) / 1000,
    TrainingStartTime: seconds1970(startedAt),
    TrainingEndTime: seconds1970(endedAt),
    TrainingTimeInSeconds: endedAt === undefined ? undefined : seconds,
    BillableTimeInSeconds: endedAt === undefined ? undefined : seconds,
    ProfilingStatus: isProfiled(request["ProfilerConfig"]) ? "Enabled" : "Disabled",
    SecondaryStatusTransitions: training.transitions.map(transition),
  };
  return { ...withDefaults(request), Tags: undefined, ...added };
}

/** An entry of ListTrainingJobs. */
export function summaryOf(training: TrainingJob): Readonly<Record<keyof Shown, unknown>> {
  return {
    TrainingJobName: training.name,
    TrainingJobArn: training.arn,
    CreationTime: training.createdAt / 1000,
    TrainingEndTime: seconds1970(training.endedAt),
    LastModifiedTime: lastChangeOf(training) / 1000,
    TrainingJobStatus: primaryOf(training),
    SecondaryStatus: secondaryOf(training),
  };
}

type Shown = Omit<TrainingJobSummary, "WarmPoolStatus" | "TrainingPlanArn">;

/**
 * The members that a request may leave out and every answer has, as AWS prints them; each value is the default that the API
 * Reference has for it (AlgorithmSpecification, Channel, OutputDataConfig, StoppingCondition, CreateTrainingJob).
 */
function withDefaults(request: TrainingJob["request"]): Readonly<Record<string, unknown>> {
  const algorithm = objectOf(request["AlgorithmSpecification"]);
  const channels = request["InputDataConfig"];
  const metrics = algorithm["MetricDefinitions"];
  const defaults = {
    EnableNetworkIsolation: false,
    EnableInterContainerTrafficEncryption: false,
    EnableManagedSpotTraining: false,
    HyperParameters: {},
  };
  return {
    ...defaults,
    ...request,
    AlgorithmSpecification: {
      EnableSageMakerMetricsTimeSeries: Array.isArray(metrics) && metrics.length > 0,
      ...algorithm,
    },
    InputDataConfig: Array.isArray(channels)
      ? channels.map((channel) => ({ CompressionType: "None", RecordWrapperType: "None", ...objectOf(channel) }))
      : undefined,
    OutputDataConfig: { KmsKeyId: "", CompressionType: "GZIP", ...request.OutputDataConfig },
    StoppingCondition: { MaxRuntimeInSeconds: DEFAULT_RUNTIME_SECONDS, ...request.StoppingCondition },
  };
}

function isProfiled(config: unknown): boolean {
  const { DisableProfiler: isDisabled } = objectOf(config) as Pick<ProfilerConfig, "DisableProfiler">; // Cast: one member.
  return config !== undefined && isDisabled !== true;
}

function transition({ status, startedAt, endedAt }: Transition) {
  const StatusMessage = MESSAGES[status] ?? "";
  return { Status: status, StartTime: startedAt / 1000, EndTime: seconds1970(endedAt), StatusMessage };
}

// As DescribeTrainingJob words them in AWS's examples.
const MESSAGES: Readonly<Partial<Record<SecondaryStatus, string>>> = {
  Pending: "Preparing the instances for training",
  Downloading: "Downloading the training image",
  Training: "Training image download completed. Training in progress.",
  Uploading: "Uploading generated training model",
  Completed: "Training job completed",
  Failed: "Training job failed",
  Stopped: "Training job stopped",
  MaxRuntimeExceeded: "Training job runtime exceeded MaxRuntimeInSeconds provided",
};

const ENDINGS: Readonly<Partial<Record<SecondaryStatus, TrainingJobStatus>>> = {
  Completed: "Completed",
  Failed: "Failed",
  Stopped: "Stopped",
  MaxRuntimeExceeded: "Stopped",
};

export function primaryOf(training: TrainingJob): TrainingJobStatus {
  return ENDINGS[secondaryOf(training)] ?? "InProgress";
}

function secondaryOf({ transitions }: TrainingJob): SecondaryStatus {
  return transitions.at(-1)?.status ?? "Pending";
}

function lastChangeOf({ endedAt, transitions, createdAt }: TrainingJob): number {
  return endedAt ?? transitions.at(-1)?.startedAt ?? createdAt;
}

/** DescribeTrainingJob, ModelArtifacts: below the output path of the request, in a folder of the job. */
function artifactsOf({ request, name }: TrainingJob): string {
  const { S3OutputPath: path = "" } = request.OutputDataConfig ?? {};
  return `${path.replace(/\/$/, "")}/${name}/output/model.tar.gz`;
}

function seconds1970(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** The training jobs that Batch runs; all others are moto's. */
import type { DescribeTrainingJobResponse, SecondaryStatus, TrainingJobStatus } from "@aws-sdk/client-sagemaker";
import { Callers } from "../batch/plumbing/caller";
import type { Call } from "../batch/plumbing/operation";
import type { BatchService } from "../batch/plumbing/service";
import { stopTraining } from "../batch/jobs/service/lifecycle";
import type { TrainingJob, Transition } from "../batch/jobs/service/training-job";
import type { EdgeRequest, EdgeResponse, Forward, ServiceHandler } from "../edge/messages";
import { jsonAnswer, jsonBody, jsonError } from "../edge/messages";

export class TrainingJobs implements ServiceHandler {
  private readonly callers = new Callers();

  constructor(private readonly batch: BatchService) {}

  async handle(request: EdgeRequest, forward: Forward): Promise<EdgeResponse> {
    const { operation } = request;
    if (operation !== "DescribeTrainingJob" && operation !== "StopTrainingJob") return forward(request);
    const call = this.batch.call(await this.callers.placeOf(request, forward));
    const { TrainingJobName: name } = jsonBody(request);
    const training = typeof name === "string" ? call.state.serviceJobs.trainingJob(name) : undefined;
    if (training === undefined) return forward(request);
    return operation === "DescribeTrainingJob" ? jsonAnswer(described(training)) : stopped(call, training);
  }

  reset(): void {
    this.callers.reset();
  }
}

function stopped(call: Call, training: TrainingJob): EdgeResponse {
  const job = call.state.serviceJobs.get(training.serviceJobId);
  if (training.endedAt !== undefined || job === undefined) {
    const text = `The request was rejected because the training job is in status ${primaryOf(training)}.`;
    return jsonError(400, "ValidationException", text);
  }
  stopTraining(call, job, training);
  return jsonAnswer({});
}

/** What SageMaker adds to the request; times are in seconds since 1970, as they go over the wire. */
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

function described(training: TrainingJob): object {
  const { request, name, arn, startedAt, endedAt, failureReason } = training;
  const status = primaryOf(training);
  const seconds = startedAt === undefined ? undefined : Math.round(((endedAt ?? startedAt) - startedAt) / 1000);
  const added: Added = {
    TrainingJobName: name,
    TrainingJobArn: arn,
    TrainingJobStatus: status,
    SecondaryStatus: secondaryOf(training),
    FailureReason: failureReason,
    ModelArtifacts: status === "Completed" ? { S3ModelArtifacts: artifactsOf(training) } : undefined,
    CreationTime: training.createdAt / 1000,
    LastModifiedTime: (endedAt ?? training.transitions.at(-1)?.startedAt ?? training.createdAt) / 1000,
    TrainingStartTime: seconds1970(startedAt),
    TrainingEndTime: seconds1970(endedAt),
    TrainingTimeInSeconds: endedAt === undefined ? undefined : seconds,
    BillableTimeInSeconds: endedAt === undefined ? undefined : seconds,
    SecondaryStatusTransitions: training.transitions.map(transition),
  };
  // Tags are told by ListTags only.
  return { ...request, Tags: undefined, ...added };
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

function primaryOf(training: TrainingJob): TrainingJobStatus {
  return ENDINGS[secondaryOf(training)] ?? "InProgress";
}

function secondaryOf({ transitions }: TrainingJob): SecondaryStatus {
  return transitions.at(-1)?.status ?? "Pending";
}

/** DescribeTrainingJob, ModelArtifacts: below the output path of the request, in a folder of the job. */
function artifactsOf({ request, name }: TrainingJob): string {
  const { S3OutputPath: path = "" } = request.OutputDataConfig ?? {};
  return `${path.replace(/\/$/, "")}/${name}/output/model.tar.gz`;
}

function seconds1970(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** One attempt of a service job, as SageMaker sees it: a training job. */
import type { SecondaryStatus } from "@aws-sdk/client-sagemaker";
import { TRAINING_JOB_LOGS } from "../../../../aws/log-groups";
import { arnOf } from "../../../../aws/arns";
import type { Place } from "../../../../aws/place";
import type { Call } from "../../plumbing/operation";
import type { TrainingRequest } from "./payload";
import type { ServiceJob } from "./service-job";

/** A time in a secondary status; milliseconds since 1970. */
export interface Transition {
  readonly status: SecondaryStatus;
  readonly startedAt: number;
  endedAt: number | undefined;
}

export interface TrainingJob {
  readonly name: string;
  readonly arn: string;
  readonly serviceJobId: string;
  /** The number that the engine gave the run. */
  readonly run: number;
  readonly request: TrainingRequest;
  readonly createdAt: number;
  /** When the instances began to train. */
  startedAt: number | undefined;
  endedAt: number | undefined;
  failureReason: string | undefined;
  readonly transitions: Transition[];
  /** One for each instance. */
  readonly logStreams: readonly string[];
}

/** How a training job can end. */
export type Ending = "Completed" | "Failed" | "Stopped" | "MaxRuntimeExceeded";

// CreateTrainingJob, TrainingJobName: at most 63 characters; Batch adds 8 in front and 32 behind.
const LONGEST_NAME = 63 - "AWSBatch".length - 32;

/**
 * @param run - the number that the engine gave it
 * @param id - a UUID of its own, which ends the name (AWS Batch User Guide, service-job-events)
 * @param now - milliseconds since 1970
 */
export function newTrainingJob(place: Place, job: ServiceJob, run: number, id: string, now: number): TrainingJob {
  const { request, demand } = job;
  // AWS does not say what becomes of a longer name; its end is left away, so that SageMaker could take it.
  const given = (request.TrainingJobName ?? job.name).slice(0, LONGEST_NAME);
  const name = `AWSBatch${given}${id.replaceAll("-", "")}`;
  const instances = Object.values(demand).reduce((sum, count) => sum + count, 0);
  return {
    name,
    arn: arnOf(place, "sagemaker", `training-job/${name}`),
    serviceJobId: job.id,
    run,
    request,
    createdAt: now,
    startedAt: undefined,
    endedAt: undefined,
    failureReason: undefined,
    transitions: [{ status: "Pending", startedAt: now, endedAt: undefined }],
    // SageMaker Developer Guide, logging-cloudwatch: [training-job-name]/algo-[instance-number-in-cluster]-[epoch_timestamp]
    logStreams: Array.from({ length: instances }, (_, i) => `${name}/algo-${i + 1}-${Math.floor(now / 1000)}`),
  };
}

export function enter(training: TrainingJob, status: SecondaryStatus, now: number): void {
  const last = training.transitions.at(-1);
  if (last !== undefined) last.endedAt = now;
  training.transitions.push({ status, startedAt: now, endedAt: undefined });
  if (status === "Training") training.startedAt = now;
}

export function finish(training: TrainingJob, ending: Ending, now: number, failureReason?: string): void {
  enter(training, ending, now);
  const last = training.transitions.at(-1);
  if (last !== undefined) last.endedAt = now;
  training.endedAt = now;
  training.failureReason = failureReason;
}

/** Every instance of a training job prints the same line. */
export function printOnAll({ now, print }: Call, { logStreams }: TrainingJob, text: string): void {
  for (const stream of logStreams) print({ group: TRAINING_JOB_LOGS, stream, at: now, text });
}

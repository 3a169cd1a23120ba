/** What becomes of a training job: SageMaker's part in the course of a service job, simulated. */
import { arnOf } from "../../../../aws/arns";
import { DEFAULT_RUNTIME_SECONDS, LONGEST_TRAINING_JOB_NAME } from "../../../../aws/sagemaker/limits";
import type { PoolEvent } from "../../../../scheduling";
import type { Call } from "../../plumbing/operation";
import { type AttemptEnd, closeAttempt, move, printOnAll } from "./changes";
import type { ServiceJob } from "./service-job";
import { DURATION, type Simulation, simulationOf } from "./simulation";
import { enter, type TrainingJob } from "./training-job";

// AWS Batch User Guide, service-job-retries: what SageMaker says has this in front.
export const FROM_SAGEMAKER = "Received status from SageMaker: ";
const COMPLETED = `${FROM_SAGEMAKER}Training job completed`;
// AWS does not say how the next three read.
export const STOPPED = `${FROM_SAGEMAKER}Training job stopped`;
const RUNTIME_EXCEEDED = `${FROM_SAGEMAKER}MaxRuntimeExceeded`;
const TIMED_OUT = "Service job attempt duration exceeded timeout";
// User guide, sm_job_stuck_in_runnable: the reason of such a failure begins with "CapacityError".
const NO_INSTANCES = "CapacityError: Unable to provision requested compute resources";

// CreateTrainingJob, TrainingJobName: at most 63 characters; Batch adds 8 in front and 32 behind.
const LONGEST_NAME = LONGEST_TRAINING_JOB_NAME - "AWSBatch".length - 32;

/** The name of a training job for the next attempt of a job. */
export function trainingJobName({ newId }: Call, { request, name }: ServiceJob): string {
  // AWS does not say what becomes of a longer name; its end is left away, so that SageMaker could take it.
  const given = (request.TrainingJobName ?? name).slice(0, LONGEST_NAME);
  // AWS Batch User Guide, service-job-events: a UUID ends the name.
  return `AWSBatch${given}${newId().replaceAll("-", "")}`;
}

/** @param run - the number that the engine gave it */
export function newTrainingJob({ state, now }: Call, job: ServiceJob, run: number, name: string): TrainingJob {
  const { request, demand } = job;
  const instances = Object.values(demand).reduce((sum, count) => sum + count, 0);
  return {
    name,
    arn: arnOf(state.place, "sagemaker", `training-job/${name}`),
    serviceJobId: job.id,
    run,
    request,
    createdAt: now,
    startedAt: undefined,
    endedAt: undefined,
    failureReason: undefined,
    tags: request.Tags ?? [],
    transitions: [{ status: "Pending", startedAt: now, endedAt: undefined }],
    // SageMaker Developer Guide, logging-cloudwatch: [training-job-name]/algo-[instance-number-in-cluster]-[epoch_timestamp]
    logStreams: Array.from({ length: instances }, (_, i) => `${name}/algo-${i + 1}-${Math.floor(now / 1000)}`),
  };
}

/** Tells the scheduler what has become of the run. */
export type Report = (call: Call, event: PoolEvent) => void;

/** Lets a training job that was just made take its course. @param reason - why it fails before it trains; absent: its role can do all */
export function runTraining(
  call: Call,
  job: ServiceJob,
  training: TrainingJob,
  reason: string | undefined,
  report: Report,
): void {
  const { timings } = call.settings;
  const simulation = simulationOf(job.simulation, job.outcomes, timings.running);
  const ofRun = { jobId: job.id, run: training.run };

  const fail = (now: Call, end: AttemptEnd): void => {
    job.outcomes += 1;
    closeAttempt(now, job, end);
    if (end.lackedInstances === true) report(now, { type: "insufficientCapacity", at: now.now, ...ofRun });
    else report(now, { type: "failed", at: now.now, ...ofRun, statusReason: end.statusReason });
  };

  if (simulation.outcome.kind === "CAPACITY") {
    const statusReason = `${FROM_SAGEMAKER}${NO_INSTANCES}`;
    const end = { ending: "Failed", statusReason, failureReason: NO_INSTANCES, lackedInstances: true } as const;
    return after(call, training, simulation.milliseconds, (later) => fail(later, end));
  }

  const upload = (now: Call): void => {
    enter(training, "Uploading", now.now);
    after(now, training, timings.uploading, (later) => {
      closeAttempt(later, job, { ending: "Completed", statusReason: COMPLETED });
      move(later, job, "SUCCEEDED", COMPLETED);
      report(later, { type: "succeeded", at: later.now, ...ofRun });
    });
  };

  const train = (now: Call): void => {
    const { end, milliseconds } = courseOf(job, simulation);
    enter(training, "Training", now.now);
    job.startedAt = now.now;
    printOnAll(now, training, `dapf: simulated training, ${milliseconds / 1000} s (${DURATION})`);
    move(now, job, "RUNNING");
    after(now, training, milliseconds, (later) => (end === undefined ? upload(later) : fail(later, end)));
  };

  after(call, training, timings.scheduled, (later) => {
    enter(training, "Downloading", later.now);
    move(later, job, "STARTING");
    report(later, { type: "started", at: later.now, ...ofRun });
    after(later, training, timings.starting, (now) => (reason === undefined ? train(now) : fail(now, failure(reason))));
  });
}

/** Does something later, unless the training job has ended by then. */
function after(call: Call, training: TrainingJob, milliseconds: number, step: (call: Call) => void): void {
  call.later(call.now + milliseconds, (later) => {
    if (training.endedAt === undefined) step(later);
  });
}

/**
 * How long a job really trains, and how it ends unless it completes. A time that is up is a failed attempt here, which the
 * retry strategy may repeat; AWS does not say.
 */
function courseOf({ timeout, request }: ServiceJob, { milliseconds, outcome }: Simulation) {
  const attempt = (timeout?.attemptDurationSeconds ?? Infinity) * 1000;
  const runtime = (request.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_RUNTIME_SECONDS) * 1000;
  const limit = Math.min(attempt, runtime);
  return milliseconds > limit
    ? { milliseconds: limit, end: attempt <= runtime ? TIME_OUT : EXCEEDED }
    : { milliseconds, end: outcome.kind === "FAILED" ? failure(outcome.reason) : undefined };
}

const TIME_OUT: AttemptEnd = { ending: "Stopped", statusReason: TIMED_OUT };
const EXCEEDED: AttemptEnd = { ending: "MaxRuntimeExceeded", statusReason: RUNTIME_EXCEEDED };

function failure(failureReason: string): AttemptEnd {
  return { ending: "Failed", statusReason: `${FROM_SAGEMAKER}${failureReason}`, failureReason };
}

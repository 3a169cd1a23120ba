/** Changes of a service job's state, each of which EventBridge hears of. */
import { TRAINING_JOB_LOGS } from "../../../../aws/log-groups";
import type { ServiceJobAttemptDetail, ServiceJobStatus } from "@aws-sdk/client-batch";
import type { Call } from "../../plumbing/operation";
import { stateEvent } from "./job-events";
import { isOver, type ServiceJob } from "./service-job";
import { type Ending, finish, type TrainingJob } from "./training-job";

// AWS does not say how many preempted attempts are shown.
const SHOWN_PREEMPTIONS = 10;

export interface AttemptEnd {
  readonly ending: Ending;
  readonly statusReason: string;
  /** As SageMaker tells it; of a failed training job only. */
  readonly failureReason?: string;
  /** SageMaker had no instances for it. @default false */
  readonly lackedInstances?: boolean;
}

export function move(call: Call, job: ServiceJob, status: ServiceJobStatus, statusReason?: string): void {
  job.status = status;
  job.statusReason = statusReason;
  if (isOver(job)) job.stoppedAt = call.now;
  call.publish(() => stateEvent(job, call.now));
}

/** Ends the present attempt of a job. */
export function closeAttempt(call: Call, job: ServiceJob, end: AttemptEnd): void {
  const { lackedInstances = false } = end;
  const closed = endTraining(call, job, end);
  if (closed === undefined) return;
  // User guide, service-job-retries: of the training jobs without instances only the latest is kept.
  const kept = lackedInstances ? job.attempts.filter((attempt) => !attempt.lackedInstances) : job.attempts;
  job.attempts = [...kept, { ...closed, lackedInstances }];
}

/** The same for an attempt of which SageMaker has made no training job. */
export function closeRefused(call: Call, job: ServiceJob, statusReason: string): void {
  job.attempts = [...job.attempts, { stoppedAt: call.now, statusReason, lackedInstances: false }];
}

/** The same for a job that is preempted: such an attempt is none of `attempts` (rule P13). */
export function closePreempted(call: Call, job: ServiceJob, statusReason: string): void {
  const closed = endTraining(call, job, { ending: "Stopped", statusReason });
  job.preemptions += 1;
  if (closed !== undefined) job.preempted = [closed, ...job.preempted].slice(0, SHOWN_PREEMPTIONS);
}

function endTraining(call: Call, { training }: ServiceJob, end: AttemptEnd): ServiceJobAttemptDetail | undefined {
  if (training === undefined) return undefined;
  const { ending, statusReason, failureReason } = end;
  finish(training, ending, call.now, failureReason);
  if (training.startedAt !== undefined) {
    printOnAll(call, training, `dapf: the simulated training ended: ${statusReason}`);
  }
  return {
    serviceResourceId: { name: "TrainingJobArn", value: training.arn },
    startedAt: training.startedAt,
    stoppedAt: call.now,
    statusReason,
  };
}

/** Every instance of a training job prints the same line. */
export function printOnAll({ now, print }: Call, { logStreams }: TrainingJob, text: string): void {
  for (const stream of logStreams) print({ group: TRAINING_JOB_LOGS, stream, at: now, text });
}

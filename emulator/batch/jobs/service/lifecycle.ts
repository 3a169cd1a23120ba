/**
 * The course of a service job: SUBMITTED -> RUNNABLE -> SCHEDULED -> STARTING -> RUNNING -> SUCCEEDED or FAILED. When it
 * is a job's turn is the engine's decision. Source of the states: AWS Batch User Guide, service-job-status.
 */
import type { Decision, JobSubmission, PoolEvent } from "../../../../scheduling";
import type { Call } from "../../plumbing/operation";
import { closeAttempt, closePreempted, closeRefused, move } from "./changes";
import { blockedEvent } from "./job-events";
import { FROM_SAGEMAKER, newTrainingJob, runTraining, STOPPED, trainingJobName } from "./run-training";
import { isDispatched, type ServiceJob } from "./service-job";
import type { TrainingJob } from "./training-job";

/** A job that was just submitted; the scheduler looks at it a little later. */
export function begin(call: Call, job: ServiceJob): void {
  call.later(call.now + call.settings.timings.submitted, (later) => {
    if (job.status !== "SUBMITTED") return;
    move(later, job, "RUNNABLE");
    tell(later, job.environmentArn, { type: "submit", at: later.now, job: submissionOf(job) });
  });
}

/** Ends a job that has not ended, waiting or running; its capacity goes to the next one. */
export function terminate(call: Call, job: ServiceJob, reason: string): void {
  const isKnown = job.status !== "SUBMITTED";
  abandon(call, job, reason);
  if (isKnown) tell(call, job.environmentArn, { type: "terminate", at: call.now, jobId: job.id });
}

/** Ends a job that the engine does not know yet, or not any more. */
export function abandon(call: Call, job: ServiceJob, reason: string): void {
  job.isTerminated = true;
  if (isDispatched(job)) closeAttempt(call, job, { ending: "Stopped", statusReason: reason });
  move(call, job, "FAILED", reason);
}

/** Somebody stops the training job in SageMaker, behind the back of Batch. */
export function stopTraining(call: Call, job: ServiceJob, { run }: TrainingJob): void {
  closeAttempt(call, job, { ending: "Stopped", statusReason: STOPPED });
  tell(call, job.environmentArn, { type: "failed", at: call.now, jobId: job.id, run, statusReason: STOPPED });
}

/** Tells the engine what has happened, and does what it decides. */
export function tell(call: Call, environmentArn: string, event: PoolEvent): void {
  const { servicePools } = call.state;
  for (const decision of servicePools.handle(environmentArn, event)) obey(call, decision);
  const next = servicePools.nextTick(environmentArn, call.now);
  if (next === undefined) return;
  call.later(next, (later) => {
    servicePools.ticked(environmentArn);
    tell(later, environmentArn, { type: "tick", at: later.now });
  });
}

function submissionOf(job: ServiceJob): JobSubmission {
  const { retryStrategy, preemption, schedulingPriority } = job;
  const share = job.quotaShareName ?? job.shareIdentifier;
  const retries = preemption?.preemptionRetriesBeforeTermination;
  return {
    id: job.id,
    queue: job.queueArn,
    demand: job.demand,
    ...(share === undefined ? {} : { share }),
    ...(schedulingPriority === undefined ? {} : { priority: schedulingPriority }),
    ...(retryStrategy === undefined
      ? {}
      : { retry: { ...retryStrategy, evaluateOnExit: retryStrategy.evaluateOnExit ?? [] } }),
    ...(retries === undefined ? {} : { preemptionRetriesBeforeTermination: retries }),
  };
}

function obey(call: Call, decision: Decision): void {
  const job = call.state.serviceJobs.get(decision.jobId);
  if (job === undefined) return;
  switch (decision.type) {
    case "dispatch":
      return dispatch(call, job, decision.run);
    case "preempt":
      closePreempted(call, job, decision.statusReason);
      return move(call, job, decision.then === "fail" ? "FAILED" : "RUNNABLE", decision.statusReason);
    case "requeue":
      return move(call, job, "RUNNABLE", decision.statusReason);
    case "fail":
      return move(call, job, "FAILED", decision.statusReason);
    case "terminate":
      job.isTerminated = true;
      return move(call, job, "FAILED", decision.statusReason);
    case "blocked":
      job.statusReason = decision.statusReason;
      return call.publish(() => blockedEvent(job, call.now));
    case "unblocked":
      job.statusReason = undefined;
  }
}

function dispatch(call: Call, job: ServiceJob, run: number): void {
  job.run = run;
  job.scheduledAt = call.now;
  job.startedAt = undefined;
  if (job.refusal !== undefined) return refuse(call, job, run, `${FROM_SAGEMAKER}${job.refusal}`);
  job.training = undefined;
  const name = trainingJobName(call, job);
  call.askRole(job.request, name, (later, { refusal, failure }) => {
    // It may have been ended or preempted meanwhile.
    if (job.run !== run || job.status !== "RUNNABLE") return;
    if (refusal !== undefined) return refuse(later, job, run, `${FROM_SAGEMAKER}ValidationException: ${refusal}`);
    const training = newTrainingJob(later, job, run, name);
    later.state.serviceJobs.addTrainingJob(training);
    job.training = training;
    move(later, job, "SCHEDULED");
    runTraining(later, job, training, failure, (now, event) => tell(now, job.environmentArn, event));
  });
}

/** SageMaker makes no training job: that is an attempt which has failed, a little later. */
function refuse(call: Call, job: ServiceJob, run: number, statusReason: string): void {
  move(call, job, "SCHEDULED");
  call.later(call.now + call.settings.timings.scheduled, (later) => {
    if (job.run !== run || job.status !== "SCHEDULED") return;
    closeRefused(later, job, statusReason);
    tell(later, job.environmentArn, { type: "failed", at: later.now, jobId: job.id, run, statusReason });
  });
}

/** The books of an attempt: what it takes, where it is, and how it ended. */
import type { ContainerLine } from "../../../../scheduling";
import type { CommandEnd } from "../commands/command";
import type { Call } from "../../plumbing/operation";
import type { Job } from "./job";
import { placementOn, print } from "./placement";

/** Gives a job room on a compute environment. */
export function openAttempt(call: Call, job: Job, computeEnvironmentArn: string): void {
  account(call, job, computeEnvironmentArn, 1);
  job.placement = placementOn(call, computeEnvironmentArn);
}

/** Writes the attempt down, gives its room back, and stops what still runs of it. */
export function closeAttempt(
  call: Call,
  job: Job,
  statusReason: string,
  { exitCode, reason }: Partial<CommandEnd>,
): void {
  const { placement } = job;
  if (placement === undefined) return;
  job.course += 1;
  placement.exitCode = exitCode;
  placement.reason = reason;
  if (placement.command === undefined) {
    print(call, job, `embedded AWS: ${exitCode === undefined ? statusReason : `exit code ${exitCode}`}`);
  }
  placement.command?.stop();
  account(call, job, placement.computeEnvironmentArn, -1);
  const { taskArn, containerInstanceArn, logStreamName } = placement;
  job.attempts.push({
    container: { taskArn, containerInstanceArn, logStreamName, exitCode, reason, networkInterfaces: [] },
    startedAt: job.startedAt,
    stoppedAt: call.now,
    statusReason,
  });
}

/** The jobs of a queue that wait for room. */
export function lineOf({ state, settings }: Call, queueArn: string): ContainerLine<Job> {
  return state.jobs.lineOf(queueArn, settings.scheduling);
}

/** @param sign - 1: the job begins to take what it needs; -1: it gives it back */
function account(call: Call, job: Job, computeEnvironmentArn: string, sign: 1 | -1): void {
  call.state.jobs.take(computeEnvironmentArn, job.demand, sign);
  lineOf(call, job.queueArn).account(job, sign, call.now);
}

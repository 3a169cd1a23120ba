/** The books of an attempt: what it takes, where it is, and how it ended. */
import type { ContainerLine } from "../../../../scheduling";
import type { CommandEnd } from "../commands/command";
import type { Call } from "../../plumbing/operation";
import { giveBack } from "./capacity";
import type { Job } from "./job";
import type { Room } from "./room";
import { placementOn, print } from "./placement";

/** A job has got room on a compute environment. */
export function openAttempt(call: Call, job: Job, room: Room): void {
  lineOf(call, job.queueArn).account(job, 1, call.now);
  job.placement = placementOn(call, room);
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
  giveBack(call, placement.room, job.demand);
  lineOf(call, job.queueArn).account(job, -1, call.now);
  const { room, taskArn, logStreamName } = placement;
  const containerInstanceArn = room.host?.arn;
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

/** Where an attempt of a job is, and where its log is. */
import { BATCH_LOGS } from "../../../../aws/log-groups";
import { arnOf } from "../../../../aws/arns";
import { partsOf } from "../../resources/job-definition-store";
import type { Call } from "../../plumbing/operation";
import type { LogTarget } from "../job-logs";
import type { Job, Placement } from "./job";
import type { Room } from "./room";

const AWSLOGS = "awslogs";

export function placementOn({ state, now, newId }: Call, room: Room): Placement {
  // Each environment has a cluster of its own, by which one sees where a task is (ComputeEnvironmentDetail, ecsClusterArn).
  const { ecsClusterArn, arn } = state.computeEnvironments.get(room.environmentArn, now);
  const cluster = (ecsClusterArn ?? arn).split("/").at(-1) ?? "";
  return {
    room,
    taskArn: arnOf(state.place, "ecs", `task/${cluster}/${newId().replaceAll("-", "")}`),
    logStreamName: undefined,
    hasLog: true,
    command: undefined,
    exitCode: undefined,
    reason: undefined,
  };
}

/** The log stream of an attempt that begins; undefined when its log driver writes to another place than CloudWatch Logs. */
export function logStreamOf(job: Job, { taskArn }: Placement): string | undefined {
  const { logDriver = AWSLOGS, options } = job.container.logConfiguration ?? {};
  if (logDriver !== AWSLOGS) return undefined;
  // AWS Batch User Guide, "Using the awslogs log driver": `<prefix>/default/<task id>`; the prefix is the definition's name.
  const prefix = options?.["awslogs-stream-prefix"] ?? partsOf(job.definitionArn).name;
  return `${prefix}/default/${taskArn.split("/").at(-1) ?? ""}`;
}

/** The log of the attempt that is running; undefined where nothing can be written. */
export function logTargetOf({ container }: Job, { logStreamName: stream, hasLog }: Placement): LogTarget | undefined {
  if (stream === undefined || !hasLog) return undefined;
  const { "awslogs-group": group = BATCH_LOGS, "awslogs-region": region } = container.logConfiguration?.options ?? {};
  return { group, stream, region };
}

/** Adds a line to it. */
export function print(call: Call, job: Job, text: string): void {
  const target = job.placement === undefined ? undefined : logTargetOf(job, job.placement);
  if (target !== undefined) call.print({ ...target, at: call.now, text });
}

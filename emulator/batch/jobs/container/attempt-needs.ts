/** What an attempt needs before its container starts. */
import type { ComputeEnvironment } from "../../plumbing/state";
import type { Needs } from "../starts/needs";
import type { Job, Placement } from "./job";
import { logTargetOf } from "./placement";

/** @param placement - of the attempt that begins */
export function needsOf(
  job: Job,
  placement: Placement,
  environment: ComputeEnvironment | undefined,
  isCaller: boolean,
): Needs {
  const { image = "", jobRoleArn, executionRoleArn, secrets = [], logConfiguration } = job.container;
  const all = [...secrets, ...(logConfiguration?.secretOptions ?? [])];
  return {
    isOnFargate: job.platformCapabilities?.[0] === "FARGATE",
    image,
    jobRoleArn,
    executionRoleArn,
    instanceProfile: environment?.computeResources?.instanceRole,
    secrets: all.map(({ name = "", valueFrom = "" }) => ({ name, valueFrom })),
    log: logTargetOf(job, placement),
    taskArn: placement.taskArn,
    isCaller,
  };
}

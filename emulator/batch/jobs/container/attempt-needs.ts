/** What an attempt needs before its container starts. */
import { BATCH_LOGS } from "../../../../aws/log-groups";
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
  const log = logTargetOf(job, placement);
  return {
    isOnFargate: job.platformCapabilities?.[0] === "FARGATE",
    image,
    jobRoleArn,
    executionRoleArn,
    instanceProfile: environment?.computeResources?.instanceRole,
    secrets: all.map(({ name = "", valueFrom = "" }) => ({ name, valueFrom })),
    log,
    makesLogGroup: log?.group === BATCH_LOGS || logConfiguration?.options?.["awslogs-create-group"] === "true",
    taskArn: placement.taskArn,
    isCaller,
  };
}

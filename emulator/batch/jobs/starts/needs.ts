/** What a container needs before it starts, and whose permission that takes. */
import type { ComputeEnvironment } from "../../plumbing/state";
import type { Job, Placement } from "../container/job";
import { logTargetOf } from "../container/placement";
import type { LogTarget } from "../job-logs";

export interface Secret {
  /** Of the variable. */
  readonly name: string;
  /** ARN of a secret, or ARN or name of a parameter of Systems Manager. */
  readonly valueFrom: string;
}

export interface Needs {
  readonly isOnFargate: boolean;
  readonly image: string;
  /** Who the container is. */
  readonly jobRoleArn: string | undefined;
  /** As whom ECS prepares it; absent on EC2: as the instance. */
  readonly executionRoleArn: string | undefined;
  /** Name or ARN of the instance profile of the machine; absent on Fargate. */
  readonly instanceProfile: string | undefined;
  readonly secrets: readonly Secret[];
  readonly log: LogTarget | undefined;
  readonly taskArn: string;
  /** Whether something calls AWS as the job: a command that is run, or outputs that are left. */
  readonly isCaller: boolean;
}

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

/** Why a container does not start. */
export interface NotStarted {
  readonly statusReason: string;
  /** Of the container; absent when its task did not get that far. */
  readonly reason: string | undefined;
}

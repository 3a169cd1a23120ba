/**
 * Why a job at the head of a queue of container jobs is stuck. Source: AWS Batch User Guide, "Jobs stuck in a RUNNABLE status"
 * with "Jobs stuck in RUNNABLE due to capacity", "due to misconfiguration" and "with undetermined root cause".
 */
const CAPACITY = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
const MAX_RESOURCE = "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE";
const REQUIREMENT = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";
const UNSUPPORTED = "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED";
const SERVICE_ROLE = "MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS";

export interface Blocked {
  /** What `jobStateTimeLimitActions` call it, where they can. */
  readonly reason: string;
  /** What DescribeJobs and ListJobs show while the job is stuck. */
  readonly statusReason: string;
}

export const BLOCKED = {
  insufficientCapacity: (instanceType: string): Blocked => ({
    reason: CAPACITY,
    statusReason: `${CAPACITY} - Service cannot fulfill the capacity requested for instance type ${instanceType}`,
  }),
  maxResource: {
    reason: MAX_RESOURCE,
    statusReason: `${MAX_RESOURCE} - CE(s) associated with the job queue cannot meet the CPU requirement of the job.`,
  },
  resourceRequirement: {
    reason: REQUIREMENT,
    statusReason:
      `${REQUIREMENT} - The job resource requirement (vCPU/memory/GPU) is higher than that can be met by the CE(s) ` +
      "attached to the job queue.",
  },
  unsupportedInstances: {
    reason: UNSUPPORTED,
    statusReason:
      `${UNSUPPORTED} - Your compute environment associated with this job queue has an unsupported instance type ` +
      "configuration.",
  },
  serviceRole: {
    reason: SERVICE_ROLE,
    statusReason: `${SERVICE_ROLE} – Batch service role has a permission issue.`,
  },
  invalid: {
    reason: "ACTION_REQUIRED",
    statusReason: "ACTION_REQUIRED - CE(s) associated with the job queue are invalid.",
  },
  undetermined: {
    reason: "UNDETERMINED",
    statusReason: "UNDETERMINED - Batch job is blocked, root cause is undetermined.",
  },
} as const;

/**
 * The reasons that `jobStateTimeLimitActions` of a queue with compute environments may name. Source: User Guide, "Automatic
 * remediation with jobStateTimeLimitActions"; the others "do not support jobStateTimeLimitActions".
 */
export const TIME_LIMIT_REASONS = [CAPACITY, MAX_RESOURCE, REQUIREMENT, UNSUPPORTED] as const;

/** The statusReason of a job that such an action has cancelled. */
export const cancelledBy = (reason: string): string => `Canceled by JobStateTimeLimit action due to reason: ${reason}`;

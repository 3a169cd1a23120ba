/** What of AWS Batch is counted or measured and has an end that nobody can move, each with the page that states it. */

/** Both ends are allowed. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export const isWithin = ({ least, most }: Range, value: number): boolean => value >= least && value <= most;

/**
 * Service quotas of an account in a Region, none of which can be raised.
 * Source: AWS Batch User Guide, "AWS Batch service quotas" (service_limits), unless another page is named.
 */
export const QUOTAS = {
  jobQueues: 50,
  serviceEnvironments: 50,
  computeEnvironments: 50,
  computeEnvironmentsPerQueue: 3,
  quotaSharesPerQueue: 20,
  /** User Guide, "Create consumable resources": "The maximum number of consumable resources per account is 50k." */
  consumableResources: 50_000,
  dependencies: 20,
  /** Of a RegisterJobDefinition request. */
  jobDefinitionBytes: 24 * 1024,
  /** Of a SubmitJob request. */
  submitJobBytes: 30 * 1024,
  /** SubmitJob calls a second. */
  submitJobCalls: 50,
  /** SubmitServiceJob calls a second. */
  submitServiceJobCalls: 5,
  /** Of the serviceRequestPayload of SubmitServiceJob. */
  servicePayloadBytes: 10 * 1024,
  /** User Guide, job_queue_parameters: active ones of a queue; the service refuses as many in a policy. */
  shareIdentifiers: 500,
  /** User Guide, create-quota-shares and create-quota-management-resources. */
  capacityLimits: 5,
} as const;

/** What one call takes or gives. Source: API Reference, the page of the operation. */
export const PER_CALL = {
  /** Describe... take so many names, and give pages of so many; List..., too, but for ListJobs by status. */
  described: 100,
  /** ListJobs by jobStatus. */
  listedByStatus: 1000,
  /** CancelJobs, TerminateJobs. */
  ended: 50,
  /** GetJobQueueSnapshot: "the first 100 RUNNABLE jobs". */
  jobsInSnapshot: 100,
  /** GetJobQueueSnapshot, FairshareUtilizationDetail: "the top 20 shares". */
  sharesInSnapshot: 20,
} as const;

/** The API's type Integer. */
export const LARGEST_INTEGER = 2 ** 31 - 1;

// API Reference, ServiceEnvironment and QuotaShareCapacityLimit.
export const CAPACITY: Range = { least: 1, most: LARGEST_INTEGER };
// CloudFormation, AWS::Batch::JobQueue.
export const QUEUE_PRIORITY: Range = { least: 0, most: 1000 };
// API Reference, JobStateTimeLimitAction.
export const TIME_LIMIT_SECONDS: Range = { least: 600, most: 86_400 };
// API Reference, FairsharePolicy: up to a week; a percentage.
export const SHARE_DECAY_SECONDS: Range = { least: 0, most: 604_800 };
export const COMPUTE_RESERVATION: Range = { least: 0, most: 99 };
// API Reference, ShareAttributes.
export const WEIGHT_FACTOR: Range = { least: 0.0001, most: 999.9999 };
// API Reference, QuotaShareResourceSharingConfiguration: a percentage; -1 is without a limit.
export const BORROW_LIMIT: Range = { least: -1, most: LARGEST_INTEGER };

// API Reference, SubmitJob, SubmitServiceJob and RegisterJobDefinition: schedulingPriority.
export const JOB_PRIORITY: Range = { least: 0, most: 9999 };
// API Reference, RetryStrategy and ServiceJobRetryStrategy.
export const ATTEMPTS: Range = { least: 1, most: 10 };
export const MOST_RETRY_RULES = 5;
// API Reference, EvaluateOnExit and ServiceJobEvaluateOnExit: the patterns.
export const LONGEST_PATTERN = 512;
// API Reference, JobTimeout; of a service job no least is stated.
export const SHORTEST_TIMEOUT_SECONDS = 60;
// API Reference, ArrayProperties, and the service quotas.
export const ARRAY_SIZE: Range = { least: 2, most: 10_000 };
// API Reference, ResourceRequirement: MiB; vCPUs of a container on EC2 and GPUs are whole numbers from 1.
export const LEAST_MEMORY_MIB = 4;
// API Reference, CancelJob and TerminateJob.
export const LONGEST_REASON = 1024;
// API Reference, SubmitServiceJob.
export const CLIENT_TOKEN_LENGTH: Range = { least: 1, most: 64 };

// API Reference, ComputeResource.
export const BID_PERCENTAGE: Range = { least: 0, most: 100 };
// API Reference, ComputeScalingPolicy: minutes; 0 is without a delay.
export const SCALE_DOWN_MINUTES: Range = { least: 20, most: 10_080 };
export const FARGATE_SUBNETS = 16;
export const FARGATE_SECURITY_GROUPS = 5;

/** What training jobs ask of AWS Batch; the SDK answers in `sdk-service-jobs.ts`, and whatever tests have. */
import type {
  DescribeServiceJobResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceJobStatus,
  ServiceJobSummary,
  SubmitServiceJobRequest,
} from "@aws-sdk/client-batch";

export interface ServiceJobs {
  /** @returns the id of the job */
  submit(request: SubmitServiceJobRequest): Promise<string>;
  /** @returns undefined when there is no such job (any more) */
  describe(jobId: string): Promise<DescribeServiceJobResponse | undefined>;
  /** Newest first. */
  list(query: ListQuery): AsyncIterable<ServiceJobSummary>;
  setPriority(jobId: string, priority: number): Promise<void>;
  terminate(jobId: string, reason: string): Promise<void>;
  /** Those of the queues that exist. */
  queues(namesOrArns: readonly string[]): Promise<JobQueueDetail[]>;
  policies(arns: readonly string[]): Promise<SchedulingPolicyDetail[]>;
  /** Names of the quota shares of a queue. */
  quotaShares(queue: string): Promise<string[]>;
}

/** One filter at a time: AWS Batch takes no more. */
export type ListFilter =
  | { readonly name: "JOB_NAME" | "SHARE_IDENTIFIER" | "QUOTA_SHARE_NAME"; readonly value: string }
  /** Milliseconds since 1970. */
  | { readonly name: "AFTER_CREATED_AT" | "BEFORE_CREATED_AT"; readonly value: number };

export interface ListQuery {
  /** Name or ARN. */
  readonly queue: string;
  /** Beside JOB_NAME and the times AWS Batch ignores it. */
  readonly status?: ServiceJobStatus;
  readonly filter?: ListFilter;
}

/** What a failed call says about whether it had an effect. */
export type CallOutcome =
  /** Refused for its rate; without effect, and welcome later. */
  | "throttled"
  /** Refused for what it asks; without effect. */
  | "refused"
  /** No answer, or the service failed: it may have had its effect. */
  | "unclear";

/** AWS Batch refused a call, or did not answer it. */
export class ServiceJobCallError extends Error {
  override readonly name = "ServiceJobCallError";

  constructor(
    /** E.g. `SubmitServiceJob`. */
    readonly operation: string,
    readonly reason: string,
    readonly outcome: CallOutcome,
  ) {
    super(`AWS Batch ${outcome === "refused" ? "refused" : "did not answer"} ${operation}: ${reason}`);
  }
}

export type ServiceJobState = NonNullable<ServiceJobStatus>;

export const isOver = (status: string | undefined): boolean => status === "SUCCEEDED" || status === "FAILED";

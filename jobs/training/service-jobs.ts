/** What training jobs ask of AWS Batch; the SDK answers in `sdk-service-jobs.ts`, and whatever tests have. */
import type {
  DescribeServiceJobResponse,
  JobQueueDetail,
  SchedulingPolicyDetail,
  ServiceJobStatus,
  ServiceJobSummary,
  SubmitServiceJobRequest,
} from "@aws-sdk/client-batch";
import type { Verdict } from "../engine/rate";

/** All but `submit` repeat their calls while they are throttled or not answered, and throw ServiceJobCallError. */
export interface ServiceJobs {
  /**
   * Sends one request, once: only the caller knows whether a second would double the job.
   *
   * @returns the id of the job
   * @throws ServiceJobCallError when it is refused; else what `verdictOf` understands
   */
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

/** AWS Batch refused a call, or did not answer it however often it was asked. */
export class ServiceJobCallError extends Error {
  override readonly name = "ServiceJobCallError";

  constructor(
    /** E.g. `DescribeServiceJob`. */
    readonly operation: string,
    readonly reason: string,
    readonly verdict: Verdict,
    /** HTTP status of the answer, if there was one. */
    readonly status?: number,
  ) {
    super(`AWS Batch ${verdict === "refused" ? "refused" : "did not answer"} ${operation}: ${reason}`);
  }
}

/** Whether a refusal is about what was asked; others are about who asks, and would meet every call. */
export const isAboutRequest = (error: unknown): error is ServiceJobCallError =>
  error instanceof ServiceJobCallError && [400, 404, 409, 413].includes(error.status ?? 0);

export const isOver = (status: string | undefined): boolean => status === "SUCCEEDED" || status === "FAILED";

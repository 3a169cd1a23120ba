/** What is asked of AWS Batch about training jobs. */
import type { DescribeServiceJobResponse, ServiceJobStatus, ServiceJobSummary } from "@aws-sdk/client-batch";
import { AwsCallError } from "../../aws/errors";
import type { BatchClient } from "../../aws/services";

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

// AWS Batch: the most that one call lists.
const PAGE = 100;

/** Newest first. @throws AwsCallError */
export async function* serviceJobs(
  batch: BatchClient,
  { queue: jobQueue, status: jobStatus, filter }: ListQuery,
): AsyncGenerator<ServiceJobSummary> {
  const filters = filter === undefined ? undefined : [{ name: filter.name, values: [String(filter.value)] }];
  const request = { jobQueue, jobStatus, filters, maxResults: PAGE };
  for await (const page of batch.pages("ListServiceJobs", request)) yield* page.jobSummaryList ?? [];
}

/** @returns undefined when there is no such job (any more) @throws AwsCallError */
export async function describeServiceJob(
  batch: BatchClient,
  jobId: string,
): Promise<DescribeServiceJobResponse | undefined> {
  try {
    return await batch.call("DescribeServiceJob", { jobId });
  } catch (error) {
    if (isAboutRequest(error) && /does not exist|not found/i.test(error.reason)) return undefined;
    throw error;
  }
}

/** Whether a refusal is about what was asked; others are about who asks, and would meet every call. */
export const isAboutRequest = (error: unknown): error is AwsCallError =>
  error instanceof AwsCallError && error.verdict === "refused";

export const isOver = (status: string | undefined): boolean => status === "SUCCEEDED" || status === "FAILED";

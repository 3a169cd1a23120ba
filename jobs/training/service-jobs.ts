/** What is asked of AWS Batch about training jobs. */
import type { DescribeServiceJobResponse, ServiceJobStatus } from "@aws-sdk/client-batch";
import type { CallOptions } from "../../aws/client";
import { AwsCallError } from "../../aws/errors";
import type { BatchClient } from "../../aws/services";

export interface ListQuery {
  /** Name or ARN. */
  readonly queue: string;
  /** Beside JOB_NAME and the times AWS Batch ignores it. */
  readonly status?: ServiceJobStatus;
  /** AWS Batch takes one. Times are milliseconds since 1970. */
  readonly filter?: { readonly name: string; readonly value: string | number };
}

// AWS Batch: the most that one call lists.
const PAGE = 100;

/** Pages, the newest first. @throws AwsCallError */
export function serviceJobs(batch: BatchClient, { queue, status, filter }: ListQuery, options?: CallOptions) {
  const filters = filter && [{ name: filter.name, values: [String(filter.value)] }];
  const request = { jobQueue: queue, jobStatus: status, filters, maxResults: PAGE };
  return batch.lists("ListServiceJobs", request, ({ jobSummaryList }) => jobSummaryList, options);
}

/** @returns undefined when there is no such job (any more) @throws AwsCallError */
export async function describeServiceJob(
  batch: BatchClient,
  jobId: string,
  options?: CallOptions,
): Promise<DescribeServiceJobResponse | undefined> {
  try {
    return await batch.call("DescribeServiceJob", { jobId }, options);
  } catch (error) {
    if (error instanceof AwsCallError && error.verdict === "refused" && /does not exist|not found/i.test(error.reason))
      return undefined;
    throw error;
  }
}

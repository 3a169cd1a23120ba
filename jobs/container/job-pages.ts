import type { JobSummary, ListJobsRequest } from "@aws-sdk/client-batch";
import type { CallOptions } from "../../aws/client";
import type { BatchClient } from "../../aws/services";

/** Pages of container jobs. @throws AwsCallError */
export async function* jobPages(
  batch: BatchClient,
  request: ListJobsRequest,
  options: CallOptions,
): AsyncGenerator<readonly JobSummary[]> {
  for await (const page of batch.pages("ListJobs", request, options)) yield page.jobSummaryList ?? [];
}

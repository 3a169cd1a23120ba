import type { ServiceJobStatus, ServiceJobSummary } from "@aws-sdk/client-batch";
import { serviceJobList } from "../../aws/batch/requests/service-job";
import type { BatchClient } from "../../aws/services";
import { findJobs, type JobFilter } from "../engine/listing";
import { type ListQuery, serviceJobs } from "./service-jobs";

export const STATUSES = serviceJobList.rows.jobStatus.values;

/** Which jobs of a queue are looked for; all that is given has to hold. */
export interface JobQuery extends JobFilter<ServiceJobStatus> {
  /** Name or ARN. */
  readonly queue: string;
  readonly quotaShare?: string;
}

/**
 * Looks for jobs, newest first.
 *
 * @param limit how many at most
 * @throws AwsCallError, also when there is no such queue
 */
export async function listServiceJobs(
  batch: BatchClient,
  query: JobQuery,
  limit: number,
): Promise<readonly ServiceJobSummary[]> {
  const { quotaShare } = query;
  const listing = { pages: serviceJobs(batch, listingOf(query)), isNewestFirst: true };
  const isWanted = (job: ServiceJobSummary) => quotaShare === undefined || job.quotaShareName === quotaShare;
  return (await findJobs([listing], query, isWanted, limit)).jobs;
}

/** The one query that AWS Batch gets. Source: ListServiceJobs, jobStatus and filters */
export function listingOf({ queue, statuses, share, quotaShare, namePrefix, after, before }: JobQuery): ListQuery {
  const status = statuses?.length === 1 ? statuses[0] : undefined;
  if (namePrefix !== undefined) return { queue, filter: { name: "JOB_NAME", value: `${namePrefix}*` } };
  if (status !== undefined) {
    if (quotaShare !== undefined) return { queue, status, filter: { name: "QUOTA_SHARE_NAME", value: quotaShare } };
    if (share !== undefined) return { queue, status, filter: { name: "SHARE_IDENTIFIER", value: share } };
    return { queue, status };
  }
  // Without a status and a filter there would be only running jobs.
  if (before !== undefined && after === undefined)
    return { queue, filter: { name: "BEFORE_CREATED_AT", value: before } };
  return { queue, filter: { name: "AFTER_CREATED_AT", value: after ?? 0 } };
}

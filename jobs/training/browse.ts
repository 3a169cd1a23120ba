import type { ServiceJobStatus, ServiceJobSummary } from "@aws-sdk/client-batch";
import type { BatchClient } from "../../aws/services";
import { isOver } from "../engine/monitor/job-state";
import { type ListQuery, serviceJobs } from "./service-jobs";

export const STATUSES = [
  "SUBMITTED",
  "PENDING",
  "RUNNABLE",
  "SCHEDULED",
  "STARTING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
] as const satisfies readonly ServiceJobStatus[];

/** Which jobs of a queue are looked for; all that is given has to hold. */
export interface JobFilter {
  /** Name or ARN. */
  readonly queue: string;
  readonly status?: ServiceJobStatus;
  /** Only jobs that are not over. */
  readonly open?: boolean;
  readonly share?: string;
  readonly quotaShare?: string;
  readonly namePrefix?: string;
  /** Milliseconds since 1970. */
  readonly after?: number;
  /** Milliseconds since 1970. */
  readonly before?: number;
}

/**
 * Looks for jobs, newest first. AWS Batch takes one filter a call and forgets the status beside most of them, so that it
 * gets the one that leaves least, and the rest is sorted out here.
 *
 * @param limit how many at most
 */
export async function findJobs(batch: BatchClient, filter: JobFilter, limit: number): Promise<ServiceJobSummary[]> {
  const found: ServiceJobSummary[] = [];
  for await (const page of serviceJobs(batch, queryOf(filter))) {
    found.push(...page.filter((job) => matches(job, filter)));
    if (found.length >= limit) break;
  }
  return found.slice(0, limit);
}

/** The one query that AWS Batch gets. Source: ListServiceJobs, jobStatus and filters */
export function queryOf({ queue, status, share, quotaShare, namePrefix, after, before }: JobFilter): ListQuery {
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

function matches(job: ServiceJobSummary, filter: JobFilter): boolean {
  const { status, share, quotaShare, namePrefix, after = -Infinity, before = Infinity } = filter;
  const created = job.createdAt ?? 0;
  return (
    (status === undefined || job.status === status) &&
    (filter.open !== true || !isOver(job)) &&
    (share === undefined || job.shareIdentifier === share) &&
    (quotaShare === undefined || job.quotaShareName === quotaShare) &&
    // As AWS Batch compares names: in capitals or not.
    (namePrefix === undefined || (job.jobName ?? "").toLowerCase().startsWith(namePrefix.toLowerCase())) &&
    created >= after &&
    created <= before
  );
}

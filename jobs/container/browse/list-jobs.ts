import type { JobSummary } from "@aws-sdk/client-batch";
import { inTurns } from "../../../aws/in-turns";
import type { BatchClient } from "../../../aws/services";
import { TokenBucket } from "../../engine/rate";
import { type JobQuery, type Listing, listingsOf } from "./job-query";

// Calls a second.
const RATE = 20;
const LISTS_AT_ONCE = 4;

export interface FoundJobs {
  /** The newest first. */
  readonly jobs: readonly JobSummary[];
  /** Whether the limit has left out others. */
  readonly hasMore: boolean;
}

/**
 * Looks for jobs and reads all pages, or as many as it takes for the newest so many.
 *
 * @param limit how many at most
 * @throws AwsCallError, also when there is no such queue
 */
export async function listJobs(batch: BatchClient, query: JobQuery, limit: number): Promise<FoundJobs> {
  const bucket = new TokenBucket(RATE, RATE, batch.time);
  // A job that changes its state between two lists is in both.
  const found = new Map<string, JobSummary>();
  await inTurns(listingsOf(query), LISTS_AT_ONCE, async ({ request, isNewestFirst }: Listing) => {
    let count = 0;
    for await (const page of batch.quick.pages("ListJobs", request, { before: () => bucket.take() })) {
      for (const job of page.jobSummaryList ?? []) {
        if (!matches(job, query)) continue;
        found.set(job.jobId ?? "", job);
        count += 1;
      }
      if (isNewestFirst && count > limit) return;
    }
  });
  const jobs = [...found.values()].sort(
    (a, b) =>
      (b.createdAt ?? 0) - (a.createdAt ?? 0) || (a.arrayProperties?.index ?? 0) - (b.arrayProperties?.index ?? 0),
  );
  return { jobs: jobs.slice(0, limit), hasMore: jobs.length > limit };
}

function matches(job: JobSummary, { statuses, namePrefix, definition, share, after, before }: JobQuery): boolean {
  const { status, jobName = "", shareIdentifier, createdAt = 0 } = job;
  return (
    (statuses === undefined || statuses.some((one) => one === status)) &&
    // As AWS Batch compares names: in capitals or not.
    (namePrefix === undefined || jobName.toLowerCase().startsWith(namePrefix.toLowerCase())) &&
    (definition === undefined || isOf(job, definition)) &&
    (share === undefined || shareIdentifier === share) &&
    (after === undefined || createdAt >= after) &&
    (before === undefined || createdAt < before)
  );
}

/** @param definition name, name:revision or ARN */
function isOf({ jobDefinition = "" }: JobSummary, definition: string): boolean {
  if (definition.startsWith("arn:")) return jobDefinition === definition;
  const [, name = "", revision] = /(?:^|\/)([^/:]+)(?::(\d+))?$/.exec(jobDefinition) ?? [];
  return definition === name || definition === `${name}:${revision ?? ""}`;
}

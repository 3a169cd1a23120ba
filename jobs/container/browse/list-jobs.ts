import type { JobSummary } from "@aws-sdk/client-batch";
import type { BatchClient } from "../../../aws/services";
import { findJobs } from "../../engine/listing";
import { TokenBucket } from "../../engine/rate";
import { type JobQuery, listingsOf } from "./job-query";

// Calls a second.
const RATE = 20;

/**
 * Looks for jobs and reads all pages, or as many as it takes for the newest so many.
 *
 * @param limit how many at most
 * @throws AwsCallError, also when there is no such queue
 */
export function listJobs(
  { quick, time }: BatchClient,
  query: JobQuery,
  limit: number,
): ReturnType<typeof findJobs<JobSummary>> {
  const bucket = new TokenBucket(RATE, RATE, time);
  const paced = { before: () => bucket.take() };
  const listings = listingsOf(query).map(({ request, isNewestFirst }) => ({
    pages: quick.lists("ListJobs", request, ({ jobSummaryList }) => jobSummaryList, paced),
    isNewestFirst,
  }));
  const { definition } = query;
  return findJobs(listings, query, (job) => definition === undefined || isOf(job, definition), limit);
}

/** @param definition name, name:revision or ARN */
function isOf({ jobDefinition = "" }: JobSummary, definition: string): boolean {
  if (definition.startsWith("arn:")) return jobDefinition === definition;
  const [, name = "", revision] = /(?:^|\/)([^/:]+)(?::(\d+))?$/.exec(jobDefinition) ?? [];
  return definition === name || definition === `${name}:${revision ?? ""}`;
}

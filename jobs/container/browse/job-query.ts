import type { JobStatus, ListJobsRequest } from "@aws-sdk/client-batch";
import { jobList } from "../../../aws/batch/requests/container-job";
import type { JobFilter } from "../../engine/listing";

export const STATUSES = jobList.rows.jobStatus.values;

/** Which jobs are looked for; all that is given has to hold. */
export interface JobQuery extends JobFilter<JobStatus> {
  /** Names or ARNs; not with `array`. */
  readonly queues: readonly string[];
  /** Id of the parent of an array, whose jobs are looked for. */
  readonly array?: string;
  /** Name, name:revision or ARN; a name means all of its revisions. */
  readonly definition?: string;
}

/** A list to be read to its end, and whether the newest jobs come first in it. */
interface Listing {
  readonly request: ListJobsRequest;
  readonly isNewestFirst: boolean;
}

/**
 * The calls that find the jobs. ListJobs takes one filter and then forgets the status (but beside SHARE_IDENTIFIER), and
 * without either it lists only RUNNING jobs; so it gets the filter that leaves least, and the rest is sorted out here.
 *
 * Source: ListJobs, jobStatus and filters
 */
export function listingsOf(query: JobQuery): Listing[] {
  const { queues, array, statuses = STATUSES } = query;
  // "The filter doesn't apply to child jobs in an array": these are listed status by status.
  if (array !== undefined) {
    return statuses.map((jobStatus) => ({ request: { arrayJobId: array, jobStatus }, isNewestFirst: false }));
  }
  return queues.flatMap((jobQueue) => listingsIn(jobQueue, query));
}

function listingsIn(jobQueue: string, query: JobQuery): Listing[] {
  const { statuses, namePrefix, definition, share, after, before } = query;
  const filtered = (name: string, value: string): Listing[] => [
    // "the results are grouped by the job name and version"
    { request: { jobQueue, filters: [{ name, values: [value] }] }, isNewestFirst: name !== "JOB_NAME" },
  ];
  if (namePrefix !== undefined) return filtered("JOB_NAME", `${namePrefix}*`);
  // The filter knows names and ARNs; a revision is sorted out afterwards.
  if (definition !== undefined) return filtered("JOB_DEFINITION", definition.replace(/^([^:]+):\d+$/, "$1"));
  if (share !== undefined) return filtered("SHARE_IDENTIFIER", share);
  if (after !== undefined) return filtered("AFTER_CREATED_AT", String(after - 1));
  if (statuses !== undefined) {
    return statuses.map((jobStatus) => ({ request: { jobQueue, jobStatus }, isNewestFirst: false }));
  }
  return before === undefined ? filtered("AFTER_CREATED_AT", "0") : filtered("BEFORE_CREATED_AT", String(before));
}

import { inTurns } from "../../aws/in-turns";
import type { ListedJob } from "./kind";

/** Which jobs are looked for, of either kind; all that is given has to hold. */
export interface JobFilter<Status extends string> {
  /** @default all */
  readonly statuses?: readonly Status[];
  readonly namePrefix?: string;
  readonly share?: string;
  /** Milliseconds since 1970; created then or later. */
  readonly after?: number;
  /** Milliseconds since 1970; created before. */
  readonly before?: number;
}

/** A list that AWS Batch gives page by page, and whether the newest jobs come first in it. */
export interface Listing<J> {
  readonly pages: AsyncIterable<readonly J[]>;
  readonly isNewestFirst: boolean;
}

type Described = ListedJob & { readonly status?: string; readonly shareIdentifier?: string };

const LISTS_AT_ONCE = 4;

/**
 * Reads lists to their ends, or as far as it takes for the newest so many jobs. AWS Batch takes one filter a call and
 * forgets the status beside most of them, so that a list has more than is looked for.
 *
 * @param isWanted what the filter does not know of
 * @param limit how many at most
 * @returns the newest first, and whether the limit has left out others
 * @throws AwsCallError, also when there is no such queue
 */
export async function findJobs<J extends Described>(
  listings: readonly Listing<J>[],
  filter: JobFilter<string>,
  isWanted: (job: J) => boolean,
  limit: number,
): Promise<{ readonly jobs: readonly J[]; readonly hasMore: boolean }> {
  // A job that changes its status between two lists is in both.
  const found = new Map<string, J>();
  await inTurns(listings, LISTS_AT_ONCE, async ({ pages, isNewestFirst }) => {
    let count = 0;
    for await (const page of pages) {
      const wanted = page.filter((job) => matches(job, filter) && isWanted(job));
      for (const job of wanted) found.set(job.jobId ?? "", job);
      count += wanted.length;
      if (isNewestFirst && count > limit) return;
    }
  });
  const jobs = [...found.values()].sort((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0) || indexOf(a) - indexOf(b));
  return { jobs: jobs.slice(0, limit), hasMore: jobs.length > limit };
}

/** Jobs of an array were created at once. */
const indexOf = ({ jobId = "" }: ListedJob): number => Number(/:(\d+)$/.exec(jobId)?.[1] ?? 0);

function matches(
  job: Described,
  { statuses, namePrefix, share, after = -Infinity, before = Infinity }: JobFilter<string>,
) {
  const { status, jobName = "", shareIdentifier, createdAt = 0 } = job;
  return (
    (statuses === undefined || statuses.some((one) => one === status)) &&
    // As AWS Batch compares names: in capitals or not.
    (namePrefix === undefined || jobName.toLowerCase().startsWith(namePrefix.toLowerCase())) &&
    (share === undefined || shareIdentifier === share) &&
    createdAt >= after &&
    createdAt < before
  );
}

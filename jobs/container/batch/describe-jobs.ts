import type { JobDetail } from "@aws-sdk/client-batch";
import { PER_CALL } from "../../../aws/batch/limits";
import { inTurns, QUICK_RETRY, realTime, type Time, withRetry } from "../../engine/rate";
import type { BatchCalls } from "./calls";
import { named } from "./errors";
import { groupsOf } from "./groups";

const CALLS_AT_ONCE = 4;

/**
 * Describes jobs, in one call per hundred.
 *
 * @returns id -> job, of those that AWS Batch knows
 * @throws JobCallError
 */
export async function describeJobs(
  calls: Pick<BatchCalls, "describeJobs">,
  ids: readonly string[],
  time: Time = realTime,
): Promise<Map<string, JobDetail>> {
  const found = new Map<string, JobDetail>();
  await inTurns(groupsOf(ids, PER_CALL.described), CALLS_AT_ONCE, async (jobs) => {
    const answer = await named("DescribeJobs", () => withRetry(() => calls.describeJobs({ jobs }), time, QUICK_RETRY));
    for (const job of answer.jobs ?? []) found.set(job.jobId ?? "", job);
  });
  return found;
}

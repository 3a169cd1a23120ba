import type { JobDetail } from "@aws-sdk/client-batch";
import { groupsOf, inTurns } from "../in-turns";
import { PER_CALL } from "./limits";
import type { BatchClient } from "../services";

const CALLS_AT_ONCE = 4;

/**
 * Describes jobs, in one call per hundred.
 *
 * @returns id -> job, of those that AWS Batch knows
 * @throws AwsCallError
 */
export async function describeJobs(batch: BatchClient, ids: readonly string[]): Promise<Map<string, JobDetail>> {
  const found = new Map<string, JobDetail>();
  await inTurns(groupsOf(ids, PER_CALL.described), CALLS_AT_ONCE, async (jobs) => {
    const answer = await batch.quick.call("DescribeJobs", { jobs });
    for (const job of answer.jobs ?? []) found.set(job.jobId ?? "", job);
  });
  return found;
}

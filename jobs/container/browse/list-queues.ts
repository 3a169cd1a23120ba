import { type BatchCalls, named } from "../batch";
import { QUICK_RETRY, realTime, type Time, withRetry } from "../../engine/rate";

/**
 * @returns the names of all queues of the account that take container jobs
 * @throws JobCallError
 */
export async function containerQueues(
  calls: Pick<BatchCalls, "describeJobQueues">,
  time: Time = realTime,
): Promise<string[]> {
  const names: string[] = [];
  for (let nextToken: string | undefined; ;) {
    const token = nextToken;
    const ask = () => withRetry(() => calls.describeJobQueues({ nextToken: token }), time, QUICK_RETRY);
    const page = await named("DescribeJobQueues", ask);
    for (const { jobQueueName, jobQueueType } of page.jobQueues ?? []) {
      if (jobQueueName !== undefined && jobQueueType !== "SAGEMAKER_TRAINING") names.push(jobQueueName);
    }
    nextToken = page.nextToken;
    if (nextToken === undefined) return names.sort();
  }
}

import type { BatchClient } from "../../../aws/services";

/**
 * @returns the names of all queues of the account that take container jobs
 * @throws AwsCallError
 */
export async function containerQueues(batch: BatchClient): Promise<string[]> {
  const queues = await batch.quick.all("DescribeJobQueues", {}, ({ jobQueues }) => jobQueues);
  const names = queues.flatMap(({ jobQueueName, jobQueueType }) =>
    jobQueueName === undefined || jobQueueType === "SAGEMAKER_TRAINING" ? [] : [jobQueueName],
  );
  return names.sort();
}

/**
 * The tag that jobs carry which dapf submits: the name of their queue, so that the right to end or change a job can be limited
 * to the jobs of a queue. Nothing in a job's ARN tells its queue (Service Authorization Reference, AWS Batch, resource types).
 */
export const QUEUE_TAG = "dapf-queue";

/** @param queue its name or ARN @returns the tag of its jobs; none of a queue that is not said */
export function queueTags(queue: string | undefined): Readonly<Record<string, string>> {
  return queue === undefined ? {} : { [QUEUE_TAG]: queue.slice(queue.lastIndexOf("/") + 1) };
}

import type { Declared, QueueModel } from "../model";

/** What tells the queues of quota shares apart, whether they are named by name or by ARN. */
export function queueOf(
  model: QueueModel,
  share: Declared<"QuotaShares">,
): Declared<"TrainingJobQueues"> | string | undefined {
  const link = model.jobQueueOf(share);
  return link?.kind === "declared" ? link.target : link?.arn;
}

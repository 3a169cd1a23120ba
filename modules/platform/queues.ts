import { batchArn } from "../../aws/batch/arns";
import { placeIn } from "../../aws/place";
import { type ComputeModel, computeArns } from "../../config/compute";
import type { Environment } from "../../config/environment";
import { queueArns, type TrainingQueues } from "../../config/training-queues";
import type { BatchConstruct } from "../batch-construct";

/**
 * @param contexts of the pipelines
 * @returns ARNs of all queues of an environment, known when the stack is synthesized
 */
export function queuesOfPlatform(
  { settings }: Environment,
  contexts: readonly Pick<BatchConstruct, "jobQueue">[],
  training: TrainingQueues | undefined,
  compute: ComputeModel | undefined,
): string[] {
  const place = placeIn(settings.region, settings.account_number);
  return [
    ...contexts.flatMap(({ jobQueue: { nameInput } }) =>
      nameInput === undefined ? [] : batchArn(place, `job-queue/${nameInput}`),
    ),
    ...(training === undefined ? [] : queueArns(training, place).jobQueues.values()),
    ...(compute === undefined ? [] : computeArns(compute).jobQueues.values()),
  ];
}

import type { BatchClient } from "../aws/services";
import type { Environment } from "../config/environment";
import { loadTrainingQueues, queueArns, queueContext, type TrainingQueues } from "../config/training-queues";
import { asLive } from "./declared";
import { queueDrift, type QueueDifference } from "./drift";
import { NoQueuesError } from "./errors";
import { readLiveQueues } from "./live-queues";
import { queueOverviews, type QueueOverview } from "./overview";

export {
  NoQueuesError,
  ShareCapacityError,
  ShareOverwrittenError,
  UnknownQueueError,
  UnknownShareError,
} from "./errors";
export { changeShare, type ChangedShare, type ShareChange, type WantedCapacity } from "./share-change";
export { readQueueTop } from "./top";
export type { FrontTop, NextJob, QueueTop, ShareTop, UnitTop, WaitingFor } from "./top-picture";
export type { QueueDifference, QueueObjectKind } from "./drift";
export type { Capacity, EnvironmentOverview, Presence, QueueOverview, ShareOverview } from "./overview";

/**
 * @param batch undefined to tell only what is declared
 * @returns the queues of an environment, declared or live
 * @throws ConfigError, NoQueuesError, AwsCallError
 */
export async function listQueues(environment: Environment, batch: BatchClient | undefined): Promise<QueueOverview[]> {
  const { declared, arns } = declaredQueues(environment);
  return queueOverviews(declared, batch && (await readLiveQueues(batch, arns)));
}

/**
 * @returns how the live queues of an environment differ from what it declares
 * @throws ConfigError, NoQueuesError, AwsCallError
 */
export async function findQueueDrift(environment: Environment, batch: BatchClient): Promise<QueueDifference[]> {
  const { declared, arns } = declaredQueues(environment);
  return queueDrift(declared, await readLiveQueues(batch, arns));
}

/**
 * @returns what AWS accepts of the declarations of an environment and is probably not meant
 * @throws ConfigError, NoQueuesError
 */
export function declarationWarnings(environment: Environment): string[] {
  return loaded(environment).warnings.map(({ message }) => message);
}

function declaredQueues(environment: Environment) {
  const queues = loaded(environment);
  const context = queueContext(environment);
  return { declared: asLive(queues, context), arns: queueArns(queues, context) };
}

function loaded(environment: Environment): TrainingQueues {
  const queues = loadTrainingQueues(environment);
  if (queues === undefined) throw new NoQueuesError(environment.name, environment.file);
  return queues;
}

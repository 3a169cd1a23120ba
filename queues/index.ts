import type { BatchClient } from "../aws/services";
import type { Environment } from "../config/environment";
import { declaredQueues } from "./declarations";
import { queueDrift, type QueueDifference } from "./drift";
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
export type { EnvironmentTop, FrontTop, NextJob, QueueTop, ShareTop, UnitTop, WaitingFor } from "./top-picture";
export type { QueueDifference, QueueObjectKind } from "./drift";
export type {
  Capacity,
  ComputeEnvironmentOverview,
  ContainerQueueOverview,
  EnvironmentOverview,
  Presence,
  QueueOverview,
  ShareOverview,
  TrainingQueueOverview,
} from "./overview";
export type { TeamOfQueue } from "./declarations";
export { withUse } from "./use";

/**
 * @param batch undefined to tell only what is declared
 * @returns the queues of an environment, declared or live
 * @throws ConfigError, NoQueuesError, AwsCallError
 */
export async function listQueues(environment: Environment, batch: BatchClient | undefined): Promise<QueueOverview[]> {
  const { live: declared, training, teams } = declaredQueues(environment);
  const live = batch && (await readLiveQueues(batch, { declared, training, definitions: false }));
  return queueOverviews(declared, live, teams);
}

/**
 * @returns how the live queues of an environment, and what their jobs need, differ from what it declares
 * @throws ConfigError, NoQueuesError, AwsCallError
 */
export async function findQueueDrift(environment: Environment, batch: BatchClient): Promise<QueueDifference[]> {
  const { live: declared, training } = declaredQueues(environment);
  return queueDrift(declared, await readLiveQueues(batch, { declared, training, definitions: true }));
}

/**
 * @returns what AWS accepts of the declarations of an environment and is probably not meant
 * @throws ConfigError, NoQueuesError
 */
export function declarationWarnings(environment: Environment): readonly string[] {
  return declaredQueues(environment).warnings;
}

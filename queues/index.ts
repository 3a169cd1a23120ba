import type { Environment } from "../config/environment";
import { loadTrainingQueues, queueArns, queueContext } from "../config/training-queues";
import type { BatchReader } from "./batch-reader";
import { asLive } from "./declared";
import { queueDrift, type QueueDifference } from "./drift";
import { NoQueuesError } from "./errors";
import { readLiveQueues } from "./live-queues";
import { queueOverviews, type QueueOverview } from "./overview";

export { batchReader, type BatchReader } from "./batch-reader";
export {
  BatchCallError,
  NoQueuesError,
  ShareCapacityError,
  ShareOverwrittenError,
  UnknownQueueError,
  UnknownShareError,
} from "./errors";
export { queueWatcher, type QueueWatcher } from "./queue-watcher";
export { changeShare, type ChangedShare, type ShareChange, type ShareTime, type WantedCapacity } from "./share-change";
export { readQueueTop } from "./top";
export type { FrontTop, QueueTop, ShareTop, UnitTop, WaitingFor } from "./top-picture";
export type { QueueDifference, QueueObjectKind } from "./drift";
export type { Capacity, EnvironmentOverview, Presence, QueueOverview, ShareOverview } from "./overview";

/**
 * @param reader asks AWS; undefined to tell only what is declared
 * @returns the queues of an environment, declared or live
 * @throws ConfigError, NoQueuesError, BatchCallError
 */
export async function listQueues(environment: Environment, reader: BatchReader | undefined): Promise<QueueOverview[]> {
  const { declared, arns } = declaredQueues(environment);
  return queueOverviews(declared, reader && (await readLiveQueues(reader, arns)));
}

/**
 * @returns how the live queues of an environment differ from what it declares
 * @throws ConfigError, NoQueuesError, BatchCallError
 */
export async function findQueueDrift(environment: Environment, reader: BatchReader): Promise<QueueDifference[]> {
  const { declared, arns } = declaredQueues(environment);
  return queueDrift(declared, await readLiveQueues(reader, arns));
}

function declaredQueues(environment: Environment) {
  const queues = loadTrainingQueues(environment);
  if (queues === undefined) throw new NoQueuesError(environment.name, environment.file);
  const context = queueContext(environment);
  return { declared: asLive(queues, context), arns: queueArns(queues, context) };
}

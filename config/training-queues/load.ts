import { placeIn } from "../../aws/place";
import { readDeclarations } from "../declarations/declarations-file";
import type { Environment } from "../environment";
import { environmentTags } from "../tags";
import type { TrainingQueues } from "./declared-queues";
import type { QueueContext } from "./model";
import { parseTrainingQueues } from "./parse";

/**
 * Reads and validates the training queues of an environment.
 *
 * @returns undefined when the environment has none (no `training_queues` in its settings)
 * @throws ConfigError with every problem of the file
 */
export function loadTrainingQueues(environment: Environment): TrainingQueues | undefined {
  const { settings, root, file } = environment;
  if (settings.training_queues === undefined) return undefined;
  const known = loaded.get(environment);
  if (known !== undefined) return known;
  const source = readDeclarations(root, settings.training_queues.path, `training_queues.path of ${file}`);
  const queues = parseTrainingQueues(source, queueContext(environment));
  loaded.set(environment, queues);
  return queues;
}

/** Environments never change, and neither do their queues. */
const loaded = new WeakMap<Environment, TrainingQueues>();

/** @returns where the queues of an environment are, and the tags that they get. */
export function queueContext({ settings }: Environment): QueueContext {
  const { region, account_number: account } = settings;
  return { ...placeIn(region, account), tags: environmentTags(settings) };
}

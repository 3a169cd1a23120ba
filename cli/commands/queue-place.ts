import { partsOfBatchArn } from "../../aws/batch/arns";
import { environmentNames, loadEnvironment } from "../../config/loader";
import type { Environment } from "../../config/environment";
import { ConfigError } from "../../config/errors";
import { CONTEXTS, pipelineQueueName } from "../../config/names";
import { type Account, connectAccount, environmentFor, type KnownPlace, placeOf } from "../account";
import type { AccountFlags } from "../account-flags";
import type { CommandContext } from "../stack-command";

/** Options of commands about one queue. */
export type QueueFlags = AccountFlags & { readonly json?: boolean };

/**
 * Connects with the account and Region of a queue: those of its environment, of its ARN, or of the environment that
 * declares it, where the flags do not say otherwise.
 *
 * @param queue name or ARN
 * @throws UsageError when the Region cannot be known
 */
export async function accountOf(context: CommandContext, queue: string, flags: QueueFlags): Promise<Account> {
  const environment = environmentFor(context, flags);
  const place = environment === undefined ? await placeOfQueue(context.host.root, queue) : placeOf(environment);
  const advice = `No environment declares a queue ${queue}: name its environment with --env, or set AWS_REGION to look for it there`;
  return connectAccount(context, flags, place, advice);
}

async function placeOfQueue(root: string, queue: string): Promise<KnownPlace | undefined> {
  const named = partsOfBatchArn(queue);
  if (named !== undefined) return named;
  const environment = await environmentOfQueue(root, queue);
  return environment && placeOf(environment);
}

/** @param queue name @returns the environment that declares it; undefined when none does */
export async function environmentOfQueue(root: string, queue: string): Promise<Environment | undefined> {
  const { listQueues } = await import("../../queues");
  for (const name of environmentNames(root)) {
    try {
      const environment = loadEnvironment(root, name);
      if (CONTEXTS.some((context) => pipelineQueueName(environment.prefix, context) === queue)) return environment;
      const { training_queues: training, compute } = environment.settings;
      if (training === undefined && compute === undefined) continue;
      const queues = await listQueues(environment, undefined);
      if (queues.some((one) => one.name === queue)) return environment;
    } catch (error) {
      // What is wrong with another environment is no matter here.
      if (!(error instanceof ConfigError)) throw error;
    }
  }
  return undefined;
}

import { partsOfBatchArn } from "../../aws/batch/arns";
import { environmentNames, loadEnvironment } from "../../config/loader";
import { ConfigError } from "../../config/errors";
import type { Environment } from "../../config/environment";
import { type KnownPlace, awsVariables } from "../aws-variables";
import { type BatchClient, batchClient } from "../../aws/services";
import { type CommandContext, environmentOf } from "../stack-command";
import { UsageError } from "../usage-error";

export interface PlaceFlags {
  readonly local?: boolean;
  readonly json?: boolean;
  /** The environment that the queue belongs to. */
  readonly env?: string;
}

/**
 * Connects with the account and Region of a queue: those of its environment, of its ARN, of the environment that
 * declares it, or of the AWS variables.
 *
 * @param queue name or ARN
 * @throws UsageError when the Region cannot be known
 */
export async function batchOf(context: CommandContext, queue: string, flags: PlaceFlags): Promise<BatchClient> {
  const { region, account } = await placeOf(context, queue, flags);
  const variables = await awsVariables(context, flags.local === true, { region, account });
  return batchClient({ region, variables });
}

async function placeOf(context: CommandContext, queue: string, { env }: PlaceFlags): Promise<KnownPlace> {
  const { host } = context;
  if (env !== undefined) return settingsOf(environmentOf(host, env));
  const named = partsOfBatchArn(queue);
  if (named !== undefined) return named;
  const declaring = await declaringEnvironment(host.root, queue);
  if (declaring !== undefined) return settingsOf(declaring);
  const { AWS_REGION, AWS_DEFAULT_REGION } = host.variables;
  const chosen = AWS_REGION || AWS_DEFAULT_REGION;
  if (chosen) return { region: chosen };
  throw new UsageError(
    `No environment declares a queue ${queue}: name its environment with --env, or set AWS_REGION to look for it there`,
  );
}

async function declaringEnvironment(root: string, queue: string): Promise<Environment | undefined> {
  const { listQueues } = await import("../../queues");
  for (const name of environmentNames(root)) {
    try {
      const environment = loadEnvironment(root, name);
      if (environment.settings.training_queues === undefined) continue;
      const queues = await listQueues(environment, undefined);
      if (queues.some((one) => one.name === queue)) return environment;
    } catch (error) {
      // What is wrong with another environment is no matter here.
      if (!(error instanceof ConfigError)) throw error;
    }
  }
  return undefined;
}

function settingsOf({ settings: { region, account_number: account } }: Environment): KnownPlace {
  return { region, account };
}

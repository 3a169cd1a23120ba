/** Which account and Region a command works in, and how clients get there. */
import { type Connection, isLoopback, regionOf } from "../aws/connection";
import type { Place } from "../aws/place";
import { type BatchClient, batchClient } from "../aws/services";
import type { Environment } from "../config/environment";
import { type AccountFlags, accountVariables, checkRegion } from "./account-flags";
import { type CommandContext, environmentOf } from "./stack-command";
import { UsageError } from "./usage-error";

/** Whose resources a command is about; the account is for the embedded AWS, which has every one. @default its own default */
export type KnownPlace = Pick<Place, "region"> & Partial<Pick<Place, "account">>;

export interface Account {
  readonly batch: BatchClient;
  /** What clients of other services connect with, too. */
  readonly connection: Connection;
  readonly region: string;
  /** Whether calls stay on this machine, where what they do is visible at once. */
  readonly isLocal: boolean;
}

/** A connection with the account of an environment. */
export type EnvironmentConnection = Connection & { readonly region: string };

/** @throws UsageError when there is no such environment, ConfigError when it is there and wrong */
export function environmentFor({ host }: CommandContext, { env }: AccountFlags): Environment | undefined {
  return env === undefined ? undefined : environmentOf(host, env);
}

export function placeOf({ settings: { region, account_number: account } }: Environment): KnownPlace {
  return { region, account };
}

/** Connects with the account of the flags, and lets go of it when the work is done. @throws what `connectAccount` throws */
export async function withAccount<T>(
  context: CommandContext,
  flags: AccountFlags,
  use: (account: Account) => Promise<T>,
  environment = environmentFor(context, flags),
): Promise<T> {
  const account = await connectAccount(context, flags, environment && placeOf(environment));
  try {
    return await use(account);
  } finally {
    account.batch.close();
  }
}

const NO_REGION = "No Region: give --region or --env, set AWS_REGION, or name a profile that has one";

/**
 * Connects with the account that the flags mean; no call is made. The Region is that of `--region`, else of the place,
 * else of AWS_REGION, else of the profile.
 *
 * @param place where what the command is about is known to be: of the environment, of an ARN
 * @param advice said when there is no Region
 * @throws UsageError when no Region is given or configured, NotRunningError without the embedded AWS of `--local`
 */
export async function connectAccount(
  context: CommandContext,
  flags: AccountFlags,
  place: KnownPlace | undefined,
  advice = NO_REGION,
): Promise<Account> {
  const connection = await connect(context, flags, place);
  const batch = batchClient(connection);
  const configured = () =>
    batch.region().catch(() => {
      throw new UsageError(advice);
    });
  return {
    batch,
    connection,
    region: regionOf(connection) ?? (await configured()),
    isLocal: isLoopback(batch.endpoint),
  };
}

/** A connection with the account of an environment that an argument names. @throws UsageError, NotRunningError */
export async function connectEnvironment(
  context: CommandContext,
  environment: Environment,
  flags: AccountFlags,
): Promise<EnvironmentConnection> {
  checkRegion(environment, flags);
  const place = placeOf(environment);
  return { ...(await connect(context, flags, place)), region: place.region };
}

/** Where the embedded AWS is looked at when nobody says where: it has every Region. */
const LOCAL_REGION = "us-east-1";

async function connect({ host, work }: CommandContext, flags: AccountFlags, place?: KnownPlace): Promise<Connection> {
  const variables = accountVariables(host.variables, flags);
  const region = flags.region ?? place?.region;
  if (flags.local !== true) return { region, variables };
  const aws = await work.begin();
  const { endpoint } = await aws.findRunning(host.root);
  const account = place?.account ?? aws.DEFAULT_ACCOUNT;
  const wanted = { endpoint, account, region: regionOf({ region, variables }) ?? LOCAL_REGION };
  return { region, variables: aws.appliedTo(variables, aws.clientEnvironment(wanted, variables)) };
}

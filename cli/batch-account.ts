import type { Command } from "commander";
import { type Connection, isLoopback } from "../aws/connection";
import { type BatchClient, batchClient } from "../aws/services";
import type { Environment } from "../config/environment";
import { type JobPolicy, policyOf } from "../jobs/container/policy";
import { type KnownPlace, awsVariables } from "./aws-variables";
import type { Host } from "./host";
import { shellWord } from "../errors/shell-word";
import { type CommandContext, environmentOf } from "./stack-command";
import { UsageError } from "./usage-error";

/** Options of commands that speak to AWS Batch. */
export interface AccountFlags {
  readonly region?: string;
  readonly profile?: string;
  readonly env?: string;
  readonly local?: boolean;
}

/** Adds `--region`, `--profile`, `--env` and `--local`. */
export function withAccountFlags(command: Command): Command {
  return command
    .option("--region <region>", "Region (default: that of --env, then AWS_REGION, then the profile's)")
    .option("--profile <profile>", "profile of the AWS configuration (default: AWS_PROFILE)")
    .option("--env <environment>", "an environment of this repository: its Region, its limits and its required tags")
    .option("--local", "use the embedded AWS of this clone instead of a real account");
}

/** @returns the flags as words of a shell that mean the same account */
export function accountWords({ region, profile, env, local }: AccountFlags): string[] {
  const pairs = { "--region": region, "--profile": profile, "--env": env };
  const words = Object.entries(pairs).flatMap(([flag, value]) => (value === undefined ? [] : [flag, shellWord(value)]));
  return local === true ? [...words, "--local"] : words;
}

/** @throws UsageError when there is no such environment, ConfigError when it is there and wrong */
export function environmentFor(context: CommandContext, { env }: AccountFlags): Environment | undefined {
  return env === undefined ? undefined : environmentOf(context.host, env);
}

/** @returns what the environment allows its jobs; undefined without one */
export function policyFor(environment: Environment | undefined): JobPolicy | undefined {
  return environment === undefined ? undefined : policyOf(environment);
}

export interface Account {
  readonly batch: BatchClient;
  /** What clients of other services connect with, too. */
  readonly connection: Connection;
  readonly region: string;
  /** Whether calls stay on this machine, where what they do is visible at once. */
  readonly isLocal: boolean;
}

/**
 * Connects with the account that the flags mean; no call is made.
 *
 * @throws UsageError when no Region is given or configured, NotRunningError without the embedded AWS of `--local`
 */
export async function connectAccount(
  context: CommandContext,
  flags: AccountFlags,
  environment: Environment | undefined,
): Promise<Account> {
  if (flags.local === true && flags.profile !== undefined) {
    throw new UsageError("--local and --profile exclude each other: the embedded AWS has no profiles");
  }
  const wanted = flags.region ?? environment?.settings.region;
  const isEmbedded = flags.local === true;
  const variables = await awsVariables(context, isEmbedded, localPlace(context.host, wanted, environment));
  const connection = { region: wanted, profile: flags.profile, variables };
  const batch = batchClient(connection);
  const region = await batch.region().catch(() => {
    throw new UsageError("No Region: give --region or --env, set AWS_REGION, or name a profile that has one");
  });
  return { batch, connection, region, isLocal: isLoopback(batch.endpoint) };
}

/** Where the embedded AWS is looked at when nobody says where: it has every Region. */
const LOCAL_REGION = "us-east-1";

function localPlace({ variables }: Host, wanted: string | undefined, environment: Environment | undefined): KnownPlace {
  const region = wanted ?? (variables.AWS_REGION || variables.AWS_DEFAULT_REGION || LOCAL_REGION);
  return { region, account: environment?.settings.account_number };
}

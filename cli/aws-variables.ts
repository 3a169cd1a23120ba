/** Variables that lead clients of AWS to the account that a command is about: the real one, or that of the embedded AWS. */
import type { Connection } from "../aws/connection";
import type { Place } from "../aws/place";
import type { Environment } from "../config/environment";
import type { CommandContext } from "./stack-command";

/** Whose resources a command is about; the account is for the embedded AWS, which has every one. @default its own default */
export type KnownPlace = Pick<Place, "region"> & Partial<Pick<Place, "account">>;

/**
 * @param local whether the embedded AWS of this clone is meant
 * @throws NotRunningError when it is, and does not run
 */
export async function awsVariables(
  { host, work }: CommandContext,
  local: boolean,
  { region, account }: KnownPlace,
): Promise<NodeJS.ProcessEnv> {
  if (!local) return host.variables;
  const aws = await work.begin();
  const { endpoint } = await aws.findRunning(host.root);
  const place = { endpoint, account: account ?? aws.DEFAULT_ACCOUNT, region };
  return aws.appliedTo(host.variables, aws.clientEnvironment(place, host.variables));
}

/** A connection with an environment's account. @throws NotRunningError */
export async function awsOf(
  context: CommandContext,
  { settings: { account_number: account, region } }: Environment,
  local: boolean,
): Promise<EnvironmentConnection> {
  return { region, variables: await awsVariables(context, local, { region, account }) };
}

export type EnvironmentConnection = Connection & { readonly region: string };

/** Variables that lead clients of AWS to the account that a command is about: the real one, or that of the embedded AWS. */
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

/** The Region and variables for clients of an environment's AWS. */
export interface EnvironmentAws {
  readonly region: string;
  readonly variables: NodeJS.ProcessEnv;
}

/** The same for an environment's account. @throws NotRunningError */
export async function awsOf(
  context: CommandContext,
  { settings: { account_number: account, region } }: Environment,
  local: boolean,
): Promise<EnvironmentAws> {
  return { region, variables: await awsVariables(context, local, { region, account }) };
}

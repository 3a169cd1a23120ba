import type { Environment } from "../config/environment";
import type { CommandContext } from "./stack-command";

/** The Region and variables for clients of an environment's AWS. */
export interface EnvironmentAws {
  readonly region: string;
  readonly variables: NodeJS.ProcessEnv;
}

/**
 * @param local whether the embedded AWS of this clone is meant
 * @throws NotRunningError when it is, and does not run
 */
export async function awsOf(
  { host, embedded }: CommandContext,
  { settings: { account_number: account, region } }: Environment,
  local: boolean,
): Promise<EnvironmentAws> {
  if (!local) return { region, variables: host.variables };
  const aws = await embedded();
  const { endpoint } = await aws.findRunning(host.root);
  const client = aws.clientEnvironment({ endpoint, account, region }, host.variables);
  return { region, variables: aws.appliedTo(host.variables, client) };
}

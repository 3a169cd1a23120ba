/** What commands about the pipeline of an environment do one after the other. */
import { endpointOf } from "../aws/connection";
import type { Environment } from "../config/environment";
import type { RunContext } from "../jobs/runs";
import type { EnvironmentConnection } from "./account";
import { awsWords, type Turn } from "./turns";

/** Changing scripts, image or live job definition of a context. */
export function codeTurn(environment: Environment, context: RunContext, aws: EnvironmentConnection): Turn {
  return turn(["code", ...wordsOf(environment, aws), context], `code-sync of ${context} of ${environment.name}`);
}

/** Preparing example data: that of a day is for both contexts. */
export function exampleTurn(environment: Environment, aws: EnvironmentConnection): Turn {
  return turn(["example", ...wordsOf(environment, aws)], `preparation of example data of ${environment.name}`);
}

/** Starting a run of a context. */
export function startTurn(environment: Environment, context: RunContext, aws: EnvironmentConnection): Turn {
  return turn(["run", ...wordsOf(environment, aws), context], `start of a ${context} run of ${environment.name}`);
}

function turn(about: Turn["about"], what: string): Turn {
  return { about, what };
}

/** Two environments of one prefix have the same resources. */
function wordsOf({ prefix, settings }: Environment, connection: EnvironmentConnection): string[] {
  const { region } = connection;
  return [...awsWords({ region, endpoint: endpointOf(connection), account: settings.account_number }), prefix];
}

/** What all `why` commands have in common. */
import type { Environment } from "../config/environment";
import type { Declared, Diagnosis } from "../diagnosis";
import { type AccountFlags } from "./account-flags";
import { environmentFor } from "./account";
import { EXIT_FAILED } from "./exit-codes";
import { printJson } from "./json-result";
import { diagnosisLines } from "./render/diagnosis-lines";
import { styleFor } from "./render/style";
import type { CommandContext } from "./stack-command";
import { commandsFor } from "./why-commands";

export type WhyFlags = AccountFlags & { readonly json?: boolean };

/** Columns where there is no terminal to ask: what people paste into a ticket. */
const COLUMNS = 80;

export const whyExitCodes = `
Exit codes:
  0    nothing is wrong: it waits its turn, runs, or has succeeded
  1    it cannot run, would fail, or has failed; or AWS did not answer
  2    wrong command line, or something that AWS does not know (any more)
  75   not signed in to AWS, or not any more`;

/** @returns where the environment of the flags declares things; nowhere without one */
export async function declaredBy(context: CommandContext, flags: AccountFlags): Promise<Declared> {
  const { declaredIn, nowhere } = await import("../diagnosis");
  const environment: Environment | undefined = environmentFor(context, flags);
  return environment === undefined ? nowhere : declaredIn(environment);
}

/**
 * Prints a diagnosis, and exits with 1 when something is wrong.
 *
 * @param region of what the diagnosis is about, where it is known
 */
export async function tell(
  { host, exitWith }: CommandContext,
  whole: Diagnosis,
  flags: WhyFlags,
  region: string | undefined,
): Promise<void> {
  const { isBad } = await import("../diagnosis");
  if (isBad(whole)) exitWith(EXIT_FAILED);
  // What this shell means by itself needs not be said.
  const isMeant = flags.env === undefined && flags.region === undefined && region === host.variables.AWS_REGION;
  const diagnosis = commandsFor(whole, flags, isMeant ? undefined : region);
  if (flags.json === true) return printJson(host.stdout, diagnosis);
  const { isTerminal, size } = host.stdout;
  const lines = diagnosisLines(diagnosis, isTerminal ? size.columns : COLUMNS, styleFor(isTerminal, host.variables));
  host.stdout.write(`${lines.join("\n")}\n`);
}

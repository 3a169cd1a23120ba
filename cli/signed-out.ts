import type { AwsCallError } from "../aws/errors";
import { EXIT_SIGNED_OUT } from "./exit-codes";
import type { CommandContext } from "./stack-command";

/**
 * Ends a watch whose session with AWS has ended: with an exit code of its own, and on standard error, which no program
 * reads results from.
 *
 * @param what goes on: `the jobs keep running`
 * @param again the command that looks again
 */
export function signedOutEnd(
  { host, exitWith }: Pick<CommandContext, "host" | "exitWith">,
  { reason }: AwsCallError,
  what: string,
  again: string,
): void {
  exitWith(EXIT_SIGNED_OUT);
  host.stderr.write(`The session with AWS has ended (${reason}): ${what}. Sign in again, then: ${again}\n`);
}

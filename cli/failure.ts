import { denialsIn } from "../aws/denials";
import { AwsCallError, isSignedOut } from "../aws/errors";
import { ConfigError, type ConfigProblem } from "../config/errors";
import { DapfError, EXIT_FAILED, EXIT_SIGNED_OUT } from "../errors";

/** An error as the user gets to see it. */
export interface Failure {
  /** Name of the error's class. */
  readonly kind: string;
  /** What is wrong and what to do about it; may have several lines. */
  readonly message: string;
  readonly exitCode: number;
  /** Of a file that is wrong: all of it, where the message has the first of many. */
  readonly problems?: readonly ConfigProblem[];
}

/** The sentence before it names the permission that is missing. */
const WHAT_IS_NEEDED =
  "What is needed: npx dapf iam <environment> --for runner, submitter or viewer (docs/security.md)";

/** @returns the sentence and the exit code for an error; what nobody has foreseen comes with the way to its stack trace. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { kind: "Error", message: String(error), exitCode: EXIT_FAILED };
  const { name: kind, message } = error;
  if (error instanceof ConfigError) return { kind, message, exitCode: error.exitCode, problems: error.problems };
  if (error instanceof DapfError) return { kind, message, exitCode: error.exitCode };
  if (error instanceof AwsCallError) {
    const isMissing = denialsIn(error.reason).length > 0;
    const whole = isMissing ? `${message}\n${WHAT_IS_NEEDED}` : message;
    return { kind, message: whole, exitCode: isSignedOut(error) ? EXIT_SIGNED_OUT : EXIT_FAILED };
  }
  return { kind, message: `${message}\n(Set DAPF_DEBUG=1 to see where this comes from.)`, exitCode: EXIT_FAILED };
}

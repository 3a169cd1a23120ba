import { isSignedOut } from "../../aws/errors";
import { DapfError, EXIT_FAILED, EXIT_INTERRUPTED, EXIT_SIGNED_OUT } from "../../errors";

/** One job that could not be submitted. */
export interface SubmitFailure {
  readonly name: string;
  /** The service's words. */
  readonly reason: string;
  /** `refused`: the service does not want it. `no answer`: it could not be reached, or did not answer, to the last try. */
  readonly kind: "refused" | "no answer";
  /** What was thrown. */
  readonly cause?: unknown;
}

const MOST_SHOWN = 10;

/** Jobs could not be submitted; the journal has all that were. */
export class SubmitFailedError extends DapfError {
  override readonly exitCode: number;

  constructor(
    readonly failures: readonly SubmitFailure[],
    readonly submitted: ReadonlyMap<string, string>,
    readonly total: number,
  ) {
    const shown = failures.slice(0, MOST_SHOWN).map(({ name, kind, reason }) => `  ${name}: ${kind}: ${reason}`);
    const rest = failures.length > MOST_SHOWN ? [`  and ${failures.length - MOST_SHOWN} more`] : [];
    const goOn = `Submitted are ${submitted.size} of ${total} jobs. Run the same command to go on.`;
    super(["Jobs could not be submitted:", ...shown, ...rest, goOn].join("\n"));
    this.exitCode = failures.every(({ cause }) => isSignedOut(cause)) ? EXIT_SIGNED_OUT : EXIT_FAILED;
  }
}

/** The submission was asked to end before all was submitted. */
export class SubmitInterruptedError extends DapfError {
  override readonly exitCode = EXIT_INTERRUPTED;

  constructor(
    readonly submitted: ReadonlyMap<string, string>,
    readonly total: number,
  ) {
    super(
      `Interrupted: ${submitted.size} of ${total} jobs are submitted and keep running. Run the same command to go on.`,
    );
  }
}

/** The outcome of a call was never learnt, and is too long ago to be looked up. */
export class OutcomeForgottenError extends DapfError {
  constructor(
    readonly job: string,
    /** ISO 8601 */
    readonly calledAt: string,
  ) {
    super(
      `Whether ${job} was submitted at ${calledAt} cannot be looked up any more, because AWS Batch forgets jobs: ` +
        "start afresh with --again",
    );
  }
}

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

/** Jobs could not be submitted; the journal has all that were. */
export class SubmitFailedError extends Error {
  override readonly name = "SubmitFailedError";

  constructor(
    readonly failures: readonly SubmitFailure[],
    readonly submitted: ReadonlyMap<string, string>,
    readonly total: number,
  ) {
    super(`${failures.length} of ${total} jobs could not be submitted`);
  }
}

/** The submission was asked to end before all was submitted. */
export class SubmitInterruptedError extends Error {
  override readonly name = "SubmitInterruptedError";

  constructor(
    readonly submitted: ReadonlyMap<string, string>,
    readonly total: number,
  ) {
    super(`interrupted after ${submitted.size} of ${total} jobs`);
  }
}

/** The outcome of a call was never learnt, and is too long ago to be looked up. */
export class OutcomeForgottenError extends Error {
  override readonly name = "OutcomeForgottenError";

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

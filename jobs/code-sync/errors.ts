import { DapfError } from "../../errors";

/** The code of a context cannot be put in place; the message is the whole explanation. */
export class CodeSyncError extends DapfError {}

/** Something that is live, and is not what was put there. */
export interface LiveDifference {
  /** Name of a parameter, or key of a script. */
  readonly name: string;
  /** What is there: `arn:..:3 with the image a:1`. */
  readonly live: string;
}

/** Somebody else has changed the code of the context while it was put in place. */
export class CodeChangedError extends DapfError {
  constructor(
    readonly environment: string,
    readonly context: string,
    readonly differences: readonly LiveDifference[],
  ) {
    const live = differences.map((one) => `${one.name} is ${one.live}`).join("; ");
    super(
      `Somebody else has changed the code of ${context} of ${environment} at the same time, and what is live now is not ` +
        `what was asked for: ${live}. Run the same command again to make yours the live one.`,
    );
  }
}

/** The code of a context cannot be put in place; the message is the whole explanation. */
export class CodeSyncError extends Error {
  override readonly name = "CodeSyncError";
}

/** Something that is live, and is not what was put there. */
export interface LiveDifference {
  /** Name of a parameter, or key of a script. */
  readonly name: string;
  /** What is there: `arn:..:3 with the image a:1`. */
  readonly live: string;
}

/** Somebody else has changed the code of the context while it was put in place. */
export class CodeChangedError extends Error {
  override readonly name = "CodeChangedError";

  constructor(
    readonly environment: string,
    readonly context: string,
    readonly differences: readonly LiveDifference[],
  ) {
    super(`${differences.map(({ name, live }) => `${name} is ${live}`).join("; ")}`);
  }
}

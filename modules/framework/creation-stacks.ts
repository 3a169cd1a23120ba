/**
 * Stops CDKTF from recording where in the code each token was made. It does so with a full stack trace for each of
 * thousands of tokens, which is half the time of a synthesis, and uses it for nothing but a line in the message of an
 * error that is thrown while a token is resolved. Stack traces of real errors stay as they are.
 *
 * CDKTF 0.21 has no switch for it: it calls `Error.captureStackTrace` on a plain object, which is what tells its calls
 * from those of errors.
 */
export function skipCreationStacks(): void {
  // Bound, because the method is called without its object below.
  const capture = Error.captureStackTrace.bind(Error);
  Error.captureStackTrace = (target, below) => {
    if (target instanceof Error) capture(target, below);
  };
}

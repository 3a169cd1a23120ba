/** The command line asks for something that makes no sense; the message is the whole explanation. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The code of a context cannot be put in place; the message is the whole explanation. */
export class CodeSyncError extends Error {
  override readonly name = "CodeSyncError";
}

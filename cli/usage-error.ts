import { DapfError, EXIT_USAGE } from "../errors";

/** The command line asks for something that makes no sense; the message is the whole explanation. */
export class UsageError extends DapfError {
  override readonly exitCode = EXIT_USAGE;
}

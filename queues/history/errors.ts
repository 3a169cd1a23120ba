import { DapfError, EXIT_INTERRUPTED } from "../../errors";

/** The reading of a history was broken off. */
export class HistoryInterruptedError extends DapfError {
  override readonly exitCode = EXIT_INTERRUPTED;

  constructor(
    /** Time of the log up to which all is read; milliseconds since 1970. */
    readonly until: number,
  ) {
    super(`Interrupted at ${new Date(until).toISOString()}: the same command goes on from there.`);
  }
}

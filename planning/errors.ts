import { DapfError, EXIT_USAGE } from "../errors";

/** What was asked of the planner makes no sense with what is declared. */
export class PlanError extends DapfError {
  override readonly exitCode = EXIT_USAGE;
}

/** So many jobs wait or run at once in a replay that the memory of its thread does not hold them. */
export class ReplayTooLargeError extends DapfError {
  constructor(
    readonly plan: string,
    /** Jobs that were submitted until then, and all. */
    readonly submitted: number,
    readonly jobs: number,
  ) {
    const count = (value: number) => value.toLocaleString("en-US");
    super(
      `${plan}: after ${count(submitted)} of ${count(jobs)} jobs more of them wait at once than the memory holds. ` +
        "What is declared is far too small for them, or a column is read in another unit (a duration is in seconds): " +
        "replay a part (--from, --until) to see. NODE_OPTIONS=--max-old-space-size=<MB> gives it more memory",
    );
  }
}

import { DapfError } from "../../errors";

/** A history that cannot be used; tells the first thing that is wrong with it. */
export class HistoryError extends DapfError {
  constructor(
    /** As the user named it. */
    readonly file: string,
    /** What is wrong: "is no number of seconds: abc". */
    readonly problem: string,
    /** From 1; absent when it is about the whole file. */
    readonly line?: number,
    /** From 1, the cell of the line with its name: "4 (duration)". */
    readonly column?: string,
  ) {
    super(
      [file, ...(line === undefined ? [] : [`line ${line}${column === undefined ? "" : `, column ${column}`}`])]
        .concat(problem)
        .join(": "),
    );
  }
}

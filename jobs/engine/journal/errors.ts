import { DapfError } from "../../../errors";
import { type LockedError, ownerText } from "../../../locks";

/** A journal cannot be used; what is in it is as it was. */
export class JournalError extends DapfError {}

/** Another process works with the journal. */
export class JournalLockedError extends JournalError {
  constructor({ owner, advice }: LockedError) {
    super(`Another dapf is at the same work: ${ownerText(owner)}. ${advice}`);
  }
}

/** The journal is of a run of something else. */
export class JournalMismatchError extends JournalError {
  constructor(
    readonly file: string,
    /** What differs, e.g. `the job file`. */
    readonly what: string,
    readonly recorded: string,
    readonly found: string,
    /** Whether only the jobs differ; whether the run is through. */
    { isMendable, isFinished }: { readonly isMendable: boolean; readonly isFinished: boolean },
  ) {
    const mended = "submit what is new or changed and was not submitted with --continue, which shows it first, ";
    super(
      `${file} is the journal of a run${isFinished ? "" : " that is not finished"}, and ${what} has changed since ` +
        `(then ${recorded}, now ${found}). Undo the change and run the same command to go on, ${isMendable ? mended : ""}` +
        "or start afresh with --again: what was submitted then stays submitted",
    );
  }
}

/** There is no run that could be gone on with. */
export class NothingToContinueError extends JournalError {
  constructor(readonly file: string) {
    super(`There is no run to continue: ${file} does not exist. Leave --continue out to submit all jobs`);
  }
}

/** The journal was written by another version of dapf. */
export class JournalVersionError extends JournalError {
  constructor(
    readonly file: string,
    readonly found: string,
    readonly known: number,
  ) {
    super(
      `${file} is a journal of version ${found}; this dapf knows version ${known}. Use the dapf that began the run`,
    );
  }
}

/** A line that is not the last one cannot be read. */
export class JournalDamagedError extends JournalError {
  constructor(
    readonly file: string,
    readonly line: number,
  ) {
    super(
      `${file}:${line}: this line of the journal cannot be read: somebody changed the file. ` +
        "Restore it, or start afresh with --again: what was submitted then stays submitted",
    );
  }
}

/** The file system refuses. */
export class JournalWriteError extends JournalError {
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`The journal ${file} cannot be written: ${reason}. Without it nothing is submitted`);
  }
}

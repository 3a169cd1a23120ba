import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { open } from "node:fs/promises";
import * as path from "node:path";
import { LockedError, takeLock } from "../../../locks";
import { type Difference, differenceOf, subjectOf } from "./difference";
import { JournalLockedError, JournalMismatchError, JournalWriteError, NothingToContinueError } from "./errors";
import { GroupCommit } from "./group-commit";
import { isFinished, type RunRecord } from "../record";
import { type Header, readJournal, type Recorded, VERSION } from "./read";

export interface JournalOptions {
  readonly file: string;
  /**
   * What the run is about; the words name it in errors, e.g. `{ "the job file": digest, "the Region": "eu-west-1" }`. An
   * unfinished run goes on only when all of it is the same; a finished run about something else makes way for a new one.
   */
  readonly about: Readonly<Record<string, string>>;
  /** The jobs themselves. */
  readonly jobs: JobsInJournal;
  /** Begin a new run whatever the file holds. @default false */
  readonly again?: boolean;
  /**
   * Go on with a run, finished or not, whose jobs have changed: this is told what differs, and throws when that is not
   * meant. Without it only a run of the same jobs goes on.
   */
  readonly mend?: (difference: Difference) => Promise<void>;
}

export interface JobsInJournal {
  /** The key of `about` that stands for them. */
  readonly about: string;
  /** Name -> digest of the job. */
  readonly digests: Readonly<Record<string, string>>;
}

/** Append-only records of one run, which outlive the process. */
export interface Journal {
  readonly file: string;
  /** Unique name of the run; the same when the run goes on after a crash. */
  readonly run: string;
  /** ISO 8601 */
  readonly begun: string;
  /** What was there when the journal was opened. */
  readonly records: readonly RunRecord[];
  /** Resolves when the record is on the disk. @throws JournalWriteError */
  append(record: RunRecord): Promise<void>;
  /** Ends the use of the file, and lets others use it. */
  close(): Promise<void>;
  /** Ends the use of the file, and removes it. */
  remove(): Promise<void>;
}

/**
 * Opens the journal of a run that goes on, or begins a new one. Nobody else can open it meanwhile. That a run goes on with
 * other jobs is one more line of the file: a crash leaves it with all of the line, or as it was.
 *
 * @throws JournalLockedError, JournalMismatchError, NothingToContinueError, JournalVersionError, JournalDamagedError,
 *   JournalWriteError, and what `mend` throws
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { file } = options;
  const lock = writing(file, () => takeLock(`${file}.lock`, `run of ${path.basename(file)}`));
  try {
    const recorded = (await earlier(options)) ?? begin(options);
    writing(file, () => fs.truncateSync(file, recorded.bytes));
    const handle = await open(file, "a");
    const lines = new GroupCommit(handle);
    const append = (record: RunRecord) =>
      lines.append(`${JSON.stringify(record)}\n`).catch((error: unknown) => {
        throw new JournalWriteError(file, reasonOf(error));
      });
    const { mended } = recorded;
    if (mended !== undefined) {
      await append(mended).catch(async (error: unknown) => {
        await handle.close();
        throw error;
      });
    }
    const close = async () => {
      await handle.close();
      lock.release();
    };
    return {
      file,
      run: recorded.header.run,
      begun: recorded.header.begun,
      records: [...recorded.records, ...(mended === undefined ? [] : [mended])],
      append,
      close,
      remove: async () => {
        await handle.close();
        fs.rmSync(file, { force: true });
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Earlier extends Recorded {
  /** To be recorded before anything else. */
  readonly mended?: RunRecord;
}

/** @returns what a run has recorded that this one continues */
async function earlier({ file, about, jobs, again = false, mend }: JournalOptions): Promise<Earlier | undefined> {
  const recorded = again ? undefined : readJournal(file);
  if (recorded === undefined) {
    if (mend !== undefined) throw new NothingToContinueError(file);
    return undefined;
  }
  const { header, records } = recorded;
  const before = subjectOf(header, records).about;
  const differing = Object.keys({ ...before, ...about }).filter((key) => before[key] !== about[key]);
  const [what] = differing;
  if (what === undefined) return recorded;
  const isMendable = differing.every((key) => key === jobs.about);
  if (isMendable && mend !== undefined) {
    await mend(differenceOf(header, records, jobs.digests));
    return { ...recorded, mended: { type: "mended", about, jobs: jobs.digests, at: Date.now() } };
  }
  const isOver = isFinished(records);
  if (isOver && mend === undefined) return undefined;
  const shown = (value: string | undefined) => (value === undefined ? "none" : value.slice(0, 64));
  const seen = differing.find((key) => key !== jobs.about) ?? what;
  throw new JournalMismatchError(file, seen, shown(before[seen]), shown(about[seen]), {
    isMendable,
    isFinished: isOver,
  });
}

/** The file appears with its first line, or not at all. */
function begin({ file, about, jobs }: JournalOptions): Earlier {
  const begun = new Date().toISOString();
  const header: Header = { dapfJournal: VERSION, run: randomUUID(), begun, about, jobs: jobs.digests };
  const line = `${JSON.stringify(header)}\n`;
  writing(file, () => {
    const draft = `${file}.new`;
    const descriptor = fs.openSync(draft, "w");
    fs.writeSync(descriptor, line);
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
    fs.renameSync(draft, file);
  });
  return { header, records: [], bytes: Buffer.byteLength(line) };
}

function writing<T>(file: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof LockedError) throw new JournalLockedError(error);
    throw new JournalWriteError(file, reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

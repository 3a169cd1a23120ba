import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { open } from "node:fs/promises";
import * as path from "node:path";
import { LockedError, takeLock } from "../../../locks";
import { JournalLockedError, JournalMismatchError, JournalWriteError } from "./errors";
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
  /** Begin a new run whatever the file holds. @default false */
  readonly again?: boolean;
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
 * Opens the journal of a run that goes on, or begins a new one. Nobody else can open it meanwhile.
 *
 * @throws JournalLockedError, JournalMismatchError, JournalVersionError, JournalDamagedError, JournalWriteError
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { file } = options;
  const lock = writing(file, () => takeLock(`${file}.lock`, `run of ${path.basename(file)}`));
  try {
    const recorded = earlier(options) ?? begin(options);
    writing(file, () => fs.truncateSync(file, recorded.bytes));
    const handle = await open(file, "a");
    const lines = new GroupCommit(handle);
    const close = async () => {
      await handle.close();
      lock.release();
    };
    return {
      file,
      run: recorded.header.run,
      begun: recorded.header.begun,
      records: recorded.records,
      append: (record) =>
        lines.append(`${JSON.stringify(record)}\n`).catch((error: unknown) => {
          throw new JournalWriteError(file, reasonOf(error));
        }),
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

/** @returns what a run has recorded that this one continues */
function earlier({ file, about, again = false }: JournalOptions): Recorded | undefined {
  const recorded = again ? undefined : readJournal(file);
  if (recorded === undefined) return undefined;
  const before = recorded.header.about;
  const what = Object.keys({ ...before, ...about }).find((key) => before[key] !== about[key]);
  if (what === undefined) return recorded;
  if (isFinished(recorded.records)) return undefined;
  const shown = (value: string | undefined) => (value === undefined ? "none" : value.slice(0, 64));
  throw new JournalMismatchError(file, what, shown(before[what]), shown(about[what]), recorded.records.length);
}

/** The file appears with its first line, or not at all. */
function begin({ file, about }: JournalOptions): Recorded {
  const header: Header = { dapfJournal: VERSION, run: randomUUID(), begun: new Date().toISOString(), about };
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

/**
 * What has been done of a file's jobs, on disk before and after each call: a line of JSON an entry, only ever appended.
 * A process that ends anywhere leaves a journal that another goes on from.
 */
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import type { PlannedJob } from "./planned-job";

const entrySchema = z.discriminatedUnion("type", [
  /** Begins a run; `jobs` is a digest of all that is asked for. */
  z.object({ type: z.literal("begin"), run: z.string(), jobs: z.string(), at: z.number() }),
  /** A submission is about to be sent. */
  z.object({ type: z.literal("call"), job: z.string(), at: z.number() }),
  z.object({ type: z.literal("submitted"), job: z.string(), id: z.string() }),
  /** A job has ended, or will not be submitted. */
  z.object({ type: z.literal("ended"), job: z.string(), outcome: z.string(), reason: z.string().optional() }),
  /** The caller has got the result: the same command begins anew. */
  z.object({ type: z.literal("finished") }),
]);
type Entry = z.output<typeof entrySchema>;

/** How a job came to its end: as its status says, or without ever being submitted. */
export interface Ended {
  readonly outcome: string;
  readonly reason?: string;
}

/** The journal is of other jobs than those that are asked for. */
export class JournalMismatchError extends Error {
  override readonly name = "JournalMismatchError";

  constructor(
    readonly file: string,
    /** How many of its jobs have been submitted. */
    readonly submitted: number,
  ) {
    super(`${file} is the journal of a run of other jobs that was not finished`);
  }
}

export class Journal {
  readonly ids = new Map<string, string>();
  readonly ended = new Map<string, Ended>();
  /** When the first call of a job that is not known to be submitted was sent, milliseconds since 1970. */
  readonly calls = new Map<string, number>();
  private run = "";

  private constructor(private readonly handle: number) {}

  /**
   * Opens the journal of these jobs: that of a run which was not finished, or else a new one.
   *
   * @param now milliseconds since 1970
   * @throws JournalMismatchError when the file is that of an unfinished run of other jobs
   */
  static open(file: string, jobs: readonly PlannedJob[], now: number): Journal {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const digest = digestOf(jobs);
    const entries = readEntries(file);
    const begin = entries[0]?.type === "begin" ? entries[0] : undefined;
    const isFinished = begin === undefined || entries.at(-1)?.type === "finished";
    if (!isFinished && begin.jobs !== digest) {
      throw new JournalMismatchError(file, entries.filter(({ type }) => type === "submitted").length);
    }
    if (isFinished) fs.rmSync(file, { force: true });
    // A half-written last line is of a call that was not made yet, or whose outcome is looked up.
    else fs.truncateSync(file, Buffer.byteLength(entries.map(lineOf).join("")));
    const journal = new Journal(fs.openSync(file, "a"));
    if (isFinished) journal.append({ type: "begin", run: randomUUID(), jobs: digest, at: now });
    else entries.forEach((entry) => journal.note(entry));
    return journal;
  }

  /** Whether this run was begun by a process before this one. */
  get isResumed(): boolean {
    return this.ids.size > 0 || this.calls.size > 0 || this.ended.size > 0;
  }

  /** The idempotency token of a job: the same whenever and however often this run asks. 1 to 64 characters. */
  token(job: string): string {
    return createHash("sha256").update(`${this.run}/${job}`).digest("hex").slice(0, 32);
  }

  willCall(job: string, at: number): void {
    this.append({ type: "call", job, at });
  }

  submitted(job: string, id: string): void {
    this.append({ type: "submitted", job, id });
  }

  end(job: string, { outcome, reason }: Ended): void {
    this.append({ type: "ended", job, outcome, reason });
  }

  finish(): void {
    this.append({ type: "finished" });
  }

  close(): void {
    fs.closeSync(this.handle);
  }

  private append(entry: Entry): void {
    fs.writeSync(this.handle, lineOf(entry));
    fs.fdatasyncSync(this.handle);
    this.note(entry);
  }

  private note(entry: Entry): void {
    if (entry.type === "begin") this.run = entry.run;
    if (entry.type === "call" && !this.calls.has(entry.job)) this.calls.set(entry.job, entry.at);
    if (entry.type === "submitted") this.ids.set(entry.job, entry.id);
    if (entry.type === "ended") this.ended.set(entry.job, { outcome: entry.outcome, reason: entry.reason });
  }
}

const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

function digestOf(jobs: readonly PlannedJob[]): string {
  return createHash("sha256").update(JSON.stringify(jobs)).digest("hex");
}

function readEntries(file: string): Entry[] {
  if (!fs.existsSync(file)) return [];
  const entries: Entry[] = [];
  for (const line of fs.readFileSync(file, "utf8").split("\n")) {
    const entry = entrySchema.safeParse(jsonOf(line));
    if (!entry.success) break;
    entries.push(entry.data);
  }
  return entries;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

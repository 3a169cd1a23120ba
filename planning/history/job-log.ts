import { closeSync, openSync, readSync } from "node:fs";
import type { Demand } from "./job";
import { RECORD, RECORD_SIZE } from "./record";

/** A history that was read, checked and sorted, in a file that is read over and over again. Can be sent to a worker. */
export interface JobLog {
  readonly file: string;
  readonly namesFile?: string;
  readonly count: number;
  /** Submission of the first and the last job; milliseconds. */
  readonly first: number;
  readonly last: number;
  /** The first job that stood below one that was submitted later: the log is sorted all the same. */
  readonly unsorted?: { readonly line: number; readonly above: number };
  readonly demands: readonly Demand[];
  readonly queues: readonly string[];
  readonly shares: readonly string[];
  readonly teams: readonly string[];
}

/** From when until when jobs were submitted that count; milliseconds, both included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

// A constant of this module: each look into another one is a call, and there are nine for a job.
const OFFSET = RECORD;
/** Records that are read at once: 384 KB. */
const BLOCK = 8192;

/** The jobs of a log one after the other. The present one is in the fields, so that none is made an object of. */
export class LogReader {
  submittedAt = Infinity;
  duration = 0;
  /** Where its name begins; see `nameAt`. */
  name = -1;
  line = 0;
  demand = 0;
  queue = 0;
  share = 0;
  team = 0;
  priority = 0;
  /** How many were passed, those outside of the window included. */
  passed = 0;
  private readonly descriptor: number;
  private readonly bytes = new Uint8Array(BLOCK * RECORD_SIZE);
  private readonly view = new DataView(this.bytes.buffer);
  private at = 0;
  private filled = 0;

  constructor(
    log: JobLog,
    private readonly window: Window = { from: -Infinity, until: Infinity },
  ) {
    this.descriptor = openSync(log.file, "r");
    this.advance();
  }

  /** Goes on to the next job of the window; after the last one `submittedAt` is Infinity. */
  advance(): void {
    const { from, until } = this.window;
    do {
      if (this.at >= this.filled) {
        this.filled = readSync(this.descriptor, this.bytes, 0, this.bytes.length, null);
        this.at = 0;
      }
      this.submittedAt = this.filled === 0 ? Infinity : this.view.getFloat64(this.at + OFFSET.submittedAt, true);
      if (this.submittedAt > until) this.submittedAt = Infinity;
      if (this.submittedAt === Infinity) return;
      this.passed += 1;
      this.at += RECORD_SIZE;
    } while (this.submittedAt < from);
    this.read(this.at - RECORD_SIZE);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private read(at: number): void {
    const { view } = this;
    this.duration = view.getFloat64(at + OFFSET.duration, true);
    this.name = view.getFloat64(at + OFFSET.name, true);
    this.line = view.getUint32(at + OFFSET.line, true);
    this.demand = view.getUint32(at + OFFSET.demand, true);
    this.queue = view.getUint32(at + OFFSET.queue, true);
    this.share = view.getUint32(at + OFFSET.share, true);
    this.team = view.getUint32(at + OFFSET.team, true);
    this.priority = view.getUint32(at + OFFSET.priority, true);
  }
}

/** Longer names are cut. */
const NAME_BYTES = 256;

/** @returns the name of a job; `line 12` of one that has none */
export function nameAt({ namesFile }: JobLog, job: { readonly name: number; readonly line: number }): string {
  if (job.name < 0 || namesFile === undefined) return `line ${job.line}`;
  const descriptor = openSync(namesFile, "r");
  const bytes = Buffer.alloc(NAME_BYTES);
  const length = readSync(descriptor, bytes, 0, NAME_BYTES, job.name);
  closeSync(descriptor);
  return bytes.toString("utf8", 0, length).split("\n", 1)[0] ?? "";
}

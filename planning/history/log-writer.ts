import { closeSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { HistoryJob } from "./job";
import type { JobLog } from "./job-log";
import { mergeRuns, type Run } from "./merge-runs";
import { Names } from "./names";
import { compareRecords, RECORD, RECORD_SIZE, writeAll } from "./record";

/** Records that are sorted at once: 3 MB. */
const CHUNK = 65_536;
/** Bytes of names that are written at once. */
const NAMES_CHUNK = 1 << 20;

/** Writes jobs to a log in the order of their submission, whatever the order they come in, with memory for a chunk. */
export class LogWriter {
  private readonly file: string;
  private readonly namesFile: string;
  private readonly descriptor: number;
  private namesDescriptor: number | undefined;
  private names: string[] = [];
  private namesPending = 0;
  private namesSize = 0;
  private readonly chunk = new DataView(new ArrayBuffer(CHUNK * RECORD_SIZE));
  private filled = 0;
  private count = 0;
  private runs: Run[] = [];
  private last = -Infinity;
  private lastLine = 0;
  /** The first job that was submitted before the one above it. */
  private unsorted: { readonly line: number; readonly above: number } | undefined;
  private readonly lists = { demands: new Names(), queues: new Names(), shares: new Names(), teams: new Names() };

  /** @param folder an empty one of the caller */
  constructor(private readonly folder: string) {
    this.file = join(folder, "jobs.bin");
    this.namesFile = join(folder, "names.bin");
    this.descriptor = openSync(this.file, "w+");
  }

  add(job: HistoryJob): void {
    const { chunk, lists } = this;
    const at = this.filled * RECORD_SIZE;
    chunk.setFloat64(at + RECORD.submittedAt, job.submittedAt, true);
    chunk.setFloat64(at + RECORD.duration, job.duration, true);
    chunk.setFloat64(at + RECORD.name, job.name === "" ? -1 : this.keepName(job.name), true);
    chunk.setUint32(at + RECORD.line, job.line, true);
    chunk.setUint32(at + RECORD.demand, lists.demands.index(JSON.stringify(job.demand)), true);
    chunk.setUint32(at + RECORD.queue, lists.queues.index(job.queue), true);
    chunk.setUint32(at + RECORD.share, lists.shares.index(job.share), true);
    chunk.setUint32(at + RECORD.team, lists.teams.index(job.team), true);
    chunk.setUint32(at + RECORD.priority, job.priority, true);
    if (job.submittedAt < this.last) this.unsorted ??= { line: job.line, above: this.lastLine };
    this.last = job.submittedAt;
    this.lastLine = job.line;
    this.filled += 1;
    if (this.filled === CHUNK) this.flush();
  }

  /** @returns the log, which lies in the folder */
  close(): JobLog {
    this.flush();
    this.flushNames();
    const { count, unsorted, lists } = this;
    let file = this.file;
    const inOrder = this.runs.every((run, i) => run.first >= (this.runs[i - 1]?.last ?? -Infinity));
    if (!inOrder) {
      file = join(this.folder, "sorted.bin");
      mergeRuns(this.descriptor, this.runs, file);
    }
    closeSync(this.descriptor);
    if (!inOrder) rmSync(this.file);
    if (this.namesDescriptor !== undefined) closeSync(this.namesDescriptor);
    return {
      file,
      ...(this.namesDescriptor === undefined ? {} : { namesFile: this.namesFile }),
      count,
      first: Math.min(...this.runs.map((run) => run.first)),
      last: Math.max(...this.runs.map((run) => run.last)),
      ...(unsorted === undefined ? {} : { unsorted }),
      // Cast: each was written as the JSON of a demand.
      demands: lists.demands.list.map((text) => JSON.parse(text) as HistoryJob["demand"]),
      queues: lists.queues.list,
      shares: lists.shares.list,
      teams: lists.teams.list,
    };
  }

  private flush(): void {
    if (this.filled === 0) return;
    const { chunk, filled } = this;
    const sorted = isSorted(chunk, filled) ? chunk : sortedChunk(chunk, filled);
    writeAll(this.descriptor, new Uint8Array(sorted.buffer, 0, filled * RECORD_SIZE));
    this.runs.push({
      start: this.count,
      count: filled,
      first: sorted.getFloat64(RECORD.submittedAt, true),
      last: sorted.getFloat64((filled - 1) * RECORD_SIZE + RECORD.submittedAt, true),
    });
    this.count += filled;
    this.filled = 0;
  }

  private keepName(name: string): number {
    const offset = this.namesSize;
    const line = `${name.replaceAll("\n", " ")}\n`;
    const size = Buffer.byteLength(line);
    this.names.push(line);
    this.namesSize += size;
    this.namesPending += size;
    if (this.namesPending > NAMES_CHUNK) this.flushNames();
    return offset;
  }

  private flushNames(): void {
    if (this.names.length === 0) return;
    this.namesDescriptor ??= openSync(this.namesFile, "w");
    writeAll(this.namesDescriptor, Buffer.from(this.names.join("")));
    this.names = [];
    this.namesPending = 0;
  }
}

function isSorted(chunk: DataView, count: number): boolean {
  for (let i = 1; i < count; i += 1) {
    if (compareRecords(chunk, (i - 1) * RECORD_SIZE, chunk, i * RECORD_SIZE) > 0) return false;
  }
  return true;
}

function sortedChunk(chunk: DataView, count: number): DataView {
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) =>
    compareRecords(chunk, a * RECORD_SIZE, chunk, b * RECORD_SIZE),
  );
  const from = new Uint8Array(chunk.buffer);
  const sorted = new Uint8Array(count * RECORD_SIZE);
  order.forEach((index, i) => {
    sorted.set(from.subarray(index * RECORD_SIZE, (index + 1) * RECORD_SIZE), i * RECORD_SIZE);
  });
  return new DataView(sorted.buffer);
}

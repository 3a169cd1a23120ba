import { closeSync, openSync, readSync } from "node:fs";
import { Heap, type HeapItem } from "../../scheduling";
import { compareRecords, RECORD_SIZE, writeAll } from "./record";

/** A part of a log that is sorted in itself. */
export interface Run {
  /** Index of its first record. */
  readonly start: number;
  readonly count: number;
  /** Submission of its first and its last job. */
  readonly first: number;
  readonly last: number;
}

/** Records of a run that are read at once, and of the result that are written. */
const BLOCK = 2048;

/** Makes one sorted log of the runs of another, with memory for a block of each. */
export function mergeRuns(source: number, runs: readonly Run[], target: string): void {
  const open = new Heap<RunReader>((a, b) => a.goesBefore(b));
  for (const run of runs) if (run.count > 0) open.add(new RunReader(source, run));
  const out = new Uint8Array(BLOCK * RECORD_SIZE);
  let filled = 0;
  const descriptor = openSync(target, "w");
  const flush = () => {
    writeAll(descriptor, out.subarray(0, filled));
    filled = 0;
  };
  for (let first = open.peek(); first !== undefined; first = open.peek()) {
    out.set(first.record(), filled);
    filled += RECORD_SIZE;
    if (filled === out.length) flush();
    open.remove(first);
    first.advance();
    if (first.isOpen) open.add(first);
  }
  flush();
  closeSync(descriptor);
}

class RunReader implements HeapItem {
  heapIndex = 0;
  isOpen = true;
  private readonly bytes = new Uint8Array(BLOCK * RECORD_SIZE);
  private readonly view = new DataView(this.bytes.buffer);
  private next: number;
  private at = 0;
  private filled = 0;

  constructor(
    private readonly descriptor: number,
    private readonly run: Run,
  ) {
    this.next = run.start;
    this.fill();
  }

  record(): Uint8Array {
    return this.bytes.subarray(this.at, this.at + RECORD_SIZE);
  }

  goesBefore(other: RunReader): boolean {
    return compareRecords(this.view, this.at, other.view, other.at) < 0;
  }

  advance(): void {
    this.at += RECORD_SIZE;
    if (this.at >= this.filled) this.fill();
  }

  private fill(): void {
    const left = this.run.start + this.run.count - this.next;
    const wanted = Math.min(BLOCK, left) * RECORD_SIZE;
    this.at = 0;
    this.filled = wanted === 0 ? 0 : readSync(this.descriptor, this.bytes, 0, wanted, this.next * RECORD_SIZE);
    this.next += this.filled / RECORD_SIZE;
    this.isOpen = this.filled > 0;
  }
}

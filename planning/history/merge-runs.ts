import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { compareRecords, RECORD_SIZE } from "./record";

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
  const open = runs.map((run) => new RunReader(source, run)).filter((run) => run.isOpen);
  const out = new Uint8Array(BLOCK * RECORD_SIZE);
  let filled = 0;
  const descriptor = openSync(target, "w");
  const flush = () => {
    for (let done = 0; done < filled;) done += writeSync(descriptor, out, done, filled - done);
    filled = 0;
  };
  // A heap by the next record of each run.
  for (let i = (open.length >> 1) - 1; i >= 0; i -= 1) sink(open, i);
  for (let first = open[0]; first !== undefined; first = open[0]) {
    out.set(first.record(), filled);
    filled += RECORD_SIZE;
    if (filled === out.length) flush();
    first.advance();
    if (!first.isOpen) {
      const last = open.pop();
      if (last !== undefined && last !== first) open[0] = last;
    }
    sink(open, 0);
  }
  flush();
  closeSync(descriptor);
}

function sink(heap: RunReader[], from: number): void {
  for (let i = from; ;) {
    const here = heap[i];
    let below = 2 * i + 1;
    let child = heap[below];
    if (here === undefined || child === undefined) return;
    const right = heap[below + 1];
    if (right !== undefined && right.goesBefore(child)) {
      below += 1;
      child = right;
    }
    if (!child.goesBefore(here)) return;
    heap[i] = child;
    heap[below] = here;
    i = below;
  }
}

class RunReader {
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

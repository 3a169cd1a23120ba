import { Heap, type HeapItem } from "./heap";
import type { Position } from "./picture";

/** What a line knows of a job that waits in it. */
export interface Waiting extends HeapItem {
  readonly id: string;
  /** The order of submissions; kept when it comes back to its line. */
  readonly order: number;
  /** The higher, the earlier; does not change while the job waits. */
  readonly priority: number;
}

type Place = Pick<Waiting, "priority" | "order">;

/** A change at a place of the line: whoever is behind it has moved. */
interface Change extends Place {
  readonly at: number;
}

/** The waiting jobs of a share, or of a queue without shares. */
export class Line<J extends Waiting> {
  private readonly heap = new Heap<J>(goesBefore);
  /** From the front to the back, and so from old to new: a change further ahead moves all behind it again. */
  private changes: Change[] = [];

  get size(): number {
    return this.heap.size;
  }

  get head(): J | undefined {
    return this.heap.peek();
  }

  values(): readonly J[] {
    return this.heap.values();
  }

  add(job: J, at: number): void {
    this.heap.add(job);
    this.changed(job, at);
  }

  remove(job: J, at: number): void {
    this.heap.remove(job);
    if (this.heap.size === 0) this.changes = [];
    else this.changed(job, at);
  }

  /** @param change of the priority of a job that waits */
  reorder(job: J, change: () => void, at: number): void {
    this.remove(job, at);
    change();
    this.add(job, at);
  }

  /** @returns the jobs in their order; `count` at most */
  first(count: number): J[] {
    const { head } = this;
    if (count === 1) return head === undefined ? [] : [head];
    return this.heap.sorted().slice(0, count);
  }

  /** Since when nothing ahead of the job has changed: its last change of place. */
  position(job: J): Position {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const change = this.changes[middle];
      if (change !== undefined && !goesBefore(job, change)) low = middle + 1;
      else high = middle;
    }
    return { jobId: job.id, earliestTimeAtPosition: this.changes[low - 1]?.at ?? 0 };
  }

  private changed({ priority, order }: Place, at: number): void {
    const change = { priority, order, at };
    let last = this.changes.at(-1);
    while (last !== undefined && !goesBefore(last, change)) {
      this.changes.pop();
      last = this.changes.at(-1);
    }
    this.changes.push(change);
  }
}

/** Rules S2 and O2: higher priority first; then as they were submitted, which AWS does not say. */
function goesBefore(a: Place, b: Place): boolean {
  return a.priority === b.priority ? a.order < b.order : a.priority > b.priority;
}

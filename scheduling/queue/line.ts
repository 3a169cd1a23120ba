import { Heap } from "./heap";
import { goesBefore, type Job } from "./job";
import type { Position } from "./picture";

/** A change at a place of the line: whoever is behind it has moved. */
interface Change {
  readonly priority: number;
  readonly order: number;
  readonly at: number;
}

/** The waiting jobs of a share, or of a queue without shares. */
export class Line {
  private readonly heap = new Heap<Job>(goesBefore);
  /** From the front to the back, and so from old to new: a change further ahead moves all behind it again. */
  private changes: Change[] = [];
  /** Instances that wait. */
  instances = 0;

  get size(): number {
    return this.heap.size;
  }

  get head(): Job | undefined {
    return this.heap.peek();
  }

  values(): readonly Job[] {
    return this.heap.values();
  }

  add(job: Job, at: number): void {
    this.heap.add(job);
    this.instances += job.instances;
    this.changed(job, at);
  }

  remove(job: Job, at: number): void {
    this.heap.remove(job);
    this.instances -= job.instances;
    if (this.heap.size === 0) this.changes = [];
    else this.changed(job, at);
  }

  /** @returns the jobs in their order; `count` at most */
  first(count: number): Job[] {
    const { head } = this;
    if (count === 1) return head === undefined ? [] : [head];
    return this.heap.sorted().slice(0, count);
  }

  /** Since when nothing ahead of the job has changed: its last change of place. */
  position(job: Job): Position {
    let low = 0;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const change = this.changes[middle];
      if (change !== undefined && !isBehind(change, job)) low = middle + 1;
      else high = middle;
    }
    return { jobId: job.id, earliestTimeAtPosition: this.changes[low - 1]?.at ?? 0 };
  }

  private changed({ priority, order }: Job, at: number): void {
    const change = { priority, order, at };
    let last = this.changes.at(-1);
    while (last !== undefined && !isBehind(change, last)) {
      this.changes.pop();
      last = this.changes.at(-1);
    }
    this.changes.push(change);
  }
}

/** Whether the first is strictly behind the second. */
function isBehind(a: { priority: number; order: number }, b: { priority: number; order: number }): boolean {
  return a.priority === b.priority ? a.order > b.order : a.priority < b.priority;
}

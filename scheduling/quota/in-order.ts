import { Heap, type HeapItem } from "../queue/heap";
import type { Job } from "../queue/job";
import type { Victim } from "./preemption";
import type { QuotaShare } from "./quota-share";

/** A job that is next of those below it in the heap of its share. */
interface Cursor extends HeapItem, Victim {
  /** Where in that heap. */
  readonly index: number;
}

/**
 * The dispatched jobs of several shares in the order in which they would be preempted, found one by one: who stops after a
 * few has not paid for the rest. Nothing may be dispatched or end meanwhile.
 *
 * @param before the order in which each share keeps its jobs
 */
export function* inOrder(shares: readonly QuotaShare[], before: (a: Job, b: Job) => boolean): Generator<Victim, void> {
  const next = new Heap<Cursor>((a, b) => before(a.job, b.job));
  const open = (share: QuotaShare, index: number) => {
    const job = share.running.values()[index];
    if (job !== undefined) next.add({ job, share, index, heapIndex: 0 });
  };
  for (const share of shares) open(share, 0);
  for (let first = next.peek(); first !== undefined; first = next.peek()) {
    next.remove(first);
    yield first;
    open(first.share, 2 * first.index + 1);
    open(first.share, 2 * first.index + 2);
  }
}

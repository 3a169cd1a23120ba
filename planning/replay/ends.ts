import { Heap, type HeapItem } from "../../scheduling";
import type { LiveJob } from "./live-job";

/** When a run ends, if nothing comes in between. */
export interface End extends HeapItem {
  readonly at: number;
  /** Of equal times the run that was dispatched first. */
  readonly order: number;
  readonly job: LiveJob;
  readonly run: number;
  readonly fails: boolean;
}

/** @returns a heap of the ends of runs, the next one first */
export function heapOfEnds(): Heap<End> {
  return new Heap<End>((a, b) => (a.at === b.at ? a.order < b.order : a.at < b.at));
}

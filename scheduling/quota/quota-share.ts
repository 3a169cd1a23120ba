import { Heap } from "../queue/heap";
import type { Job } from "../queue/job";
import { Line } from "../queue/line";
import { QuotaAccount } from "./quota-account";
import type { ShareSettings } from "../settings";

/** Whether one job is preempted before another. */
export type VictimOrder = (a: Job, b: Job) => boolean;

/** A quota share: a virtual queue (user guide, quota-management) with what it owns. */
export class QuotaShare {
  readonly account = new QuotaAccount();
  readonly line = new Line<Job>();
  /** Whether its head may have a chance, while the queue is scheduled. */
  isOpen = true;
  /** Dispatched jobs, in the order in which they would be preempted. */
  readonly running: Heap<Job>;

  constructor(
    public settings: ShareSettings,
    victimOrder: VictimOrder,
  ) {
    this.running = new Heap(victimOrder);
  }
}

/** Rules P6 and P7: lowest priority, then latest start (least work is lost), then id: AWS does not tell its heuristic. */
export function isCheaperVictim(a: Job, b: Job): boolean {
  if (a.priority !== b.priority) return a.priority < b.priority;
  if (a.dispatchedAt !== b.dispatchedAt) return a.dispatchedAt > b.dispatchedAt;
  return a.id < b.id;
}

export function startedLater(a: Job, b: Job): boolean {
  if (a.dispatchedAt !== b.dispatchedAt) return a.dispatchedAt > b.dispatchedAt;
  return isCheaperVictim(a, b);
}

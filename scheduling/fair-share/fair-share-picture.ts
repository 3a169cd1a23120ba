import type { FairShare, FairShareQueue } from "./fair-share-queue";
import type { Job } from "../queue/job";
import type { Front, Position, QueuePicture, SharePicture, WaitingFor } from "../queue/picture";
import { stuckStatusReason } from "../queue/reasons";
import { Tally } from "../queue/tally";

/** What the active shares of a queue use and wait for. */
export function fairSharePicture(queue: FairShareQueue, at: number): QueuePicture {
  const { options, environment } = queue;
  const active = queue.activeShares(at).sort((a, b) => (a.id < b.id ? -1 : 1));
  const used = new Tally();
  for (const share of active) used.add(share.used.amounts());
  const next = queue.inOrder(at)[0];
  const head = next?.line.head;
  return {
    queue: queue.settings.name,
    usage: used.shown(options.usageUnit, environment.counted),
    shares: active.map((share) => sharePicture(queue, share, head, at)),
    ...(next === undefined || head === undefined ? {} : { front: front(queue, next, head, head, at) }),
  };
}

function sharePicture(queue: FairShareQueue, share: FairShare, next: Job | undefined, at: number): SharePicture {
  const { options, environment } = queue;
  const { head } = share.line;
  const waiting = new Tally();
  for (const { submission } of share.line.values()) waiting.add(submission.demand);
  return {
    share: share.id,
    own: share.used.shown(options.usageUnit, environment.counted),
    borrowed: {},
    lent: {},
    waiting: waiting.shown(options.usageUnit, environment.counted),
    waitingJobs: share.line.size,
    runningJobs: share.runningJobs.size,
    usage: queue.weighted(share, at),
    ...(head === undefined ? {} : { front: front(queue, share, head, next, at) }),
  };
}

function front(queue: FairShareQueue, share: FairShare, job: Job, next: Job | undefined, at: number): Front {
  const position = share.line.position(job);
  const stuck = queue.stuck(job);
  if (stuck !== undefined) return { ...position, statusReason: stuckStatusReason(stuck.reason, stuck.text) };
  const waitingFor = waitsFor(queue, job, next, at);
  return { ...position, ...(waitingFor === undefined ? {} : { waitingFor }) };
}

function waitsFor(queue: FairShareQueue, job: Job, next: Job | undefined, at: number): WaitingFor | undefined {
  if (!queue.environment.enabled) return "environment";
  if (job !== next && queue.options.fairShareHeadBlocks === "queue") return "front-of-queue";
  if (!queue.environment.fits(job.needs)) return "environment-capacity";
  return queue.isReserved(job, at) ? "reservation" : undefined;
}

/** The first jobs in the order in which they would go if all fitted now. */
export function fairFront(queue: FairShareQueue, count: number, at: number): Position[] {
  const lines = queue.inOrder(at).map((share) => ({
    share,
    jobs: share.line.first(count),
    next: 0,
    usage: queue.weighted(share, at),
  }));
  const found: Position[] = [];
  while (found.length < count) {
    let best: { line: (typeof lines)[number]; job: Job } | undefined;
    for (const line of lines) {
      const job = line.jobs[line.next];
      if (job === undefined) continue;
      const difference = best === undefined ? -1 : line.usage - best.line.usage || job.order - best.job.order;
      if (difference < 0) best = { line, job };
    }
    if (best === undefined) break;
    const { line, job } = best;
    line.next += 1;
    line.usage += queue.options.chargeSeconds * job.instances * line.share.weight;
    found.push(line.share.line.position(job));
  }
  return found;
}

import type { Job } from "../queue/job";
import type { Front, Position, QueuePicture, SharePicture, WaitingFor } from "../queue/picture";
import type { QuotaQueue } from "./quota-queue";
import type { QuotaShare } from "./quota-share";
import { stuckStatusReason } from "../queue/reasons";
import type { Amounts } from "../settings";
import { Tally } from "../queue/tally";

/** What the shares of a queue own, lend, borrow and wait for. */
export function quotaPicture(queue: QuotaQueue, shares: readonly QuotaShare[]): QueuePicture {
  const { units, use } = queue.environment;
  const lent = lentBy(shares, units.names.length);
  return {
    queue: queue.settings.name,
    usage: units.amounts(use),
    shares: shares.map((share, i) => sharePicture(queue, share, units.amounts(lent[i] ?? []))),
  };
}

function sharePicture(
  queue: QuotaQueue,
  { settings, account, line, running }: QuotaShare,
  lent: Amounts,
): SharePicture {
  const { units } = queue.environment;
  const waiting = new Tally();
  for (const { submission } of line.values()) waiting.add(submission.demand);
  const borrowed = account.use.map((_, unit) => account.borrowed(unit));
  return {
    share: settings.name,
    own: units.amounts(account.use.map((count, unit) => count - (borrowed[unit] ?? 0))),
    borrowed: units.amounts(borrowed),
    lent,
    waiting: waiting.amounts(),
    waitingJobs: line.size,
    runningJobs: running.size,
    ...(line.head === undefined ? {} : { front: front(queue, line.head, line.position(line.head)) }),
  };
}

function front(queue: QuotaQueue, job: Job, position: Position): Front {
  const stuck = queue.stuck(job);
  if (stuck !== undefined) return { ...position, statusReason: stuckStatusReason(stuck.reason, stuck.text) };
  const waitingFor = waitsFor(queue, job);
  return { ...position, ...(waitingFor === undefined ? {} : { waitingFor }) };
}

function waitsFor(queue: QuotaQueue, job: Job): WaitingFor | undefined {
  if (!queue.environment.enabled) return "environment";
  const placing = queue.placing(job);
  return placing === "own" || placing === "borrow" ? undefined : placing;
}

/** Borrowed capacity has no single lender (rule C6): it is put down to the shares in the order of their names. */
function lentBy(shares: readonly QuotaShare[], units: number): number[][] {
  const lent = shares.map((): number[] => []);
  for (let unit = 0; unit < units; unit += 1) {
    let borrowed = shares.reduce((sum, { account }) => sum + account.borrowed(unit), 0);
    shares.forEach(({ account }, i) => {
      const part = Math.min(borrowed, account.lendable(unit));
      const list = lent[i];
      if (list !== undefined) list[unit] = part;
      borrowed -= part;
    });
  }
  return lent;
}

/**
 * Rule O6: the first jobs of all shares together, by the highest priority, then the share that uses the least of what it
 * owns, then submission.
 */
export function mergedFront(shares: readonly QuotaShare[], count: number): Position[] {
  const lines = shares.map((share) => ({ share, used: usedPart(share), jobs: share.line.first(count), next: 0 }));
  const merged: Position[] = [];
  while (merged.length < count) {
    let best: { line: (typeof lines)[number]; job: Job } | undefined;
    for (const line of lines) {
      const job = line.jobs[line.next];
      if (job === undefined) continue;
      if (best === undefined || comesBefore({ line, job }, best)) best = { line, job };
    }
    if (best === undefined) break;
    best.line.next += 1;
    merged.push(best.line.share.line.position(best.job));
  }
  return merged;
}

interface Candidate {
  readonly line: { readonly used: number };
  readonly job: Job;
}

function comesBefore(a: Candidate, b: Candidate): boolean {
  if (a.job.priority !== b.job.priority) return a.job.priority > b.job.priority;
  return a.line.used === b.line.used ? a.job.order < b.job.order : a.line.used < b.line.used;
}

function usedPart({ account }: QuotaShare): number {
  return Math.max(0, ...account.capacity.map((own, unit) => (own === 0 ? 0 : (account.use[unit] ?? 0) / own)));
}

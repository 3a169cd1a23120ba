import type { Environment } from "../queue/environment";
import type { Job } from "../queue/job";
import { mergedLines } from "../queue/merged-lines";
import { frontOf, type Front, type Position, type QueuePicture } from "../queue/picture";
import type { SharePicture, WaitingFor } from "../queue/picture";
import type { QuotaLedger } from "./quota-ledger";
import type { QuotaShare } from "./quota-share";
import type { Amounts, QueueSettings } from "../settings";
import { stuckText } from "../queue/stuck";
import { Tally } from "../queue/tally";

/** The state of a queue with quota shares. */
interface QuotaState {
  readonly settings: QueueSettings;
  readonly environment: Environment;
  readonly ledger: QuotaLedger;
  /** In the order of their names. */
  readonly shares: readonly QuotaShare[];
}

/** What the shares of a queue own, lend, borrow and wait for. */
export function quotaPicture(queue: QuotaState): QueuePicture {
  const { settings, environment, shares } = queue;
  const { units, use } = environment;
  const lent = lentBy(shares, units.names.length);
  return {
    queue: settings.name,
    usage: units.amounts(use),
    shares: shares.map((share, i) => sharePicture(queue, share, units.amounts(lent[i] ?? []))),
  };
}

function sharePicture(queue: QuotaState, share: QuotaShare, lent: Amounts): SharePicture {
  const { settings, account, line, running } = share;
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
    ...(line.head === undefined ? {} : { front: front(queue, share, line.head) }),
  };
}

function front({ environment, ledger }: QuotaState, { account, line }: QuotaShare, job: Job): Front {
  const placing = ledger.placing(account, job.needs);
  const missing: WaitingFor | undefined = placing === "own" || placing === "borrow" ? undefined : placing;
  const waitingFor = environment.enabled ? missing : "environment";
  return frontOf(line.position(job), stuckText(job, environment, ledger.misfit(account, job.needs)), waitingFor);
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
  const lines = shares.map((share) => ({ line: share.line, used: usedPart(share) }));
  return mergedLines(lines, count, (a, b) => {
    if (a.job.priority !== b.job.priority) return a.job.priority > b.job.priority;
    return a.of.used === b.of.used ? a.job.order < b.job.order : a.of.used < b.of.used;
  });
}

function usedPart({ account }: QuotaShare): number {
  return Math.max(0, ...account.capacity.map((own, unit) => (own === 0 ? 0 : (account.use[unit] ?? 0) / own)));
}

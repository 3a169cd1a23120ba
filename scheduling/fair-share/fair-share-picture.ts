import type { SchedulingOptions } from "../options";
import type { Environment } from "../queue/environment";
import type { Job } from "../queue/job";
import { frontOf, type Front, type QueuePicture } from "../queue/picture";
import type { SharePicture, WaitingFor } from "../queue/picture";
import { stuckText } from "../queue/stuck";
import { Tally } from "../queue/tally";
import type { Amounts, QueueSettings } from "../settings";
import type { FairShare, FairShares } from "./fair-shares";

/** The state of a fair-share queue. */
interface FairShareState {
  readonly settings: QueueSettings;
  readonly environment: Environment;
  readonly options: SchedulingOptions;
  readonly shares: FairShares<Job>;
  readonly running: ReadonlySet<Job>;
  isReserved(job: Job, at: number): boolean;
}

/** What the active shares of a queue use and wait for. */
export function fairSharePicture(queue: FairShareState, at: number): QueuePicture {
  const { settings, shares, running } = queue;
  const active = shares.active(at).sort((a, b) => (a.id < b.id ? -1 : 1));
  const next = shares.inOrder(at)[0];
  const head = next?.line.head;
  const runningOf = new Map(active.map(({ id }): [string, Job[]] => [id, []]));
  for (const job of running) runningOf.get(job.share)?.push(job);
  return {
    queue: settings.name,
    usage: demandOf(queue, running),
    shares: active.map((share) => sharePicture(queue, share, runningOf.get(share.id) ?? [], head, at)),
    ...(next === undefined || head === undefined ? {} : { front: front(queue, next, head, head, at) }),
  };
}

function sharePicture(
  queue: FairShareState,
  share: FairShare<Job>,
  running: readonly Job[],
  next: Job | undefined,
  at: number,
): SharePicture {
  const { id, line } = share;
  return {
    share: id,
    own: demandOf(queue, running),
    borrowed: {},
    lent: {},
    waiting: demandOf(queue, line.values()),
    waitingJobs: line.size,
    runningJobs: running.length,
    usage: queue.shares.weighted(share, at),
    ...(line.head === undefined ? {} : { front: front(queue, share, line.head, next, at) }),
  };
}

function demandOf({ options, environment }: FairShareState, jobs: Iterable<Job>): Amounts {
  const tally = new Tally();
  for (const { submission } of jobs) tally.add(submission.demand);
  return tally.shown(options.usageUnit, environment.counted);
}

function front(queue: FairShareState, { line }: FairShare<Job>, job: Job, next: Job | undefined, at: number): Front {
  return frontOf(line.position(job), stuckText(job, queue.environment), waitsFor(queue, job, next, at));
}

function waitsFor(queue: FairShareState, job: Job, next: Job | undefined, at: number): WaitingFor | undefined {
  if (!queue.environment.enabled) return "environment";
  if (job !== next && queue.options.fairShareHeadBlocks === "queue") return "front-of-queue";
  if (!queue.environment.fits(job.needs)) return "environment-capacity";
  return queue.isReserved(job, at) ? "reservation" : undefined;
}

import { decayWindow, ShareUsage } from "./share-usage";
import type { Environment } from "../queue/environment";
import { SchedulingError } from "../errors";
import { fairFront, fairSharePicture } from "./fair-share-picture";
import type { Job } from "../queue/job";
import { Line } from "../queue/line";
import type { SchedulingOptions } from "../options";
import type { Position, QueuePicture } from "../queue/picture";
import type { Actions, QueueModel, StuckText } from "../queue/queue-model";
import type { FairSharePolicy, JobSubmission, QueueSettings } from "../settings";
import { stuckText } from "../queue/stuck";
import { Tally } from "../queue/tally";

// Rule S9: active share identifiers of a job queue.
const MOST_SHARES = 500;

/** What a fair-share queue knows of a share identifier. */
export interface FairShare {
  readonly id: string;
  readonly weight: number;
  readonly line: Line;
  readonly usage: ShareUsage;
  readonly used: Tally;
  readonly runningJobs: Set<Job>;
}

/** A queue in which the share goes next that has used least (rule S1). */
export class FairShareQueue implements QueueModel {
  readonly shares = new Map<string, FairShare>();
  /** What the queue has dispatched, by unit. */
  private readonly use: number[] = [];
  /** Whose turn it was found to be, until something changes. */
  private turn: { readonly at: number; readonly share: FairShare | undefined } | undefined;

  constructor(
    public settings: QueueSettings,
    private policy: FairSharePolicy,
    readonly environment: Environment,
    readonly options: SchedulingOptions,
  ) {}

  configure(settings: QueueSettings, at: number): void {
    this.settings = settings;
    if (settings.policy.kind !== "FAIR_SHARE") return;
    this.policy = settings.policy;
    this.turn = undefined;
    const known = [...this.shares.values()];
    this.shares.clear();
    for (const share of known) {
      share.usage.setWindow(this.window, at / 1000);
      this.shares.set(share.id, { ...share, weight: weightOf(this.policy.weights, share.id) });
    }
  }

  check({ id, share }: JobSubmission, at: number): void {
    if (share === undefined) throw new SchedulingError("share-required", id);
    const known = this.shares.get(share);
    if (known !== undefined && isActive(known, at)) return;
    if (this.activeShares(at).length >= MOST_SHARES) {
      throw new SchedulingError("too-many-share-identifiers", share);
    }
  }

  enqueue(job: Job, at: number): boolean {
    const share = this.shares.get(job.share) ?? this.open(job.share);
    if (!isActive(share, at)) share.usage.forget(at / 1000);
    share.line.add(job, at);
    this.turn = undefined;
    // Usage fades with time, so that any event may bring another share to the front.
    return true;
  }

  take(job: Job, at: number): void {
    const share = this.share(job);
    this.turn = undefined;
    if (!job.dispatched) return share.line.remove(job, at);
    share.runningJobs.delete(job);
    this.account(share, job, -1, at);
  }

  changePriority(job: Job, priority: number, at: number): void {
    const { line } = this.share(job);
    this.turn = undefined;
    if (!job.dispatched) line.remove(job, at);
    job.priority = priority;
    if (!job.dispatched) line.add(job, at);
  }

  recount(): void {
    // The environment knows its capacity.
  }

  schedule(actions: Actions): void {
    while (this.environment.enabled) {
      const job = this.next(actions.at);
      if (job === undefined) return;
      const share = this.share(job);
      this.turn = undefined;
      share.line.remove(job, actions.at);
      share.runningJobs.add(job);
      this.account(share, job, 1, actions.at);
      actions.dispatched(job, job.submission.demand, {});
    }
  }

  fronts(at: number): readonly Job[] {
    if (this.options.fairShareHeadBlocks === "share") return this.inOrder(at).flatMap(({ line }) => line.head ?? []);
    const head = this.lowest(at)?.line.head;
    return head === undefined ? [] : [head];
  }

  stuck(job: Job): StuckText | undefined {
    return stuckText(job, this.environment);
  }

  first(count: number, at: number): Position[] {
    return fairFront(this, count, at);
  }

  picture(at: number): QueuePicture {
    return fairSharePicture(this, at);
  }

  /** Rule S5: shares with jobs, and others until their window ends. */
  activeShares(at: number): FairShare[] {
    return [...this.shares.values()].filter((share) => isActive(share, at));
  }

  /** Shares with waiting jobs, the next one first: the lowest weighted usage (rule S1), then the job submitted first. */
  inOrder(at: number): FairShare[] {
    return [...this.shares.values()]
      .flatMap((share) => {
        const { head } = share.line;
        return head === undefined ? [] : [{ share, order: head.order, usage: this.weighted(share, at) }];
      })
      .sort((a, b) => a.usage - b.usage || a.order - b.order)
      .map(({ share }) => share);
  }

  weighted({ usage, weight }: FairShare, at: number): number {
    return usage.read(at / 1000) * weight;
  }

  /** Whether a job would take from what is reserved for shares that are not active (rule S6), in whole instances. */
  isReserved(job: Job, at: number): boolean {
    const { computeReservation } = this.policy;
    if (computeReservation === 0) return false;
    const part = (computeReservation / 100) ** this.activeShares(at).length;
    return job.needs.some(({ unit, count }) => {
      const max = this.environment.max[unit] ?? 0;
      return (this.use[unit] ?? 0) + count > max - Math.floor(max * part);
    });
  }

  private next(at: number): Job | undefined {
    if (this.options.fairShareHeadBlocks === "share") {
      return this.inOrder(at)
        .map(({ line }) => line.head)
        .find((job) => job !== undefined && this.fits(job, at));
    }
    const job = this.lowest(at)?.line.head;
    return job !== undefined && this.fits(job, at) ? job : undefined;
  }

  private lowest(at: number): FairShare | undefined {
    if (this.turn?.at !== at) this.turn = { at, share: this.findLowest(at) };
    return this.turn.share;
  }

  /** The first of `inOrder`, without sorting. */
  private findLowest(at: number): FairShare | undefined {
    let best: { share: FairShare; order: number; usage: number } | undefined;
    for (const share of this.shares.values()) {
      const { head } = share.line;
      if (head === undefined) continue;
      const usage = this.weighted(share, at);
      if (best === undefined || usage < best.usage || (usage === best.usage && head.order < best.order)) {
        best = { share, order: head.order, usage };
      }
    }
    return best?.share;
  }

  private fits(job: Job, at: number): boolean {
    return this.environment.fits(job.needs) && !this.isReserved(job, at);
  }

  private account(share: FairShare, job: Job, sign: 1 | -1, at: number): void {
    // Rule S7: the text speaks of vCPUs; training jobs are counted in instances.
    share.usage.change(sign * job.instances, at / 1000);
    share.used.add(job.submission.demand, sign);
    this.environment.add(job.needs, sign);
    for (const { unit, count } of job.needs) this.use[unit] = (this.use[unit] ?? 0) + sign * count;
  }

  private get window(): number {
    return decayWindow(this.policy.shareDecaySeconds, this.options);
  }

  private open(id: string): FairShare {
    const share: FairShare = {
      id,
      weight: weightOf(this.policy.weights, id),
      line: new Line(),
      usage: new ShareUsage(this.window, this.options),
      used: new Tally(),
      runningJobs: new Set(),
    };
    this.shares.set(id, share);
    return share;
  }

  private share({ share: id }: Job): FairShare {
    return this.shares.get(id) ?? this.open(id);
  }
}

function isActive({ line, usage }: FairShare, at: number): boolean {
  return line.size > 0 || usage.counts(at / 1000);
}

/** Rule S3: the identifier itself, else the prefix that matches, else 1. */
export function weightOf(weights: FairSharePolicy["weights"], id: string): number {
  const exact = weights[id];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(weights).find((key) => key.endsWith("*") && id.startsWith(key.slice(0, -1)));
  return (prefix === undefined ? undefined : weights[prefix]) ?? 1;
}

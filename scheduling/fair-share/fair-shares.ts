import { QUOTAS } from "../../aws/batch/limits";
import type { SchedulingOptions } from "../options";
import { Line, type Waiting } from "../queue/line";
import { mergedLines } from "../queue/merged-lines";
import type { Position } from "../queue/picture";
import type { FairSharePolicy } from "../settings";
import { decayWindow, ShareUsage } from "./share-usage";

/** What a fair-share queue knows of a share identifier. */
export interface FairShare<J extends Waiting> {
  readonly id: string;
  readonly line: Line<J>;
  readonly usage: ShareUsage;
  weight: number;
}

/** The share identifiers of a queue with their waiting jobs and what they have used, and whose turn it is (rule S1). */
export class FairShares<J extends Waiting> {
  private readonly byId = new Map<string, FairShare<J>>();
  private window: number;
  /** Whose turn it was found to be, until something changes. */
  private turn: { readonly at: number; readonly share: FairShare<J> | undefined } | undefined;

  constructor(
    private policy: FairSharePolicy,
    private readonly options: SchedulingOptions,
  ) {
    this.window = decayWindow(policy.shareDecaySeconds, options);
  }

  configure(policy: FairSharePolicy, at: number): void {
    const window = decayWindow(policy.shareDecaySeconds, this.options);
    for (const share of this.byId.values()) {
      share.weight = weightOf(policy.weights, share.id);
      if (window !== this.window) share.usage.setWindow(window, at / 1000);
    }
    this.policy = policy;
    this.window = window;
    this.turn = undefined;
  }

  /** Whether the share is active, or may become so (rule S9). */
  hasRoomFor(id: string, at: number): boolean {
    const known = this.byId.get(id);
    return (known !== undefined && isActive(known, at)) || this.active(at).length < QUOTAS.shareIdentifiers;
  }

  /** A job begins to wait. */
  add(id: string, job: J, at: number): void {
    const share = this.share(id);
    if (!isActive(share, at)) share.usage.forget(at / 1000);
    share.line.add(job, at);
    this.turn = undefined;
  }

  /** A job waits no more. */
  remove(id: string, job: J, at: number): void {
    this.share(id).line.remove(job, at);
    this.turn = undefined;
  }

  /** @param change of the priority of a job that waits */
  reorder(id: string, job: J, change: () => void, at: number): void {
    this.share(id).line.reorder(job, change, at);
    this.turn = undefined;
  }

  /** @param size what begins to run, or, less than nothing, has ended: instances or vCPUs (rule S7) */
  use(id: string, size: number, at: number): void {
    this.share(id).usage.change(size, at / 1000);
    this.turn = undefined;
  }

  /** Rule S5: shares with jobs, and others until their window ends. */
  active(at: number): FairShare<J>[] {
    return [...this.byId.values()].filter((share) => isActive(share, at));
  }

  /** Shares with waiting jobs, the next one first: the lowest weighted usage (rule S1), then the job submitted first. */
  inOrder(at: number): FairShare<J>[] {
    return [...this.byId.values()]
      .flatMap((share) => {
        const { head } = share.line;
        return head === undefined ? [] : [{ share, order: head.order, usage: this.weighted(share, at) }];
      })
      .sort((a, b) => a.usage - b.usage || a.order - b.order)
      .map(({ share }) => share);
  }

  /** The jobs that may go now, the next one first: that whose turn it is alone, or the heads of all shares (rule S8). */
  fronts(at: number): readonly J[] {
    if (this.options.fairShareHeadBlocks === "share") return this.inOrder(at).flatMap(({ line }) => line.head ?? []);
    const head = this.lowest(at)?.line.head;
    return head === undefined ? [] : [head];
  }

  /**
   * The first jobs in the order in which they would go if all fitted now.
   *
   * @param sizeOf what a job takes: instances or vCPUs (rule S7)
   */
  first(count: number, at: number, sizeOf: (job: J) => number): Position[] {
    const lines = this.inOrder(at).map((share) => {
      return { line: share.line, weight: share.weight, usage: this.weighted(share, at) };
    });
    return mergedLines(
      lines,
      count,
      (a, b) => (a.of.usage === b.of.usage ? a.job.order < b.job.order : a.of.usage < b.of.usage),
      ({ of, job }) => (of.usage += this.options.chargeSeconds * sizeOf(job) * of.weight),
    );
  }

  weighted({ usage, weight }: FairShare<J>, at: number): number {
    return usage.read(at / 1000) * weight;
  }

  /**
   * Whether a job would take from what is reserved for shares that are not active (rule S6).
   *
   * @param used what the queue's jobs have of `max` without it
   */
  isReserved(size: number, used: number, max: number, at: number): boolean {
    const { computeReservation } = this.policy;
    if (computeReservation === 0) return false;
    const part = (computeReservation / 100) ** this.active(at).length;
    return used + size > max - Math.floor(max * part);
  }

  private lowest(at: number): FairShare<J> | undefined {
    if (this.turn?.at !== at) this.turn = { at, share: this.findLowest(at) };
    return this.turn.share;
  }

  /** The first of `inOrder`, without sorting. */
  private findLowest(at: number): FairShare<J> | undefined {
    let best: { share: FairShare<J>; order: number; usage: number } | undefined;
    for (const share of this.byId.values()) {
      const { head } = share.line;
      if (head === undefined) continue;
      const usage = this.weighted(share, at);
      if (best === undefined || usage < best.usage || (usage === best.usage && head.order < best.order)) {
        best = { share, order: head.order, usage };
      }
    }
    return best?.share;
  }

  private share(id: string): FairShare<J> {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const usage = new ShareUsage(this.window, this.options);
    const share = { id, weight: weightOf(this.policy.weights, id), line: new Line<J>(), usage };
    this.byId.set(id, share);
    return share;
  }
}

function isActive<J extends Waiting>({ line, usage }: FairShare<J>, at: number): boolean {
  return line.size > 0 || usage.counts(at / 1000);
}

/** Rule S3: the identifier itself, else the prefix that matches, else 1. */
function weightOf(weights: FairSharePolicy["weights"], id: string): number {
  const exact = weights[id];
  if (exact !== undefined) return exact;
  const prefix = Object.keys(weights).find((key) => key.endsWith("*") && id.startsWith(key.slice(0, -1)));
  return (prefix === undefined ? undefined : weights[prefix]) ?? 1;
}

/** The RUNNABLE jobs of a queue, and whose turn it is: of the first one, or of the share that has used least. */
import {
  decayWindow,
  type FairSharePolicy,
  Heap,
  type QueuePolicy,
  type SchedulingOptions,
  ShareUsage,
  weightOf,
} from "../../../../scheduling";
import type { Job } from "./job";

interface Share {
  readonly id: string;
  readonly waiting: Heap<Job>;
  /** vCPUs over time. */
  readonly usage: ShareUsage;
}

/** Times are milliseconds since 1970. */
export class WaitingLine {
  /** Jobs of a queue without shares are all in one. */
  private readonly shares = new Map<string, Share>();
  private window = 0;
  private used = 0;
  /** How many jobs wait. */
  size = 0;

  constructor(private readonly options: SchedulingOptions) {}

  add(job: Job, at: number): void {
    const share = this.shareOf(job);
    if (!isActive(share, at)) share.usage.forget(at / 1000);
    share.waiting.add(job);
    this.size += 1;
  }

  remove(job: Job): void {
    this.shareOf(job).waiting.remove(job);
    this.size -= 1;
  }

  /** The job that is to start before any other. */
  first(policy: QueuePolicy, at: number): Job | undefined {
    if (policy.kind !== "FAIR_SHARE") return this.shares.get("")?.waiting.peek();
    this.follow(policy, at);
    let best: { job: Job; usage: number } | undefined;
    for (const { id, waiting, usage } of this.shares.values()) {
      const job = waiting.peek();
      if (job === undefined) continue;
      // AWS Batch User Guide, "Fair-share scheduling policies": the lower the weight factor, the more a share gets.
      const weighted = usage.read(at / 1000) * weightOf(policy.weights, id);
      const isNext = best === undefined || weighted < best.usage;
      if (isNext || (weighted === best?.usage && job.number < best.job.number)) best = { job, usage: weighted };
    }
    return best?.job;
  }

  /** @param sign - 1: the job begins to take its vCPUs; -1: it gives them back */
  account(job: Job, sign: 1 | -1, at: number): void {
    this.used += sign * job.demand.vcpus;
    if (job.shareIdentifier !== undefined) this.shareOf(job).usage.change(sign * job.demand.vcpus, at / 1000);
  }

  /**
   * Whether a job would take from what is kept for shares that are not active: FairsharePolicy, computeReservation,
   * "(computeReservation/100)^ActiveFairShares" of the most vCPUs.
   *
   * @param capacity - vCPUs of the queue's compute environments
   */
  isReserved({ demand }: Job, policy: QueuePolicy, capacity: number, at: number): boolean {
    if (policy.kind !== "FAIR_SHARE" || policy.computeReservation === 0) return false;
    const active = [...this.shares.values()].filter((share) => isActive(share, at)).length;
    const kept = Math.floor(capacity * (policy.computeReservation / 100) ** active);
    return this.used + demand.vcpus > capacity - kept;
  }

  /** A policy may have changed since it was last asked for. */
  private follow(policy: FairSharePolicy, at: number): void {
    const window = decayWindow(policy.shareDecaySeconds, this.options);
    if (window === this.window) return;
    this.window = window;
    for (const { usage } of this.shares.values()) usage.setWindow(window, at / 1000);
  }

  private shareOf({ shareIdentifier: id = "" }: Job): Share {
    const share = this.shares.get(id) ?? {
      id,
      waiting: new Heap<Job>(goesBefore),
      usage: new ShareUsage(this.window, this.options),
    };
    this.shares.set(id, share);
    return share;
  }
}

function isActive({ waiting, usage }: Share, at: number): boolean {
  return waiting.size > 0 || usage.counts(at / 1000);
}

/** JobDetail, schedulingPriority: "This only affects jobs in job queues with a fair-share policy." */
function goesBefore(one: Job, other: Job): boolean {
  const [first, second] = [priorityOf(one), priorityOf(other)];
  return first === second ? one.number < other.number : first > second;
}

function priorityOf({ shareIdentifier, schedulingPriority = 0 }: Job): number {
  return shareIdentifier === undefined ? 0 : schedulingPriority;
}

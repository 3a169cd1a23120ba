import { FairShares } from "../fair-share/fair-shares";
import type { SchedulingOptions } from "../options";
import type { Waiting } from "../queue/line";
import type { Position } from "../queue/picture";
import type { FairSharePolicy, QueuePolicy } from "../settings";

/** What its queue knows of a container job. */
export interface ContainerJob extends Waiting {
  /** Absent in a queue without fair shares. */
  readonly shareIdentifier: string | undefined;
  readonly demand: { readonly vcpus: number };
}

/** Rule F1: all jobs are in one share, so that they go in the order of their submission. */
const FIFO: FairSharePolicy = { kind: "FAIR_SHARE", shareDecaySeconds: 0, computeReservation: 0, weights: {} };

/**
 * The RUNNABLE jobs of a queue of container jobs, and whose turn it is: of the first one (rules F1 and F3), or of the share
 * that has used least (rule S1). Where a job fits is for the host to say. Times are milliseconds, of any fixed moment.
 */
export class ContainerLine<J extends ContainerJob> {
  private readonly shares: FairShares<J>;
  /** vCPUs of the jobs that run. */
  private used = 0;
  /** How many jobs wait. */
  size = 0;

  constructor(options: SchedulingOptions) {
    this.shares = new FairShares(FIFO, options);
  }

  /** Follows the policy of the queue, which may have changed; its kind cannot (rule Q9). */
  configure(policy: QueuePolicy, at: number): void {
    this.shares.configure(policy.kind === "FAIR_SHARE" ? policy : FIFO, at);
  }

  /** A job begins to wait. */
  add(job: J, at: number): void {
    this.shares.add(shareOf(job), job, at);
    this.size += 1;
  }

  /** A job waits no more. */
  remove(job: J, at: number): void {
    this.shares.remove(shareOf(job), job, at);
    this.size -= 1;
  }

  /** The jobs that may start now, the next one first: nothing behind them may (rules F3 and S8). */
  fronts(at: number): readonly J[] {
    return this.shares.fronts(at);
  }

  /** The first jobs in the order in which they would go if all fitted now. */
  first(count: number, at: number): Position[] {
    return this.shares.first(count, at, ({ demand }) => demand.vcpus);
  }

  /** vCPUs of the jobs that run, by the shares that are active. */
  usage(at: number): { readonly share: string; readonly vcpus: number }[] {
    return this.shares.active(at).map(({ id, usage }) => ({ share: id, vcpus: usage.running }));
  }

  /** @param sign 1: the job begins to take its vCPUs; -1: it gives them back */
  account(job: J, sign: 1 | -1, at: number): void {
    const vcpus = sign * job.demand.vcpus;
    this.used += vcpus;
    // Rule S7: container jobs are counted in vCPUs.
    this.shares.use(shareOf(job), vcpus, at);
  }

  /**
   * Whether a job would take from what is reserved for shares that are not active (rule S6).
   *
   * @param capacity vCPUs of the queue's compute environments
   */
  isReserved({ demand }: J, capacity: number, at: number): boolean {
    return this.shares.isReserved(demand.vcpus, this.used, capacity, at);
  }

  /** Rule S5: the identifiers of the shares with jobs that wait or run, and of others until their window ends. */
  activeShares(at: number): string[] {
    return this.shares.active(at).map(({ id }) => id);
  }
}

function shareOf({ shareIdentifier = "" }: ContainerJob): string {
  return shareIdentifier;
}

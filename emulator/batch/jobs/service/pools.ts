/** The scheduling engine behind the service environments of one account and Region: a pool for each. */
import { type Decision, type PoolEvent, type SchedulingOptions, ServicePool } from "../../../../scheduling";

/** Where the engine has a queue. */
export interface Placed {
  readonly environmentArn: string;
  /** The kind of its policy. */
  readonly kind: string;
}

export class ServicePools {
  private readonly pools = new Map<string, ServicePool>();
  private readonly queues = new Map<string, Placed>();
  /** Environment -> when its next tick is planned. */
  private readonly planned = new Map<string, number>();
  /** The system's clock may be set back; the engine's time never goes back. */
  private latest = -Infinity;

  has(environmentArn: string): boolean {
    return this.pools.has(environmentArn);
  }

  get(environmentArn: string): ServicePool | undefined {
    return this.pools.get(environmentArn);
  }

  add(
    environmentArn: string,
    settings: ConstructorParameters<typeof ServicePool>[0],
    options: Partial<SchedulingOptions>,
  ): void {
    this.pools.set(environmentArn, new ServicePool(settings, options));
  }

  /** @throws SchedulingError when the event makes no sense */
  handle(environmentArn: string, event: PoolEvent): Decision[] {
    this.latest = Math.max(this.latest, event.at);
    return this.pools.get(environmentArn)?.handle({ ...event, at: this.latest }) ?? [];
  }

  placeOf(queueArn: string): Placed | undefined {
    return this.queues.get(queueArn);
  }

  place(queueArn: string, placed: Placed): void {
    this.queues.set(queueArn, placed);
  }

  remove(queueArn: string): void {
    this.queues.delete(queueArn);
  }

  /**
   * When a tick is to be planned that is not planned yet; the caller plans it.
   *
   * @param now - milliseconds since 1970
   */
  nextTick(environmentArn: string, now: number): number | undefined {
    const due = this.pools.get(environmentArn)?.nextWakeUp();
    if (due === undefined) return undefined;
    const at = Math.max(due, now);
    if ((this.planned.get(environmentArn) ?? Infinity) <= at) return undefined;
    this.planned.set(environmentArn, at);
    return at;
  }

  /** A planned tick has come. */
  ticked(environmentArn: string): void {
    this.planned.delete(environmentArn);
  }
}

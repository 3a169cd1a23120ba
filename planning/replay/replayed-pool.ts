import { NUM_INSTANCES } from "../../aws/batch/names";
import { sizeOf as instanceSize } from "../../aws/batch/instance-sizes";
import { type Amounts, ServicePool } from "../../scheduling";
import { containerDemand } from "../compute/container-demand";
import { ContainerPool } from "../compute/container-pool";
import type { Engine } from "../compute/engine";
import type { EnvironmentFigures } from "../compute/metered-environment";
import type { Demand } from "../history/job";
import { type PoolPlan, type QueuePlan, sizeOf, VCPUS } from "../pools/plan";
import { Account } from "./account";
import type { Assumptions } from "./assumptions";
import type { Need } from "./need";

/** What a job takes of a pool; undefined when the pool has no type of instances that it could mean. */
export interface PoolDemand {
  readonly amounts: Amounts;
  readonly needs: readonly Need[];
  /** vCPUs of a container job. */
  readonly instances: number;
}

/** A service environment, or compute environments, in a replay: the engine's pool, and the books about it. */
export class ReplayedPool {
  readonly engine: Engine;
  readonly size: number;
  private readonly containers: ContainerPool | undefined;
  private readonly accounts = new Map<string, Account>();
  private readonly units: readonly string[];
  private readonly demands = new Map<number, PoolDemand | undefined>();
  /** In the order of their names, as rule C6 of the engine puts down what is lent. */
  private lenders: readonly Account[] = [];
  /** By unit, instances that all borrow together. */
  private readonly borrowed: number[];
  /** What each lender lends. */
  private readonly lent: number[];

  /**
   * @param start of all timelines; milliseconds
   * @param width of their buckets in the beginning
   */
  constructor(
    readonly plan: PoolPlan,
    private readonly assumptions: Assumptions,
    private readonly start: number,
    private readonly width: number,
  ) {
    const { capacity, queues } = plan;
    this.size = sizeOf(capacity);
    this.units = [
      ...new Set([
        ...Object.keys(capacity),
        ...queues.flatMap(({ shares }) => shares.flatMap((share) => Object.keys(share.capacity))),
      ]),
    ];
    this.containers =
      plan.environments === undefined ? undefined : new ContainerPool(plan, assumptions.scheduling, start);
    this.engine = this.containers ?? servicePool(plan, assumptions, start);
    for (const { settings, shares } of queues) {
      for (const { name, capacity: own, strategy } of shares) {
        const owned = this.units.map((unit) => own[unit] ?? 0);
        this.add(new Account(settings.name, name, owned, strategy !== "RESERVE", start, width));
      }
    }
    this.lenders = [...this.accounts.values()].sort((a, b) => (a.share < b.share ? -1 : 1));
    this.lent = this.lenders.map(() => 0);
    this.borrowed = this.units.map(() => 0);
  }

  get all(): readonly Account[] {
    return [...this.accounts.values()];
  }

  /** The line that a job of the queue waits in. */
  account({ settings: { name, policy } }: QueuePlan, share: string): Account {
    const line = policy.kind === "FIFO" ? "" : share;
    return (
      this.accounts.get(keyOf(name, line)) ??
      this.add(new Account(name, line, undefined, false, this.start, this.width))
    );
  }

  /** Notes that a job begins to run, or does so no more. */
  take(account: Account, needs: readonly Need[], sign: 1 | -1, at: number): void {
    const { borrowed } = this;
    let isLent = false;
    for (const { unit } of needs) {
      const before = borrowed[unit] ?? 0;
      isLent ||= before > 0;
      borrowed[unit] = before - account.borrowedOf(unit);
    }
    account.take(needs, sign, at);
    for (const { unit } of needs) {
      const after = (borrowed[unit] ?? 0) + account.borrowedOf(unit);
      isLent ||= after > 0;
      borrowed[unit] = after;
    }
    if (isLent) this.noteLent(at);
  }

  /** @returns what a job takes here; undefined when it does not say of which type, and there are several */
  demand(index: number, demand: Demand): PoolDemand | undefined {
    if (this.demands.has(index)) return this.demands.get(index);
    const found = this.containers === undefined ? this.instances(demand) : this.vcpus(demand);
    this.demands.set(index, found);
    return found;
  }

  /** Of a pool of compute environments. */
  environments(until: number): EnvironmentFigures[] | undefined {
    return this.containers?.figures(until);
  }

  /** Who waits at the front of each line, and for what, at a moment after all that has happened. */
  sample(at: number): void {
    for (const { settings } of this.plan.queues) {
      const lines = this.all.filter(({ queue, hasWaiting }) => queue === settings.name && hasWaiting);
      if (lines.length === 0) continue;
      const { front, shares } = this.engine.picture(settings.name, at);
      for (const line of lines) {
        const own = line.share === "" ? front : shares.find(({ share }) => share === line.share)?.front;
        if (own !== undefined) line.sample({ at, front: own.jobId, waitingFor: own.waitingFor });
      }
    }
  }

  private vcpus(demand: Demand): PoolDemand {
    const { vcpus, memory, gpus } = containerDemand(demand, this.assumptions);
    return {
      amounts: { vcpus, memory, gpus },
      needs: [{ unit: this.units.indexOf(VCPUS), count: vcpus }],
      instances: vcpus,
    };
  }

  private instances(demand: Demand): PoolDemand | undefined {
    const amounts = this.amounts(demand);
    return amounts && { amounts, needs: this.needs(amounts), instances: sizeOf(amounts) };
  }

  private amounts(demand: Demand): Amounts | undefined {
    if ("types" in demand) return demand.types;
    const types = this.units.filter((unit) => unit !== NUM_INSTANCES);
    const only = types.length === 1 ? types[0] : undefined;
    if ("gpus" in demand) {
      if (types.length > 1) return undefined;
      const each = only === undefined ? undefined : instanceSize(only.replace(/^ml\./, ""))?.gpus;
      const perInstance = each === undefined || each === 0 ? this.assumptions.gpusPerInstance : each;
      return { [only ?? NUM_INSTANCES]: Math.max(1, Math.ceil(demand.gpus / perInstance)) };
    }
    const type = demand.type ?? only ?? (types.length === 0 ? NUM_INSTANCES : undefined);
    return type === undefined ? undefined : { [type]: demand.instances };
  }

  private needs(amounts: Amounts): Need[] {
    if (this.units.includes(NUM_INSTANCES))
      return [{ unit: this.units.indexOf(NUM_INSTANCES), count: sizeOf(amounts) }];
    return Object.entries(amounts).map(([type, count]) => ({ unit: this.units.indexOf(type), count }));
  }

  private noteLent(at: number): void {
    const { lenders, lent } = this;
    const open = [...this.borrowed];
    for (let i = 0; i < lenders.length; i += 1) {
      const lender = lenders[i];
      if (lender === undefined) continue;
      let sum = 0;
      for (let unit = 0; unit < open.length; unit += 1) {
        const part = Math.min(open[unit] ?? 0, lender.lendableOf(unit));
        sum += part;
        open[unit] = (open[unit] ?? 0) - part;
      }
      if (sum === lent[i]) continue;
      lent[i] = sum;
      lender.lend(sum, at);
    }
  }

  private add(account: Account): Account {
    this.accounts.set(keyOf(account.queue, account.share), account);
    return account;
  }
}

function servicePool({ capacity, enabled, queues }: PoolPlan, { scheduling }: Assumptions, at: number): ServicePool {
  const pool = new ServicePool({ capacity, enabled }, scheduling);
  for (const { settings, shares } of queues) {
    // Routes refuse what is disabled, with the reason.
    pool.handle({ type: "queue", at, queue: { ...settings, enabled: true } });
    for (const share of shares)
      pool.handle({ type: "share", at, queue: settings.name, share: { ...share, enabled: true } });
  }
  return pool;
}

function keyOf(queue: string, share: string): string {
  return `${queue}\n${share}`;
}

import type { Amounts, QueueSettings, ShareSettings } from "../../scheduling";

/** A queue with what its jobs compete for. */
export interface QueuePlan {
  readonly settings: QueueSettings;
  /** What else it is called: the key of its declaration. */
  readonly key: string;
  /** In the order of their declaration; none of a queue without quota shares. */
  readonly shares: readonly ShareSettings[];
}

/** A service environment with its queues. */
export interface PoolPlan {
  readonly name: string;
  readonly key: string;
  readonly capacity: Amounts;
  readonly enabled: boolean;
  readonly queues: readonly QueuePlan[];
}

/** How capacity is divided: what is declared, or what is declared with changes. */
export interface Plan {
  readonly name: string;
  readonly pools: readonly PoolPlan[];
}

/** @returns instances of all types together */
export function sizeOf(amounts: Amounts): number {
  return Object.values(amounts).reduce((sum, count) => sum + count, 0);
}

export function queuesOf(plan: Plan): readonly QueuePlan[] {
  return plan.pools.flatMap(({ queues }) => queues);
}

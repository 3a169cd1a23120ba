import type { Amounts, ShareSettings } from "../../scheduling";
import { type EnvironmentPlan, type Plan, type PoolPlan, sizeOf, withEnvironments } from "../pools/plan";

/**
 * @param total instances, or vCPUs, of all pools together
 * @returns the plan with all capacities in the same proportion, in whole instances or vCPUs that add up
 */
export function scaledPlan(plan: Plan, total: number): Plan {
  const sizes = apportion(
    total,
    plan.pools.map(({ capacity }) => sizeOf(capacity)),
  );
  return { name: `${total}`, pools: plan.pools.map((pool, i) => scaledPool(pool, sizes[i] ?? 0)) };
}

function scaledPool(pool: PoolPlan, size: number): PoolPlan {
  if (pool.environments !== undefined) return withEnvironments(pool, scaledEnvironments(pool.environments, size));
  const before = sizeOf(pool.capacity);
  const queues = pool.queues.map((queue) => {
    const owned = queue.shares.reduce((sum, { capacity }) => sum + sizeOf(capacity), 0);
    const parts = apportion(
      Math.round((owned * size) / Math.max(1, before)),
      queue.shares.map(({ capacity }) => sizeOf(capacity)),
    );
    return { ...queue, shares: queue.shares.map((share, i) => withSize(share, parts[i] ?? 0)) };
  });
  return { ...pool, capacity: scaled(pool.capacity, size), queues };
}

/** Of those that are disabled nothing counts. */
function scaledEnvironments(environments: readonly EnvironmentPlan[], vcpus: number): EnvironmentPlan[] {
  const parts = apportion(
    vcpus,
    environments.map(({ enabled, maxvCpus }) => (enabled ? maxvCpus : 0)),
  );
  return environments.map((one, i) => (one.enabled ? { ...one, maxvCpus: parts[i] ?? 0 } : one));
}

export function withSize(share: ShareSettings, size: number): ShareSettings {
  return { ...share, capacity: scaled(share.capacity, size) };
}

function scaled(amounts: Amounts, size: number): Amounts {
  const units = Object.keys(amounts);
  const parts = apportion(size, Object.values(amounts));
  return Object.fromEntries(units.map((unit, i) => [unit, parts[i] ?? 0]));
}

/** Largest remainders: whole parts in proportion to the weights, which add up to the total. */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const parts = exact.map(Math.floor);
  const missing = sum === 0 ? 0 : total - parts.reduce((all, part) => all + part, 0);
  const byRemainder = exact
    .map((value, i) => ({ i, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder.slice(0, missing)) parts[i] = (parts[i] ?? 0) + 1;
  return parts;
}

/** @returns all ways to divide a total into so many whole parts, none of them empty; undefined when there are more than `most` */
export function divisionsOf(total: number, parts: number, most: number): number[][] | undefined {
  let ways = [[total]];
  for (let made = 1; made < parts; made += 1) {
    ways = ways.flatMap((way) => {
      const [rest = 0, ...others] = way;
      return Array.from({ length: Math.max(0, rest - 1) }, (_, i) => [rest - 1 - i, ...others, i + 1]);
    });
    if (ways.length > most) return undefined;
  }
  return ways;
}

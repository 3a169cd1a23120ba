import { suggestions } from "../../config/nearest";
import type { Amounts, QueuePolicy, ShareSettings } from "../../scheduling";
import { PlanError } from "../errors";
import { changedEnvironment, ENVIRONMENT_FIELDS } from "./environment-changes";
import { type Plan, type PoolPlan, type QueuePlan, withEnvironments } from "./plan";
import { numberOf, oneOf, type PlanChange, textOf } from "./plan-change";

const STRATEGIES = ["RESERVE", "LEND", "LEND_AND_BORROW"] as const;
const POLICIES = ["FIFO", "FAIR_SHARE", "QUOTA_SHARE"] as const;

/** @throws PlanError when it is no change */
export function parseChange(text: string): PlanChange {
  const [, of, field, value] = /^([^=]+)\.(\w+)=(.+)$/.exec(text) ?? [];
  if (of === undefined || field === undefined || value === undefined) {
    throw new PlanError(
      `A change is like team-a.capacity=8, team-b.strategy=LEND, g5.capacity=24 or cpu.maxvCpus=128, not ${text}`,
    );
  }
  return { of, field, value };
}

/**
 * @param name of the plan that is made
 * @throws PlanError when a change is about nothing that is declared, or makes no sense
 */
export function changedPlan(plan: Plan, name: string, changes: readonly PlanChange[]): Plan {
  return { name, pools: changes.reduce(changedPools, plan.pools) };
}

function changedPools(pools: readonly PoolPlan[], change: PlanChange): readonly PoolPlan[] {
  let found = 0;
  const is = (...names: readonly string[]) => {
    const named = change.of === "*" || names.includes(change.of);
    if (named) found += 1;
    return named;
  };
  const changed = pools.map((pool): PoolPlan => {
    const queues = pool.queues.map((queue): QueuePlan => {
      const shares = queue.shares.map((share) =>
        hasField(SHARE_FIELDS, change) && is(share.name) ? changedShare(share, change) : share,
      );
      const own = { ...queue, shares };
      return hasField(QUEUE_FIELDS, change) && is(queue.key, queue.settings.name) ? changedQueue(own, change) : own;
    });
    const own = { ...pool, queues };
    if (pool.environments !== undefined) {
      const environments = pool.environments.map((one) =>
        hasField(ENVIRONMENT_FIELDS, change) && is(one.key, one.name) ? changedEnvironment(one, change) : one,
      );
      return withEnvironments(own, environments);
    }
    const isPool = change.of !== "*" && change.field === "capacity" && is(pool.key, pool.name);
    return isPool ? { ...own, capacity: capacityOf(pool.capacity, change) } : own;
  });
  if (found === 0) throw notFound(pools, change);
  return changed;
}

const SHARE_FIELDS = ["capacity", "strategy", "borrowLimit", "inSharePreemption"];
const QUEUE_FIELDS = ["policy", "priority", "shareDecaySeconds", "computeReservation"];

function hasField(fields: readonly string[], { field }: PlanChange): boolean {
  return fields.includes(field);
}

function changedShare(share: ShareSettings, change: PlanChange): ShareSettings {
  const { field, value } = change;
  if (field === "capacity") return { ...share, capacity: capacityOf(share.capacity, change) };
  if (field === "strategy") return { ...share, strategy: oneOf(STRATEGIES, change) };
  // API Reference, QuotaShareResourceSharingConfiguration: percent, -1 for no limit.
  if (field === "borrowLimit") return { ...share, borrowLimit: value === "-1" ? -1 : numberOf(change) };
  return { ...share, inSharePreemption: oneOf(["true", "false"], change) === "true" };
}

function changedQueue(queue: QueuePlan, change: PlanChange): QueuePlan {
  const { settings } = queue;
  if (change.field === "priority") return { ...queue, settings: { ...settings, priority: numberOf(change) } };
  if (change.field === "policy") return withPolicy(queue, oneOf(POLICIES, change));
  const { policy } = settings;
  if (policy.kind !== "FAIR_SHARE")
    throw new PlanError(`${settings.name} has no fair shares: ${textOf(change)} changes nothing`);
  return { ...queue, settings: { ...settings, policy: { ...policy, [change.field]: numberOf(change) } } };
}

/** A week is the longest, ten minutes what AWS takes where nothing is said; an hour is between the two. */
const DECAY_SECONDS = 3600;

/** @returns the queue under another policy; fair shares all weigh the same */
export function withPolicy(queue: QueuePlan, kind: QueuePolicy["kind"]): QueuePlan {
  const { settings, shares } = queue;
  if (kind === settings.policy.kind) return queue;
  if (kind === "QUOTA_SHARE" && shares.length === 0) {
    throw new PlanError(`${settings.name} declares no quota shares, so that it cannot go by them`);
  }
  const policy: QueuePolicy =
    kind === "FAIR_SHARE" ? { kind, shareDecaySeconds: DECAY_SECONDS, computeReservation: 0, weights: {} } : { kind };
  return { ...queue, settings: { ...settings, policy }, shares: kind === "QUOTA_SHARE" ? shares : [] };
}

function capacityOf(before: Amounts, change: PlanChange): Amounts {
  const [, type, count] = /^(?:(.+)=)?(\d{1,6})$/.exec(change.value) ?? [];
  if (count === undefined)
    throw new PlanError(`A capacity is a whole number, or <instance type>=<number>: not ${textOf(change)}`);
  const units = Object.keys(before);
  if (type !== undefined) return { ...before, [type]: Number(count) };
  const [only] = units;
  if (only === undefined || units.length > 1) {
    throw new PlanError(
      `${change.of} has the units ${units.join(", ")}: say which one changes, as ${change.of}.capacity=${only ?? "ml.g5.xlarge"}=8`,
    );
  }
  return { [only]: Number(count) };
}

function notFound(pools: readonly PoolPlan[], change: PlanChange): PlanError {
  const fields = [...new Set([...SHARE_FIELDS, ...QUEUE_FIELDS, ...ENVIRONMENT_FIELDS])];
  if (!fields.includes(change.field)) {
    return new PlanError(`Nothing has a ${change.field} that could be changed (there are: ${fields.join(", ")})`);
  }
  const names = pools.flatMap(({ name, queues, environments }) => [
    ...(environments?.map((one) => one.name) ?? [name]),
    ...queues.flatMap(({ settings, shares }) => [settings.name, ...shares.map((share) => share.name)]),
  ]);
  const { hint } = suggestions(change.of, names, "name");
  const advice = hint === undefined ? "" : `; ${hint}`;
  return new PlanError(`Nothing called ${change.of} has a ${change.field} (there are: ${names.join(", ")})${advice}`);
}

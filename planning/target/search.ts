import type { Window } from "../history/job-log";
import { PlanError } from "../errors";
import { type Plan, sizeOf } from "../pools/plan";
import type { ReplayResult } from "../replay/result";
import { divisionsOf, scaledPlan, withSize } from "./division";
import { meanRatio, type Target, valueOf, worstRatio } from "./target";

/** Replays a plan, on all jobs or on those of a window. */
export type Evaluate = (plan: Plan, window?: Window) => Promise<ReplayResult>;

/** One capacity that was tried. */
export interface Trial {
  readonly capacity: number;
  /** Seconds of each target; null where nobody of the name had a job. */
  readonly values: readonly (number | null)[];
  readonly met: boolean;
}

/** The least capacity of a search. */
export interface Found {
  /** Instances; undefined when even the most that was tried does not do. */
  readonly capacity: number | undefined;
  /** In the order of their capacity. */
  readonly trials: readonly Trial[];
}

/** So many times the capacity that is declared is the most that is tried. */
const MOST_TIMES = 64;

/**
 * Searches the least capacity, divided in the proportion of what is declared, that meets all targets. That one is met and one
 * instance less is not, both are tried; in between, more capacity may do worse with jobs of several instances.
 *
 * @throws PlanError when a target is about nobody
 */
export async function leastCapacity(
  plan: Plan,
  targets: readonly Target[],
  evaluate: Evaluate,
  window?: Window,
): Promise<Found> {
  const declared = plan.pools.reduce((sum, { capacity }) => sum + sizeOf(capacity), 0);
  const trials = new Map<number, Trial>();
  const meets = async (capacity: number) => {
    const known = trials.get(capacity);
    if (known !== undefined) return known.met;
    const result = await evaluate(scaledPlan(plan, capacity), window);
    if (window === undefined) checkNames(targets, result);
    const values = targets.map((target) => valueOf(target, result) ?? null);
    const met = worstRatio(targets, result) <= 1 && result.total.never <= leastNever(result);
    trials.set(capacity, { capacity, values, met });
    return met;
  };
  const sorted = () => [...trials.values()].sort((a, b) => a.capacity - b.capacity);
  let low = 0;
  let high = Math.max(1, declared);
  while (!(await meets(high))) {
    low = high;
    high *= 2;
    if (high > declared * MOST_TIMES) return { capacity: undefined, trials: sorted() };
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await meets(middle)) high = middle;
    else low = middle;
  }
  return { capacity: high, trials: sorted() };
}

/** Jobs that nobody would take, whatever the capacity. */
function leastNever({ neverReasons }: ReplayResult): number {
  return Object.entries(neverReasons)
    .filter(([reason]) => !reason.startsWith("MISCONFIGURATION"))
    .reduce((sum, [, count]) => sum + count, 0);
}

function checkNames(targets: readonly Target[], result: ReplayResult): void {
  for (const target of targets) {
    if (valueOf(target, result) !== undefined) continue;
    const names = [...new Set([...result.shares, ...result.teams, ...result.queues].map(({ name }) => name))];
    throw new PlanError(
      `${JSON.stringify(target.text)} is about ${target.of ?? ""}, who has no job (there are: ${names.join(", ")})`,
    );
  }
}

/** A division of a capacity among quota shares. */
export interface Division {
  readonly shares: readonly { readonly name: string; readonly capacity: number }[];
  /** How far the worst target is from being met: at most 1 when all are. */
  readonly ratio: number;
  readonly values: readonly (number | null)[];
  readonly met: boolean;
  readonly tried: number;
}

/**
 * Searches the division of what the shares of a queue own that serves the targets best: moves instances to the share whose
 * target is missed most, from that whose work suffers least, in ever smaller steps, as long as that makes it better. Where that
 * does not do, all divisions are tried when there are few.
 *
 * @returns undefined when the plan has no queue with several quota shares
 */
export async function bestDivision(
  plan: Plan,
  targets: readonly Target[],
  evaluate: Evaluate,
): Promise<Division | undefined> {
  const sizes = plan.pools.flatMap(({ queues }) =>
    queues.flatMap(({ shares }) => shares.map((share) => sizeOf(share.capacity))),
  );
  const names = plan.pools.flatMap(({ queues }) => queues.flatMap(({ shares }) => shares.map(({ name }) => name)));
  if (names.length < 2) return undefined;
  let tried = 0;
  const tryOut = async (parts: readonly number[]) => {
    tried += 1;
    const result = await evaluate(divided(plan, parts));
    return { parts, result, ratio: worstRatio(targets, result), mean: meanRatio(targets, result) };
  };
  let best = await tryOut(sizes);
  checkNames(targets, best.result);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  for (let step = Math.max(1, total >> 3); step >= 1 && best.ratio > 1; step >>= 1) {
    for (let goesOn = true; goesOn && best.ratio > 1;) {
      const neediest = neediestOf(names, targets, best.result);
      const donors = donorsOf(names, best).filter((from) => from !== neediest && (best.parts[from] ?? 0) > step);
      const moves = donors.slice(0, MOST_DONORS).map((from) => moved(best.parts, from, neediest, step));
      const outcomes = await Promise.all(moves.map(tryOut));
      const next = outcomes.reduce((a, b) => (isBetter(b, a) ? b : a), best);
      goesOn = next !== best;
      best = next;
    }
  }
  if (best.ratio > 1) {
    const others = await Promise.all((divisionsOf(total, names.length, MOST_DIVISIONS) ?? []).map(tryOut));
    best = others.reduce((a, b) => (isBetter(b, a) ? b : a), best);
  }
  return {
    shares: names.map((name, i) => ({ name, capacity: best.parts[i] ?? 0 })),
    ratio: best.ratio,
    values: targets.map((target) => valueOf(target, best.result) ?? null),
    met: best.ratio <= 1,
    tried,
  };
}

/** Index of the share that the worst target is about; of one about all jobs that with the longest wait. */
function neediestOf(names: readonly string[], targets: readonly Target[], result: ReplayResult): number {
  const ratio = (target: Target) => (valueOf(target, result) ?? 0) / Math.max(target.seconds, 1e-9);
  const worst = targets.reduce((a, b) => (ratio(b) > ratio(a) ? b : a));
  const named = names.indexOf(worst.of ?? "");
  if (named >= 0) return named;
  const longest = [...result.shares].sort((a, b) => b.wait[worst.statistic] - a.wait[worst.statistic])[0];
  return Math.max(0, names.indexOf(longest?.name ?? ""));
}

interface Outcome {
  readonly ratio: number;
  readonly mean: number;
}

function isBetter(a: Outcome, b: Outcome): boolean {
  return a.ratio === b.ratio ? a.mean < b.mean : a.ratio < b.ratio;
}

/** So many divisions are few. */
const MOST_DIVISIONS = 200;

/** Shares whose instances are asked for at a time. */
const MOST_DONORS = 4;

/** Indexes of the shares: first those that use the least of what they own. */
function donorsOf(
  names: readonly string[],
  { parts, result }: { readonly parts: readonly number[]; readonly result: ReplayResult },
): number[] {
  const lines = result.pools.flatMap((pool) => pool.lines);
  const used = names.map(
    (name, i) => (lines.find(({ share }) => share === name)?.ownHours ?? 0) / Math.max(1, parts[i] ?? 0),
  );
  return names.map((_, i) => i).sort((a, b) => (used[a] ?? 0) - (used[b] ?? 0));
}

function moved(parts: readonly number[], from: number, to: number, step: number): number[] {
  return parts.map((part, i) => part + (i === to ? step : i === from ? -step : 0));
}

function divided(plan: Plan, parts: readonly number[]): Plan {
  let next = 0;
  const pools = plan.pools.map((pool) => ({
    ...pool,
    queues: pool.queues.map((queue) => ({
      ...queue,
      shares: queue.shares.map((share) => withSize(share, parts[next++] ?? 0)),
    })),
  }));
  return { name: "divided", pools };
}

const WEEK = 604_800_000;
/** Weeks that are looked at; of a longer history every so many. */
const MOST_WEEKS = 12;

/** What each week of the history would need by itself. */
export interface WeekFound {
  /** ISO 8601. */
  readonly from: string;
  readonly capacity: number | null;
}

/** Repeats a search on the weeks of a history, each on its own with an empty start: how sure its answer is. */
export async function weekByWeek(
  plan: Plan,
  targets: readonly Target[],
  evaluate: Evaluate,
  window: Window,
): Promise<WeekFound[]> {
  const count = Math.floor((window.until - window.from) / WEEK);
  if (count < 2) return [];
  const every = Math.ceil(count / MOST_WEEKS);
  const starts = Array.from({ length: Math.floor(count / every) }, (_, i) => window.from + i * every * WEEK);
  return Promise.all(
    starts.map(async (from) => {
      const found = await leastCapacity(plan, targets, evaluate, { from, until: from + WEEK - 1 });
      return { from: new Date(from).toISOString(), capacity: found.capacity ?? null };
    }),
  );
}

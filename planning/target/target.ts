import { PlanError } from "../errors";
import type { GroupFigures } from "../measures/group";
import type { ReplayResult } from "../replay/result";

const STATISTICS = ["mean", "p50", "p95", "p99", "max"] as const;

/** What must hold: `p95 wait of team-a <= 10m`. */
export interface Target {
  readonly text: string;
  readonly statistic: (typeof STATISTICS)[number];
  readonly measure: "wait" | "turnaround";
  /** A share, team or queue; undefined of all jobs. */
  readonly of: string | undefined;
  readonly seconds: number;
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** @throws PlanError when it is no target */
export function parseTarget(text: string): Target {
  const words =
    /^(mean|average|p50|median|p95|p99|max)\s+(wait|turnaround)(?:\s+of\s+(\S+))?\s*<=?\s*(\d+(?:\.\d+)?)\s*([smhd])$/;
  const [, statistic = "", measure = "", of, count = "", unit = ""] = words.exec(text.trim()) ?? [];
  const known = STATISTICS.find((one) => one === ({ average: "mean", median: "p50" }[statistic] ?? statistic));
  if (known === undefined)
    throw new PlanError(`A target is like "p95 wait of team-a <= 10m", not ${JSON.stringify(text)}`);
  return {
    text: text.trim(),
    statistic: known,
    measure: measure === "wait" ? "wait" : "turnaround",
    of: of === "all" ? undefined : of,
    seconds: Number(count) * (UNITS[unit] ?? 1),
  };
}

/** @returns seconds; undefined when there is nobody of the name. A job that could not run waits for ever */
export function valueOf({ statistic, measure, of }: Target, result: ReplayResult): number | undefined {
  const group = groupOf(result, of);
  if (group === undefined) return undefined;
  return group.never > 0 && group.succeeded === 0 ? Infinity : group[measure][statistic];
}

function groupOf({ total, shares, teams, queues }: ReplayResult, name: string | undefined): GroupFigures | undefined {
  if (name === undefined) return total;
  return [...shares, ...teams, ...queues].find((group) => group.name === name);
}

/** How far from its target the worst one is: at most 1 when all are met. */
export function worstRatio(targets: readonly Target[], result: ReplayResult): number {
  return Math.max(...targets.map((target) => (valueOf(target, result) ?? 0) / Math.max(target.seconds, 1e-9)));
}

/** How far all are from their targets on average: what tells two plans apart whose worst target is missed alike. */
export function meanRatio(targets: readonly Target[], result: ReplayResult): number {
  const ratios = targets.map(
    ({ of, measure, seconds }) => (groupOf(result, of)?.[measure].mean ?? 0) / Math.max(seconds, 1e-9),
  );
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / Math.max(1, targets.length);
}

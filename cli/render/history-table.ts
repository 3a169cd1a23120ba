import type { History, HistoryQuery, ShareSummary } from "../../queues/history";
import { columns } from "./columns";
import { amount, duration, type Style } from "./style";

/** @returns the sums of a history as a table, and what is not in it */
export function historyLines(history: History, query: Pick<HistoryQuery, "after" | "before">, style: Style): string[] {
  const { summary, jobs, unfinished } = history;
  const from = dayOf(query.after);
  const until = query.before === undefined ? "" : ` and before ${dayOf(query.before)}`;
  const head = `${amount(jobs, "job")} submitted from ${from} on${until}`;
  const lost = unfinished === 0 ? [] : [`Of ${amount(unfinished, "more job")} nobody knows how they ended.`];
  if (jobs === 0) return [head, ...lost];
  const headings = ["QUEUE", "SHARE", "TEAM", "JOBS", "WAIT P50", "P95", "MAX", "FAILED", "PREEMPTED", "RAN", "LOST"];
  return [head, "", ...columns(headings, summary.map(rowOf), style), ...(lost.length === 0 ? [] : ["", ...lost])];
}

function rowOf({ queue, share = "-", team = "-", ...sums }: ShareSummary): string[] {
  const { jobs, wait, failed, preempted, runningHours, lostHours } = sums;
  const waits = wait === undefined ? ["-", "-", "-"] : [wait.p50, wait.p95, wait.max].map((ms) => duration(ms / 1000));
  return [
    queue,
    share,
    team,
    ...[String(jobs), ...waits, failed, preempted].map(String),
    hours(runningHours),
    hours(lostHours),
  ];
}

/** `12.5 h of ml.g5.xlarge`: an hour of two instances counts twice. */
function hours(byUnit: Readonly<Record<string, number>>): string {
  const parts = Object.entries(byUnit).flatMap(([unit, value]) => {
    return value === 0 || unit === "MiB" ? [] : `${value.toFixed(1)} h of ${unit}`;
  });
  return parts.join(", ") || "-";
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

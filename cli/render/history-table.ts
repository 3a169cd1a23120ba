import type { History, HistoryQuery, ShareSummary } from "../../queues/history";
import { columns } from "./columns";
import { amount, cut, duration, type Style } from "./style";

/** What the figures of a row take with the spaces before them; the rest of the line is for the share and its team. */
const FIGURES = 58;
const LEAST_ROOM = 20;

/**
 * @param width columns of the terminal; Infinity where there is none
 * @returns the sums of a history as tables of each queue, and what is not in them
 */
export function historyLines(
  history: History,
  query: Pick<HistoryQuery, "after" | "before">,
  style: Style,
  width: number,
): string[] {
  const { summary, jobs, unfinished } = history;
  const from = timeOf(query.after);
  const until = query.before === undefined ? "" : ` and before ${timeOf(query.before)}`;
  const head = `${amount(jobs, "job")} submitted from ${from} on${until}`;
  const queues = [...new Set(summary.map(({ queue }) => queue))];
  const tables = queues.flatMap((queue) => {
    const ofQueue = withShortNames(
      summary.filter((one) => one.queue === queue),
      width - FIGURES,
    );
    return ["", style.bold(queue), ...waits(ofQueue, style), "", ...hours(ofQueue, style)];
  });
  const lost =
    unfinished === 0
      ? []
      : [
          "",
          `Of ${amount(unfinished, "more job")} nobody knows how they ended:`,
          "AWS Batch lists them no more, or their last event is still on its way.",
        ];
  return [head, ...tables, ...lost];
}

/** Names as long as there is room for them both. */
function withShortNames(summary: readonly ShareSummary[], space: number): ShareSummary[] {
  const room = Math.max(LEAST_ROOM, space);
  const longest = (of: (one: ShareSummary) => string | undefined) =>
    Math.max(...summary.map((one) => of(one)?.length ?? 0));
  const [share, team] = [longest((one) => one.share), longest((one) => one.team)];
  if (share + team <= room) return [...summary];
  const forTeam = Math.min(team, Math.max(Math.floor(room / 2), room - share));
  return summary.map((one) => ({
    ...one,
    ...(one.share === undefined ? {} : { share: cut(one.share, room - forTeam) }),
    ...(one.team === undefined ? {} : { team: cut(one.team, forTeam) }),
  }));
}

function waits(summary: readonly ShareSummary[], style: Style): string[] {
  const rows = summary.map(({ share = "-", team = "-", jobs, wait, failed, preempted }) => {
    const times = wait === undefined ? [] : [wait.p50, wait.p95, wait.max];
    const shown = ["-", "-", "-"].map((none, index) => shortly(times[index]) ?? none);
    return [share, team, String(jobs), ...shown, String(failed), String(preempted)];
  });
  return columns(["SHARE", "TEAM", "JOBS", "WAIT P50", "P95", "MAX", "FAILED", "PREEMPTED"], rows, style);
}

/** A row for each of what jobs ran on: an hour of two instances counts twice. */
function hours(summary: readonly ShareSummary[], style: Style): string[] {
  const rows = summary.flatMap(({ share = "-", team = "-", runningHours, lostHours }) =>
    Object.entries(runningHours).flatMap(([unit, ran]) =>
      ran === 0 || unit === "MiB" ? [] : [[share, team, unit, ran.toFixed(1), (lostHours[unit] ?? 0).toFixed(1)]],
    ),
  );
  return rows.length === 0 ? [] : columns(["SHARE", "TEAM", "HOURS OF", "RAN", "LOST"], rows, style);
}

const shortly = (milliseconds: number | undefined): string | undefined =>
  milliseconds === undefined ? undefined : duration(milliseconds / 1000).replace(/ (h|min|s)\b/g, "$1");

const timeOf = (time: number): string => new Date(time).toISOString().slice(0, 16).replace("T", " ");

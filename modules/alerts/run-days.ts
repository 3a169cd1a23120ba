/** Whether a run was started on a day, as an expression that CloudWatch computes. */
import { type RunDays, WEEKDAYS } from "../../config/alerts";

/**
 * 1 when no execution was started on a day of the plan, else 0. A data point of a day has the time at which its day begins, in UTC;
 * where CloudWatch looks at 24 hours that begin in the middle of a day, HOUR keeps it from judging two halves of days.
 *
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics", "Metric math syntax and functions": DAY (1 is
 * Monday), DATE, HOUR, FILL, IF.
 *
 * @param started id of the metric that counts the executions started
 */
export function missedExpression(days: RunDays, started: string): string {
  const filled = `FILL(${started}, 0)`;
  const when = [`HOUR(${filled}) == 0`, ...(days === "daily" ? [] : [`(${daysOf(days, filled)})`])].join(" && ");
  return `IF(${when} && ${filled} < 1, 1, 0)`;
}

function daysOf(days: Exclude<RunDays, "daily">, filled: string): string {
  if ("weekdays" in days) {
    return [...new Set(days.weekdays)].map((day) => `DAY(${filled}) == ${WEEKDAYS.indexOf(day) + 1}`).join(" || ");
  }
  return [...new Set(days.days_of_month)].map((day) => `DATE(${filled}) == ${day}`).join(" || ");
}

/** @returns in words, as after "starts": `each day`, `each Monday and Friday`, `each month on 1 and 15` */
export function daysInWords(days: RunDays): string {
  if (days === "daily") return "each day";
  if ("weekdays" in days) return `each ${days.weekdays.join(" and ")}`;
  return `each month on ${days.days_of_month.join(" and ")}`;
}

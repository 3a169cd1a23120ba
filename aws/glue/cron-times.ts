/** When a trigger with a cron expression of Glue fires; see `cron.ts` for what it may say. All times are UTC. */
import { type Field, FIELDS, fieldsOf, readItem, valueOf } from "./cron";

/** @param expression one that `cronFault` has nothing against */
export function firesAt(expression: string, at: Date): boolean {
  const texts = fieldsOf(expression) ?? [];
  const year = at.getUTCFullYear();
  const values = [
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    at.getUTCDay() + 1,
    year,
  ];
  return FIELDS.every((field, index) => {
    const items = (texts[index] ?? "").split(",");
    return items.some((item) => item === "?" || names(field, item, values[index] ?? NaN, at));
  });
}

function names(field: Field, item: string, value: number, at: Date): boolean {
  if (field.calendar?.(item) === true) return isDay(field, item.toUpperCase(), at);
  return readItem(field, item)?.includes(value) === true;
}

/** The items that depend on the calendar: L, LW, L-3, 15W of the day of the month; L, 6L, 6#3 of the day of the week. */
function isDay(field: Field, item: string, at: Date): boolean {
  const [day, weekday] = [at.getUTCDate(), at.getUTCDay() + 1];
  const last = lastDay(at);
  if (field.title === "day of the month") {
    if (item === "L") return day === last;
    if (item === "LW") return day === nearestWeekday(at, last);
    if (item.startsWith("L-")) return day === last - Number(item.slice(2));
    return day === nearestWeekday(at, Math.min(Number(item.slice(0, -1)), last));
  }
  // EventBridge User Guide, Cron expressions reference: "L" alone is the last day of the week.
  if (item === "L") return weekday === field.max;
  const [named = "", nth] = item.replace(/L$/, "").split("#");
  if (weekday !== valueOf(field, named)) return false;
  return nth === undefined ? day + 7 > last : Math.ceil(day / 7) === Number(nth);
}

function lastDay(at: Date): number {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The weekday of the month that is nearest to a day of it: it never leaves the month. */
function nearestWeekday(at: Date, day: number): number {
  const weekday = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lastDay(at) ? day - 2 : day + 1;
  return day;
}

import { HistoryError } from "./errors";
import type { Demand } from "./job";

/** Where a cell stands, for messages. */
export interface CellPlace {
  readonly file: string;
  readonly line: number;
  /** From 0. */
  readonly index: number;
  readonly name: string;
}

export function cellError(place: CellPlace, problem: string): HistoryError {
  return new HistoryError(place.file, problem, place.line, columnText(place));
}

/** @returns `3 (instances)` */
export function columnText({ index, name }: Pick<CellPlace, "index" | "name">): string {
  return `${index + 1} (${name})`;
}

const SECOND = 1000;
// Seconds since 1970 have ten digits until the year 2286: what has more is milliseconds.
const FIRST_MILLISECONDS = 1e11;
const FIRST_MICROSECONDS = 1e14;
const FIRST_NANOSECONDS = 1e17;
const FIRST_TOO_LARGE = 1e20;
const DATE = /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)([.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/;

/**
 * A date without a zone is in UTC; a number is seconds, or milliseconds, microseconds or nanoseconds when it has more than
 * eleven, fourteen or seventeen digits.
 *
 * @returns milliseconds; NaN when it is no time
 */
export function parseTime(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value >= FIRST_TOO_LARGE) return NaN;
    if (value >= FIRST_NANOSECONDS) return Math.round(value / 1e6);
    if (value >= FIRST_MICROSECONDS) return Math.round(value / 1e3);
    return value >= FIRST_MILLISECONDS ? value : value * SECOND;
  }
  const parts = DATE.exec(text);
  if (parts === null) return NaN;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "0", zone] = parts;
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const isReal = new Date(time).getUTCDate() === Number(day) && Number(hour) < 24 && Number(minute) < 60;
  return isReal ? time + Number(fraction.replace(",", ".")) * SECOND - offsetOf(zone) : NaN;
}

function offsetOf(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? "") ?? [];
  if (hours === undefined || minutes === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60 * SECOND;
}

/** @throws HistoryError */
export function timeCell(text: string, place: CellPlace): number {
  if (text.startsWith("-") && Number(text) < 0) throw cellError(place, `a time before the beginning: ${text}`);
  const time = parseTime(text);
  if (Number.isNaN(time)) {
    throw cellError(place, `is no time, as 2026-03-01T09:00:00Z or seconds since 1970: ${shown(text)}`);
  }
  return time;
}

const DURATION_UNITS = [
  { unit: "ms", name: /(_|\b)(ms|msecs?|millis(econds?)?)\b/i, milliseconds: 1 },
  { unit: "min", name: /(_|\b)(mins?|minutes?)\b/i, milliseconds: 60 * SECOND },
  { unit: "h", name: /(_|\b)(hrs?|hours?)\b/i, milliseconds: 3600 * SECOND },
];

// As Slurm and others print it: 26:30:00, or 1-02:30:00.
const CLOCK = /^(?:(\d+)-)?(\d+):(\d\d):(\d\d(?:\.\d+)?)$/;

/** In the unit that the name of the column has, else in seconds; or as a clock shows it. @returns milliseconds. @throws HistoryError */
export function durationCell(text: string, place: CellPlace): number {
  const [, days = "0", hours = "0", minutes = "0", seconds] = CLOCK.exec(text) ?? [];
  if (seconds !== undefined) {
    return Math.round((((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * SECOND);
  }
  const value = text === "" ? NaN : Number(text);
  if (!Number.isFinite(value)) throw cellError(place, `is no number of seconds, and not like 1:30:00: ${shown(text)}`);
  const { unit = "s", milliseconds = SECOND } = DURATION_UNITS.find(({ name }) => name.test(place.name)) ?? {};
  if (value < 0) throw cellError(place, `a job cannot run for less than nothing: ${text} ${unit}`);
  return Math.round(value * milliseconds);
}

/** @throws HistoryError */
export function countCell(text: string, place: CellPlace, least = 1): number {
  const count = /^\d+(\.0+)?$/.test(text) ? Number(text) : NaN;
  if (Number.isNaN(count) || count < least) throw cellError(place, `is no whole number from ${least}: ${shown(text)}`);
  return count;
}

/** @returns more than nothing, in parts too. @throws HistoryError */
export function amountCell(text: string, place: CellPlace): number {
  const amount = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(amount > 0)) throw cellError(place, `is no number above 0: ${shown(text)}`);
  return amount;
}

const demands = new Map<string, Demand>();

/** @param text `ml.g5.xlarge=2`, several with spaces between. @throws HistoryError */
export function capacityCell(text: string, place: CellPlace): Demand {
  const known = demands.get(text);
  if (known !== undefined) return known;
  const pairs = text
    .trim()
    .split(/[\s;]+/)
    .map((part) => /^([\w.-]+)[=:](\d+)$/.exec(part));
  const types: Record<string, number> = {};
  for (const pair of pairs) {
    const [, type, count] = pair ?? [];
    if (type === undefined || Number(count) < 1)
      throw cellError(place, `is no capacity, as ml.g5.xlarge=2: ${shown(text)}`);
    types[type] = (types[type] ?? 0) + Number(count);
  }
  const demand = { types };
  demands.set(text, demand);
  return demand;
}

const LONGEST_SHOWN = 60;

export function shown(text: string): string {
  if (text === "") return "the cell is empty";
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text);
}

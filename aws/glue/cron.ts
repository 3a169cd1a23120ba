/**
 * The cron expressions that triggers of AWS Glue take.
 *
 *     cron(<minutes> <hours> <day-of-month> <month> <day-of-week> <year>)
 *
 *     field  ::= "?" | item ("," item)*          "?" in one of the two fields of days, and there always
 *     item   ::= base ["/" step]                  a step counts from the base on
 *     base   ::= "*" | value | value "-" value    a range goes upwards
 *     value  ::= number | name                    names (JAN, SUN) in any case
 *
 * beside which a day of the month is L, LW, L-<days> or <day>W, and a day of the week L, <day>L or, alone, <day>#<1 to 5>.
 * Sources: AWS Glue Developer Guide, "Time-based schedules for jobs and crawlers"; what it says no more of than the name is
 * read as in the Amazon EventBridge User Guide, "Cron expressions reference", which also has #.
 */
export const CRON_PAGE = "AWS Glue Developer Guide, Time-based schedules for jobs and crawlers";

/** Why AWS Glue would not take an expression. */
export interface CronFault {
  /** The rest of a sentence about the expression: "its hours cannot be ..." */
  readonly reason: string;
  /** What the field takes, when it is one field. */
  readonly allowed?: readonly string[];
}

export interface Field {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  /** Names of the values, the first is that of `min`. */
  readonly names?: readonly string[];
  readonly allowed: readonly string[];
  /** Whether an item that depends on the calendar (L, W, #) is valid; undefined when it is no such item. */
  readonly calendar?: (item: string) => boolean | undefined;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const FIFTH = 5;
const FEWEST_MINUTES = 5;

const minutes: Field = { title: "minutes", min: 0, max: 59, allowed: ["0-59", ", - * /"] };
const hours: Field = { title: "hours", min: 0, max: 23, allowed: ["0-23", ", - * /"] };
const daysOfMonth: Field = {
  title: "day of the month",
  min: 1,
  max: 31,
  allowed: ["1-31", ", - * ? / L W"],
  calendar: (item) => {
    if (!/[LW]/i.test(item)) return undefined;
    const [form, before, nearest] = /^(?:LW?|L-(\d{1,2})|(\d{1,2})W)$/i.exec(item) ?? [];
    return form !== undefined && isWithin(Number(before ?? 1), 1, 30) && isWithin(Number(nearest ?? 1), 1, 31);
  },
};
const months: Field = { title: "month", min: 1, max: 12, names: MONTHS, allowed: ["1-12", "JAN-DEC", ", - * /"] };
const daysOfWeek: Field = {
  title: "day of the week",
  min: 1,
  max: 7,
  names: DAYS,
  allowed: ["1-7", "SUN-SAT", ", - * ? / L #"],
  calendar: (item) => {
    const last = /^(.*)L$/i.exec(item)?.[1];
    if (last !== undefined) return last === "" || valueOf(daysOfWeek, last) !== undefined;
    if (!item.includes("#")) return undefined;
    const [, day = "", nth] = /^(\w+)#(\d)$/.exec(item) ?? [];
    return valueOf(daysOfWeek, day) !== undefined && isWithin(Number(nth), 1, FIFTH);
  },
};
const years: Field = { title: "year", min: 1970, max: 2199, allowed: ["1970-2199", ", - * /"] };
export const FIELDS = [minutes, hours, daysOfMonth, months, daysOfWeek, years];

/** @returns why AWS Glue takes no such schedule; undefined when it does. */
export function cronFault(expression: string): CronFault | undefined {
  const texts = fieldsOf(expression);
  if (texts === undefined) {
    return { reason: "must be a cron expression of six fields, such as cron(0 5 * * ? *)" };
  }
  const [minute = "", , dayOfMonth = "", , dayOfWeek = ""] = texts;
  for (const [index, field] of FIELDS.entries()) {
    const text = texts[index] ?? "";
    const isDay = field === daysOfMonth || field === daysOfWeek;
    if (isDay && text === "?") continue;
    const read = readField(field, text);
    if (typeof read === "string") return { reason: `its ${field.title} cannot be ${read}`, allowed: field.allowed };
  }
  // "If you specify a value in one of the fields, you must use a ? (question mark) in the other."
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) {
    const days = `${JSON.stringify(dayOfMonth)} and ${JSON.stringify(dayOfWeek)}`;
    const reason = `one of its day of the month and day of the week must be ?, and the other not; they are ${days}`;
    return { reason };
  }
  if (isOftenerThanAllowed(readField(minutes, minute))) {
    // "Cron expressions that lead to rates faster than 5 minutes are not supported."
    return { reason: `its minutes ${JSON.stringify(minute)} are less than ${FEWEST_MINUTES} minutes apart` };
  }
  return undefined;
}

/** Whether a valid expression names only dates that no year has, such as the 30th of February. */
export function neverFires(expression: string): boolean {
  const [, , dayText = "", monthText = ""] = fieldsOf(expression) ?? [];
  const [days, inMonths] = [readField(daysOfMonth, dayText), readField(months, monthText)];
  if (typeof days === "string" || typeof inMonths === "string" || days.length === 0) return false;
  return !inMonths.some((month) => days.some((day) => day <= (LONGEST_MONTHS[month - 1] ?? 0)));
}

export function fieldsOf(expression: string): string[] | undefined {
  const texts = /^cron\((.*)\)$/s.exec(expression)?.[1]?.trim().split(/\s+/);
  return texts?.length === FIELDS.length ? texts : undefined;
}

/** @returns the values that the text names, none when they depend on the calendar; the wrong part, quoted, when there is one. */
function readField(field: Field, text: string): readonly number[] | string {
  const items = text.split(",");
  const values: number[] = [];
  let dependsOnCalendar = false;
  for (const item of items) {
    const calendar = field.calendar?.(item);
    // "If you use a '#' character, you can define only one expression in the day-of-week field."
    if (item.includes("#") && items.length > 1) return JSON.stringify(text);
    if (calendar === true) {
      dependsOnCalendar = true;
      continue;
    }
    const read = calendar === undefined ? readItem(field, item) : undefined;
    if (read === undefined) return JSON.stringify(item);
    values.push(...read);
  }
  return dependsOnCalendar ? [] : values;
}

/** @returns the values that one item names, without those that depend on the calendar; undefined: it is wrong */
export function readItem(field: Field, item: string): readonly number[] | undefined {
  const [base = "", step, ...more] = item.split("/");
  if (more.length > 0 || (step !== undefined && !/^0*[1-9]\d{0,3}$/.test(step))) return undefined;
  const [from = "", to, ...rest] = base.split("-");
  if (rest.length > 0) return undefined;
  const first = from === "*" && to === undefined ? field.min : valueOf(field, from);
  const openEnd = from === "*" || step !== undefined ? field.max : first;
  const last = to === undefined ? openEnd : valueOf(field, to);
  if (first === undefined || last === undefined || first > last) return undefined;
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

export function valueOf({ min, max, names = [] }: Field, text: string): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return min + named;
  return /^\d{1,4}$/.test(text) && isWithin(Number(text), min, max) ? Number(text) : undefined;
}

function isWithin(value: number, min: number, max: number): boolean {
  return value >= min && value <= max;
}

function isOftenerThanAllowed(values: readonly number[] | string): boolean {
  if (typeof values === "string") return false;
  const inOrder = [...new Set(values)].sort((a, b) => a - b);
  return inOrder.some((minute, index) => index > 0 && minute - (inOrder[index - 1] ?? 0) < FEWEST_MINUTES);
}

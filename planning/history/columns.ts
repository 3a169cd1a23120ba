import { suggestions } from "../../config/nearest";
import { HistoryError } from "./errors";

/** What a column of a history may say, and under which names it is found without being mapped. */
const FIELDS = {
  job: ["job", "job_id", "id"],
  submit: ["submit", "submitted"],
  duration: ["duration"],
  started: ["started"],
  ended: ["ended"],
  instances: ["instances"],
  gpus: ["gpus", "container_gpus"],
  type: ["type"],
  capacity: ["capacity"],
  vcpus: ["vcpus"],
  // Not "memory": histories have it in many units.
  memory: ["memory_mib"],
  queue: ["queue"],
  share: ["share"],
  team: ["team"],
  priority: ["priority"],
  attempts: ["attempts"],
  preemptions: ["preemptions"],
  result: ["result"],
} as const;

export type Field = keyof typeof FIELDS;

export const fieldNames = Object.keys(FIELDS) as readonly Field[]; // Cast: the keys of the object.

/** The user's mapping: what each field is called in the file. */
export type ColumnMapping = Readonly<Partial<Record<Field, string>>>;

/** Indexes of the columns of each field that the file has: of several the product, as nodes and the GPUs of each. */
export type ColumnIndexes = Readonly<Partial<Record<Field, readonly number[]>>>;

/** Of these there may be a product of columns. */
const PRODUCTS: ReadonlySet<Field> = new Set(["instances", "gpus", "vcpus", "memory"]);

/**
 * @param text `submit=timestamp,duration=duration,instances=num_gpus,share=cluster`
 * @returns undefined when it is no mapping; the caller says so
 */
export function parseColumns(text: string): ColumnMapping | undefined {
  const pairs = text.split(",").map((pair) => pair.trim().split("="));
  const fields = new Set<string>(fieldNames);
  if (!pairs.every(([field = "", column = "", ...rest]) => fields.has(field) && column !== "" && rest.length === 0)) {
    return undefined;
  }
  return Object.fromEntries(pairs);
}

/**
 * @param names what the first line of the file calls its columns
 * @throws HistoryError when a mapped column is not there, or one that is needed
 */
export function findColumns(file: string, names: readonly string[], mapping: ColumnMapping): ColumnIndexes {
  const trimmed = names.map((name) => name.trim());
  const lower = trimmed.map((name) => name.toLowerCase());
  const found: Partial<Record<Field, readonly number[]>> = {};
  const indexOf = (field: Field, wanted: string) => {
    const index = trimmed.includes(wanted) ? trimmed.indexOf(wanted) : lower.indexOf(wanted.toLowerCase());
    if (index < 0) throw noColumn(file, field, wanted, trimmed);
    const next = trimmed.indexOf(trimmed[index] ?? "", index + 1);
    if (next >= 0) throw ambiguous(file, trimmed[index] ?? "", index, next);
    return index;
  };
  for (const field of fieldNames) {
    const wanted = mapping[field];
    if (wanted === undefined) {
      const name = lower.find((one) => FIELDS[field].some((known) => known === one));
      if (name !== undefined) found[field] = [indexOf(field, trimmed[lower.indexOf(name)] ?? "")];
    } else {
      const factors = PRODUCTS.has(field) && !trimmed.includes(wanted) ? wanted.split("*") : [wanted];
      found[field] = factors.map((factor) => indexOf(field, factor.trim()));
    }
  }
  for (const field of ["job", "instances"] as const)
    if (mapping[field] === undefined && isTaken(found, field)) found[field] = undefined;
  if (found.submit === undefined) throw missing(file, "submit", trimmed);
  const hasTimes = found.started !== undefined && found.ended !== undefined;
  if (found.duration === undefined && !hasTimes) throw missing(file, "duration", trimmed);
  return found;
}

/** A column that is mapped to another field is not also found under its own name. */
function isTaken(found: ColumnIndexes, field: Field): boolean {
  const [index] = found[field] ?? [];
  return index !== undefined && fieldNames.some((other) => other !== field && found[other]?.includes(index));
}

function ambiguous(file: string, name: string, first: number, second: number): HistoryError {
  return new HistoryError(
    file,
    `column ${first + 1} is called ${name}, too: rename one of them`,
    1,
    String(second + 1),
  );
}

function noColumn(file: string, field: Field, wanted: string, names: readonly string[]): HistoryError {
  const { hint } = suggestions(wanted, names, "column");
  const advice = hint === undefined ? "" : `; ${hint}`;
  const problem = `there is no column ${wanted} for ${field} (there are: ${listed(names)})${advice}`;
  return new HistoryError(file, problem, 1, columnsOf(names));
}

function missing(file: string, field: Field, names: readonly string[]): HistoryError {
  const problem = `no column says ${field === "submit" ? "when a job was submitted" : "how long a job ran"}`;
  const advice = `name it with --columns ${field}=<one of ${listed(names)}>`;
  return new HistoryError(file, `${problem}: ${advice}`, 1, columnsOf(names));
}

function columnsOf({ length }: readonly string[]): string {
  return length === 1 ? "1" : `1 to ${length}`;
}

/** Names that are shown, and letters of each: what is no CSV may have a first line of any length. */
const MOST_LISTED = 40;
const LONGEST_LISTED = 60;

function listed(names: readonly string[]): string {
  const some = names.slice(0, MOST_LISTED).map((name) => name.slice(0, LONGEST_LISTED));
  return [...some, ...(names.length > MOST_LISTED ? [`and ${names.length - MOST_LISTED} more`] : [])].join(", ");
}

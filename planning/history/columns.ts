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
  gpus: ["gpus"],
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

/** Index of each field that the file has. */
export type ColumnIndexes = Readonly<Partial<Record<Field, number>>>;

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
  const found: Partial<Record<Field, number>> = {};
  for (const field of fieldNames) {
    const wanted = mapping[field];
    const index =
      wanted === undefined
        ? lower.findIndex((name) => FIELDS[field].some((known) => known === name))
        : trimmed.indexOf(wanted);
    if (index >= 0) found[field] = index;
    else if (wanted !== undefined) throw noColumn(file, field, wanted, trimmed);
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
  const index = found[field];
  return index !== undefined && fieldNames.some((other) => other !== field && found[other] === index);
}

function noColumn(file: string, field: Field, wanted: string, names: readonly string[]): HistoryError {
  const { hint } = suggestions(wanted, names, "column");
  const advice = hint === undefined ? "" : `; ${hint}`;
  return new HistoryError(
    file,
    `there is no column ${wanted} for ${field} (there are: ${names.join(", ")})${advice}`,
    1,
  );
}

function missing(file: string, field: Field, names: readonly string[]): HistoryError {
  const problem = `no column says ${field === "submit" ? "when a job was submitted" : "how long a job ran"}`;
  return new HistoryError(file, `${problem}: name it with --columns ${field}=<one of ${names.join(", ")}>`, 1);
}

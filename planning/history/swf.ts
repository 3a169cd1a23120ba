import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { cellError, columnText } from "./cells";
import type { ColumnMapping, Field } from "./columns";
import { HistoryError } from "./errors";
import type { JobSink, ReadNotes } from "./job";

/** The 18 fields, in their order. Source: The Standard Workload Format, Parallel Workloads Archive. */
const SWF_FIELDS = [
  "job",
  "submit",
  "wait",
  "run",
  "allocated",
  "cpu_time",
  "memory",
  "requested",
  "requested_time",
  "requested_memory",
  "status",
  "user",
  "group",
  "executable",
  "queue",
  "partition",
  "preceding",
  "think_time",
] as const;

type SwfField = (typeof SWF_FIELDS)[number];

/**
 * Reads the Standard Workload Format. A processor is an instance; jobs whose run time or size is not known are left out.
 *
 * @param open is called when the mapping makes sense
 * @param mapping which of its fields is queue, share or team; what it calls them is in `SWF_FIELDS`
 * @throws HistoryError for the first line that is wrong
 */
export async function readSwf(
  file: string,
  open: () => Readable,
  mapping: ColumnMapping,
  sink: JobSink,
): Promise<ReadNotes> {
  const groups = indexesOf(file, mapping);
  const leftOut: Record<string, number> = {};
  let line = 0;
  let begin = 0;
  let jobs = 0;
  for await (const text of createInterface({ input: open(), crlfDelay: Infinity })) {
    line += 1;
    const trimmed = text.trim();
    const [, start] = /^;\s*UnixStartTime:\s*(\d+)/.exec(trimmed) ?? [];
    if (start !== undefined) begin = Number(start) * 1000;
    if (trimmed === "" || trimmed.startsWith(";")) continue;
    const cells = trimmed.split(/\s+/);
    if (cells.length < SWF_FIELDS.length) {
      throw new HistoryError(file, `has ${cells.length} of the 18 numbers of a job`, line, String(cells.length + 1));
    }
    const number = (field: SwfField) => numberAt(file, line, cells, field);
    const submit = number("submit");
    if (submit < 0) throw cellError(placeOf(file, line, "submit"), `a time before the beginning: ${submit}`);
    const run = number("run");
    const allocated = number("allocated");
    const instances = allocated > 0 ? allocated : number("requested");
    const unknown = run < 0 ? "of unknown run time" : instances <= 0 ? "of unknown size" : undefined;
    if (unknown !== undefined) {
      leftOut[unknown] = (leftOut[unknown] ?? 0) + 1;
      continue;
    }
    const group = (field: "queue" | "share" | "team") => {
      const index = groups[field];
      return index === undefined ? "" : (cells[index] ?? "");
    };
    const share = group("share");
    jobs += 1;
    sink({
      name: cells[0] ?? "",
      line,
      submittedAt: begin + submit * 1000,
      duration: run * 1000,
      demand: { instances },
      queue: group("queue"),
      share,
      team: group("team") || share || group("queue"),
      priority: 0,
    });
  }
  if (jobs === 0 && Object.keys(leftOut).length === 0)
    throw new HistoryError(file, "there are no jobs", Math.max(1, line), "1");
  const named = (field: SwfField) => columnText(placeOf(file, line, field));
  return { leftOut, toldOtherwise: {}, columns: { submit: named("submit"), size: named("allocated") } };
}

function placeOf(file: string, line: number, field: SwfField) {
  return { file, line, index: SWF_FIELDS.indexOf(field), name: field };
}

function numberAt(file: string, line: number, cells: readonly string[], field: SwfField): number {
  const place = placeOf(file, line, field);
  const value = Number(cells[place.index]);
  if (!Number.isFinite(value)) throw cellError(place, `is no number: ${JSON.stringify(cells[place.index])}`);
  return value;
}

function indexesOf(file: string, mapping: ColumnMapping): Partial<Record<Field, number>> {
  const found: Partial<Record<Field, number>> = {};
  for (const field of ["queue", "share", "team"] as const) {
    const wanted = mapping[field];
    if (wanted === undefined) continue;
    const index = SWF_FIELDS.findIndex((name) => name === wanted);
    if (index < 0)
      throw new HistoryError(file, `there is no column ${wanted} for ${field} (there are: ${SWF_FIELDS.join(", ")})`);
    found[field] = index;
  }
  return found;
}

import type { Readable } from "node:stream";
import Papa from "papaparse";
import { amountCell, capacityCell, type CellPlace, columnText, countCell, durationCell, timeCell } from "./cells";
import { type ColumnIndexes, type ColumnMapping, type Field, findColumns } from "./columns";
import { HistoryError } from "./errors";
import type { Demand, JobSink, ReadNotes, SourceColumns } from "./job";

/**
 * Reads a history as CSV with a line of names, separated by commas, semicolons, tabs or bars.
 *
 * @param file as the user named it
 * @param mapping what its columns are called; others are found by the names of our own
 * @throws HistoryError for the first cell that is wrong
 */
export async function readCsv(
  file: string,
  open: () => Readable,
  mapping: ColumnMapping,
  sink: JobSink,
): Promise<ReadNotes> {
  const rows = new CsvRows(file, mapping, sink);
  // So decoded, a letter of several bytes may lie in two chunks.
  const stream = open().setEncoding("utf8");
  await new Promise<void>((resolve, reject) => {
    stream.once("error", reject);
    Papa.parse<string[]>(stream, {
      delimiter: delimiterOf,
      // Before it is read: behind it a quote would not begin a cell.
      beforeFirstChunk: (text) => text.replace(/^\ufeff/, ""),
      chunk: ({ data, errors }, parser) => {
        try {
          rows.take(data, errors);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          parser.abort();
          stream.destroy();
        }
      },
      error: reject,
      complete: () => resolve(),
    });
  });
  rows.end();
  const { leftOut, toldOtherwise } = rows;
  return {
    leftOut: Object.fromEntries(leftOut),
    toldOtherwise: Object.fromEntries(toldOtherwise),
    columns: rows.sourceColumns(),
  };
}

const DELIMITERS = [",", ";", "\t", "|"];

/** What the names in the first line are separated by. */
function delimiterOf(text: string): string {
  const [names = ""] = text.replace(/"[^"]*"/g, "").split(/[\r\n]/, 1);
  const times = (one: string) => names.split(one).length;
  return DELIMITERS.reduce((a, b) => (times(b) > times(a) ? b : a));
}

/** How others write that a job did not run, or not to its end. */
const BLANK = /^(|none|null|nan|nat|n\/a|-|\\N)$/i;

/** Of several columns the first one counts. */
const SIZES = ["capacity", "instances", "gpus", "vcpus", "memory"] as const;

/** Makes jobs of rows, and knows in which line each stands. */
class CsvRows {
  readonly leftOut = new Map<string, number>();
  readonly toldOtherwise = new Map<string, number>();
  private columns: ColumnIndexes | undefined;
  private names: readonly string[] = [];
  private line = 1;
  private rowsBefore = 0;
  private jobs = 0;

  constructor(
    private readonly file: string,
    private readonly mapping: ColumnMapping,
    private readonly sink: JobSink,
  ) {}

  take(rows: readonly string[][], errors: readonly Papa.ParseError[]): void {
    // One delimiter is as good as another in a file of one column.
    const misread = errors.find(({ type }) => type === "Quotes");
    rows.forEach((row, index) => {
      if (misread !== undefined && (misread.row ?? 0) <= index) {
        throw new HistoryError(this.file, "a quote is not closed, or text follows it", this.line);
      }
      this.row(row);
      this.line += 1;
      for (const cell of row) if (cell.includes("\n")) this.line += cell.split("\n").length - 1;
    });
    this.rowsBefore += rows.length;
  }

  end(): void {
    if (this.columns === undefined)
      throw new HistoryError(this.file, "the file is empty: no line names its columns", 1, "1");
    if (this.jobs === 0 && this.leftOut.size === 0)
      throw new HistoryError(this.file, "there are no jobs below the names of the columns", 2, "1");
  }

  sourceColumns(): SourceColumns {
    const named = (field: Field) => columnText(this.place(field));
    const size = SIZES.find((field) => this.columns?.[field] !== undefined);
    return { submit: named("submit"), ...(size === undefined ? {} : { size: named(size) }) };
  }

  private row(row: readonly string[]): void {
    if (row.length === 1 && row[0]?.trim() === "") return;
    if (this.columns === undefined) {
      if (row.some((name) => name.includes("\0")))
        throw new HistoryError(this.file, "is no UTF-8: save it as such", 1, "1");
      this.names = row;
      this.columns = findColumns(this.file, this.names, this.mapping);
      return;
    }
    if (row.length !== this.names.length) {
      const problem = `has ${row.length} cells, where the first line names ${this.names.length} columns`;
      throw new HistoryError(this.file, problem, this.line, String(Math.min(row.length, this.names.length) + 1));
    }
    const submittedAt = timeCell(this.cell(row, "submit"), this.place("submit"));
    const duration = this.duration(row);
    if (duration === undefined) return this.leaveOut("never started or not ended");
    const demand = this.demand(row);
    if ("instances" in demand && demand.instances === 0) return this.leaveOut("of no instances");
    const priority = this.cell(row, "priority");
    const share = this.cell(row, "share");
    const queue = this.cell(row, "queue");
    const result = this.cell(row, "result");
    this.noteRuns(row, result);
    this.jobs += 1;
    this.sink({
      name: this.cell(row, "job"),
      line: this.line,
      submittedAt,
      duration,
      demand,
      queue,
      share,
      team: this.cell(row, "team") || share || queue,
      result,
      priority: priority === "" ? 0 : countCell(priority, this.place("priority"), 0),
    });
  }

  private leaveOut(why: string): void {
    increase(this.leftOut, why);
  }

  /** What happened to a job of which a replay knows nothing: it runs once, for as long as the history says. */
  private noteRuns(row: readonly string[], result: string): void {
    // Columns of others may be called so, too: what is no number says nothing here.
    if (Number(this.cell(row, "preemptions")) > 0) increase(this.toldOtherwise, "preempted");
    else if (Number(this.cell(row, "attempts")) > 1) increase(this.toldOtherwise, "tried more than once");
    if (/^(FAILED|CANCELL?ED|TERMINATED)$/i.test(result)) increase(this.toldOtherwise, "not succeeded");
  }

  /** @returns undefined of a job that has not run */
  private duration(row: readonly string[]): number | undefined {
    if (this.columns?.duration !== undefined) {
      const text = this.cell(row, "duration");
      return BLANK.test(text) ? undefined : durationCell(text, this.place("duration"));
    }
    const started = this.cell(row, "started");
    const ended = this.cell(row, "ended");
    if (BLANK.test(started) || BLANK.test(ended)) return undefined;
    const from = timeCell(started, this.place("started"));
    const until = timeCell(ended, this.place("ended"));
    return durationCell(String((until - from) / 1000), this.place("ended"));
  }

  private demand(row: readonly string[]): Demand {
    const demand = this.instances(row);
    const amount = (field: "vcpus" | "memory") => {
      const text = this.cell(row, field);
      return text === "" ? {} : { [field]: this.product(row, field, amountCell) };
    };
    const container = { ...amount("vcpus"), ...amount("memory") };
    return Object.keys(container).length === 0 ? demand : { ...demand, container };
  }

  private instances(row: readonly string[]): Demand {
    const capacity = this.cell(row, "capacity");
    if (capacity !== "") return capacityCell(capacity, this.place("capacity"));
    // Of a container job nothing says that it has none.
    const hasNone = this.cell(row, "gpus") === "" && this.cell(row, "vcpus") !== "";
    if (this.columns?.gpus !== undefined && this.columns.instances === undefined && !hasNone) {
      return {
        gpus: Math.ceil(
          this.product(row, "gpus", (text, place) => (/^0(\.0+)?$/.test(text) ? 0 : amountCell(text, place))),
        ),
      };
    }
    const type = this.cell(row, "type");
    const count =
      this.columns?.instances === undefined
        ? 1
        : this.product(row, "instances", (text, place) => countCell(text, place, 0));
    return type === "" ? { instances: count } : { instances: count, type };
  }

  /** The number in the column of a field, or that of several multiplied. */
  private product(row: readonly string[], field: Field, read: (text: string, place: CellPlace) => number): number {
    const indexes = this.columns?.[field] ?? [];
    return indexes.reduce((all, index) => all * read((row[index] ?? "").trim(), this.place(field, index)), 1);
  }

  private cell(row: readonly string[], field: Field): string {
    const index = this.columns?.[field]?.[0];
    return index === undefined ? "" : (row[index] ?? "").trim();
  }

  private place(field: Field, index = this.columns?.[field]?.[0] ?? 0): CellPlace {
    return { file: this.file, line: this.line, index, name: this.names[index] ?? field };
  }
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

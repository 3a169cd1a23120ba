import * as fs from "node:fs";
import { z } from "zod";
import { recordShape, type RunRecord, textsShape } from "../record";
import { JournalDamagedError, JournalVersionError } from "./errors";

export const VERSION = 1;

const versionShape = z.object({ dapfJournal: z.unknown() });
export const headerShape = z.object({
  dapfJournal: z.literal(VERSION),
  /** Names the run, in the whole world. */
  run: z.string().min(1),
  /** ISO 8601 */
  begun: z.string(),
  /** What the run is about, e.g. `{ "the job file": "<digest>" }`. */
  about: textsShape,
  /** Name -> digest of the jobs; runs that an older dapf has begun do not say. */
  jobs: textsShape.optional(),
});
export type Header = z.infer<typeof headerShape>;

export interface Recorded {
  readonly header: Header;
  readonly records: RunRecord[];
  /** Bytes of the whole lines; what follows was torn off by a crash. */
  readonly bytes: number;
}

/**
 * @returns undefined when there is no journal, or none whose first line is complete
 * @throws JournalDamagedError, JournalVersionError
 */
export function readJournal(file: string): Recorded | undefined {
  if (!fs.existsSync(file)) return undefined;
  const content = fs.readFileSync(file);
  const bytes = content.lastIndexOf("\n") + 1;
  const [first, ...rest] = content.subarray(0, bytes).toString("utf8").split("\n").slice(0, -1);
  if (first === undefined) return undefined;
  const opening = value(file, 1, first, versionShape);
  if (opening.dapfJournal !== VERSION) throw new JournalVersionError(file, String(opening.dapfJournal), VERSION);
  const header = value(file, 1, first, headerShape);
  return { header, records: rest.map((line, index) => value(file, index + 2, line, recordShape)), bytes };
}

function value<T>(file: string, line: number, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new JournalDamagedError(file, line);
  }
}

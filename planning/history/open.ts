import { createReadStream, statSync } from "node:fs";
import { relative } from "node:path";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parseJson } from "../../config/json";
import { readTextFile } from "../../config/text-file";
import { parseYaml } from "../../config/yaml";
import { withoutSchemaKey } from "../../config/schema-key";
import { inFile, validate } from "../../config/zod-problems";
import { ConfigError } from "../../config/errors";
import type { ColumnMapping } from "./columns";
import { readCsv } from "./csv";
import { HistoryError } from "./errors";
import type { JobSink, ReadNotes } from "./job";
import { readSwf } from "./swf";
import { makeUp } from "./synthetic";
import { syntheticShape } from "./synthetic-shape";

/** Values of a column that count. */
export type Filter = Readonly<Partial<Record<"queue" | "share" | "team" | "result", ReadonlySet<string>>>>;

/** Where a history comes from. */
export interface HistorySource {
  /** A path relative to `folder`; `-` for `input`. */
  readonly file: string;
  readonly folder: string;
  readonly columns: ColumnMapping;
  /** Of each of these only jobs with one of the values count. @default all jobs */
  readonly only?: Filter;
  /** Standard input, for `-`. */
  readonly input?: Readable;
}

/**
 * Reads a history by what its name ends in: `.swf`, `.json` and `.yaml` (made up), else CSV; `.gz` after it.
 *
 * @throws HistoryError, ConfigError
 */
export async function readHistory(source: HistorySource, path: string, sink: JobSink): Promise<ReadNotes> {
  const { file, folder, columns } = source;
  if (/\.(json|ya?ml)$/.test(file)) {
    makeUp(readSynthetic(folder, path), sink);
    return { leftOut: {}, toldOtherwise: {} };
  }
  const name = file === "-" ? "standard input" : file;
  const read = /\.swf(\.gz)?$/.test(file) ? readSwf : readCsv;
  let stream: Readable | undefined;
  const open = () => (stream = plain(file, file === "-" ? (source.input ?? missingInput()) : opened(file, path)));
  try {
    return await read(name, open, columns, sink);
  } catch (error) {
    throw readable(name, error);
  } finally {
    stream?.destroy();
  }
}

function missingInput(): never {
  throw new HistoryError("-", "there is no standard input");
}

function opened(file: string, path: string): Readable {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new HistoryError(file, "there is no such file");
  if (found.isDirectory()) throw new HistoryError(file, "is a folder");
  return createReadStream(path, { highWaterMark: 1 << 18 });
}

/** Of what is compressed with gzip what is in it, by its name. */
function plain(file: string, stream: Readable): Readable {
  if (!file.endsWith(".gz")) return stream;
  // An error of either stream is one of the stream that is read.
  return pipeline(stream, createGunzip(), () => undefined);
}

/** What zlib says of a file, as an error about that file. */
function readable(file: string, error: unknown): unknown {
  if (typeof error !== "object" || error === null || !("code" in error && "message" in error)) return error;
  const isZlib = String(error.code).startsWith("Z_");
  return isZlib ? new HistoryError(file, `cannot be decompressed: ${String(error.message)}`) : error;
}

/** @throws ConfigError */
function readSynthetic(folder: string, path: string) {
  const file = relative(folder, path);
  const content = readTextFile(folder, file, "--jobs names it");
  const value = file.endsWith(".json") ? parseJson(file, content).value : parseYaml(file, content).value;
  const { value: known, problems } = validate(syntheticShape, withoutSchemaKey(value));
  if (known === undefined) throw new ConfigError(problems.map((one) => inFile(one, { file })));
  return known;
}

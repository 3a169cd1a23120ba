import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { textOf } from "../config/text-file";
import { STANDARD_INPUT } from "../config/job-files/job-file";
import type { Host } from "./host";
import { UsageError } from "./usage-error";

/**
 * Reads a file that the user names, relative to the working directory.
 *
 * @throws UsageError when it cannot be read, and ConfigError when it is not UTF-8
 */
export function readUserFile(file: string): string {
  return textOf(
    file,
    reading(file, () => fs.readFileSync(file)),
  );
}

/** What a command reads its work from: a file, or something that can be read only once. */
export interface UserInput {
  /** To name in errors. */
  readonly name: string;
  readonly content: string;
  /** Whether it is gone when it has been read: standard input (`-`), `<(...)`. */
  readonly isStream: boolean;
  /** Where the journal of the work lies when nobody says where: beside a file; of the same input it is the same. */
  readonly journal: string;
}

/** @param file path, or `-` for standard input @throws UsageError when it cannot be read */
export async function readUserInput(host: Pick<Host, "readInput">, file: string): Promise<UserInput> {
  if (file === "-") return streamOf(STANDARD_INPUT, textOf(STANDARD_INPUT, await host.readInput()));
  const isStream = isDevice(file) || !reading(file, () => fs.statSync(file)).isFile();
  const content = readUserFile(file);
  return isStream ? streamOf(file, content) : { name: file, content, isStream, journal: `${file}.journal` };
}

/** `/dev/stdin` may well be a file that was given with `<`. */
const isDevice = (file: string) => /^\/(?:dev|proc)\//.test(path.resolve(file));

function streamOf(name: string, content: string): UserInput {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 16);
  return { name, content, isStream: true, journal: path.join(".dapf", "jobs", `input-${digest}.journal`) };
}

function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UsageError(`${file} does not exist`);
    if (code === "EISDIR") throw new UsageError(`${file} is a folder, not a file`);
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

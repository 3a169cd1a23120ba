import * as fs from "node:fs";
import { textOf } from "../config/text-file";
import { UsageError } from "./usage-error";

/**
 * Reads a file that the user names, relative to the working directory.
 *
 * @throws UsageError when it cannot be read, and ConfigError when it is not UTF-8
 */
export function readUserFile(file: string): string {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(file);
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    if (code === "ENOENT") throw new UsageError(`${file} does not exist`);
    if (code === "EISDIR") throw new UsageError(`${file} is a folder, not a file`);
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return textOf(file, bytes);
}

import * as fs from "node:fs";
import * as path from "node:path";

/** Writes a file with its folders. */
export function write(file: string, text: string | Uint8Array, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
}

/** Writes a value as JSON. */
export function writeJson(file: string, value: unknown): void {
  write(file, JSON.stringify(value));
}

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** @returns a new folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "dapf-deploy-")));
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file with its folders. */
export function write(file: string, text: string | Uint8Array, mode = 0o644): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
}

/** Writes a value as JSON. */
export function writeJson(file: string, value: unknown): void {
  write(file, JSON.stringify(value));
}

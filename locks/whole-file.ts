import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Writes a file in one step: whoever reads it meanwhile finds what was there before or all that is new, and of two
 * writers the later one wins as a whole.
 *
 * @param mode permissions of the file. @default readable by everybody
 */
export function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): void {
  // Hidden, and with an ending of its own: nobody who lists the folder takes the draft for the file.
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.new`);
  try {
    fs.writeFileSync(draft, content, { mode });
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}

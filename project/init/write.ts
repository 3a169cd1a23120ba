import * as fs from "node:fs";
import * as path from "node:path";
import type { InitPlan, PlannedFile } from "./plan";

/** @returns whether a file is written; the others stay as they are */
export function isWritten({ action }: PlannedFile): boolean {
  return action !== "kept" && action !== "same";
}

/** Writes what a plan says. */
export function writeInit({ folder, files }: InitPlan): void {
  for (const { path: name, content } of files.filter(isWritten)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }
}

import * as fs from "node:fs";

/** @returns the text of an ids file: a line a job, name and id with a tab between them */
export function idsText(ids: ReadonlyMap<string, string>): string {
  return [...ids].map(([name, id]) => `${name}\t${id}\n`).join("");
}

/** Writes an ids file at once: it has all of the ids, or what it had before. */
export function writeIdsFile(file: string, ids: ReadonlyMap<string, string>): void {
  const draft = `${file}.new`;
  fs.writeFileSync(draft, idsText(ids));
  fs.renameSync(draft, file);
}

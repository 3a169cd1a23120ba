import * as fs from "node:fs";
import * as path from "node:path";
import { zipSync, type Zippable } from "fflate";
import { filesUnder } from "../framework/files";

/**
 * Packs the files of a folder for AWS Lambda. The same files give the same bytes on every machine: the order is that of
 * the names, all files get one date and one mode, and the compression is fflate's own, not that of Node's zlib.
 *
 * @param folder absolute path
 * @throws Error when the folder has no file
 */
export function archiveOf(folder: string): Uint8Array {
  const files = filesUnder(folder);
  if (files.length === 0) throw new Error(`${folder} has no file to pack`);
  const contents: Zippable = Object.fromEntries(
    files.map((file) => [file, new Uint8Array(fs.readFileSync(path.join(folder, file)))]),
  );
  return zipSync(contents, {
    level: 9,
    // The first date that the format knows. fflate writes local time, which this constructor takes, too.
    mtime: new Date(1980, 0, 1),
    // Made on Unix, readable by all: Lambda runs the code as another user than the one who owns it.
    os: 3,
    attrs: 0o100644 << 16,
  });
}

import * as fs from "node:fs";
import * as path from "node:path";

/**
 * The files of a folder and its subfolders. Left out is what tools leave behind: hidden files, Python's caches.
 *
 * @param folder absolute path
 * @returns paths relative to the folder, with `/`, in an order that no locale changes; none when the folder is absent
 */
export function filesUnder(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => fs.statSync(path.join(folder, file)).isFile())
    .map((file) => file.split(path.sep))
    .filter((parts) => !parts.some((part) => part.startsWith(".") || part === "__pycache__"))
    .map((parts) => parts.join("/"))
    .filter((file) => !file.endsWith(".pyc"))
    .sort((a, b) => (a < b ? -1 : 1));
}

/** Where dapf keeps what it has made for this machine, shared by all clones. */
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { accessSync, constants, statSync } from "node:fs";

/** Environment variables. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @returns absolute path of dapf's folder in the user's cache: `$XDG_CACHE_HOME/dapf`, else `~/Library/Caches/dapf` on
 *   macOS and `~/.cache/dapf` elsewhere. Source: XDG Base Directory Specification, which lets only absolute paths count
 */
export function cacheFolder(variables: Variables, platform: NodeJS.Platform = process.platform): string {
  const { XDG_CACHE_HOME: named, HOME } = variables;
  if (named?.startsWith("/") === true) return join(named, "dapf");
  const home = HOME === undefined || HOME === "" ? homedir() : HOME;
  return platform === "darwin" ? join(home, "Library", "Caches", "dapf") : join(home, ".cache", "dapf");
}

/** @returns absolute path of a program on the PATH */
export function onPath(name: string, variables: Variables): string | undefined {
  const folders = (variables.PATH ?? "").split(delimiter).filter((folder) => folder.startsWith("/"));
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

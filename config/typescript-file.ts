import { createRequire } from "node:module";
import { join } from "node:path";
import { ConfigError } from "./errors";
import { readTextFile } from "./text-file";

const requireFile = createRequire(__filename);

/**
 * Runs a TypeScript file of the repository.
 *
 * @param root absolute path of the repository
 * @param file path relative to it
 * @returns its exports by name; `default` is one of them
 * @throws ConfigError when it is absent, does not compile or throws
 */
export function loadTypeScript(root: string, file: string): Readonly<Record<string, unknown>> {
  // The compiler would put U+FFFD in the place of what is not UTF-8.
  readTextFile(root, file);
  let exported: unknown;
  try {
    exported = requireFile(join(root, file));
  } catch (error) {
    throw new ConfigError([{ file, path: "", rule: `cannot be loaded: ${reasonOf(root, error)}` }]);
  }
  return typeof exported === "object" && exported !== null ? { ...exported } : {};
}

/** A compiler's message names the file by its absolute path; people know it by the relative one. */
function reasonOf(root: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\nRequire stack:")[0]?.replaceAll(`${root}/`, "").trim() ?? message;
}

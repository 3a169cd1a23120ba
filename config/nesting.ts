import { ConfigError } from "./errors";

/**
 * Parsers call themselves for each level of a file, until the stack is full.
 *
 * @param file path to name in the error
 */
export function unlessTooDeep<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError([{ file, path: "", rule: "is nested too deeply to be read" }]);
  }
}

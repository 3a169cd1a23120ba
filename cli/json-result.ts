import type { TextStream } from "./host";

/** Prints the one JSON value that a command with `--json` owes. */
export function printJson(stream: TextStream, value: unknown): void {
  stream.write(`${JSON.stringify(value, null, 2)}\n`);
}

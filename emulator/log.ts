/** The log of the embedded AWS, as text. */
import { createReadStream, existsSync, statSync, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import type { LoggedCall } from "./edge/counters";
import { runFiles } from "./run-files";

/** One line for one AWS call. */
export function logLine(call: LoggedCall): string {
  const answer = call.error === undefined ? String(call.status) : `${call.status} ${call.error}`;
  return `${call.time} ${call.service} ${call.operation} ${call.account}/${call.region} ${answer} ${call.milliseconds} ms`;
}

/**
 * The last lines of the log of a clone's embedded AWS, also of one that is down.
 *
 * @param count - how many lines at most
 * @returns no lines when it never ran
 */
export async function logs(root: string, count: number): Promise<string[]> {
  const { log } = runFiles(root);
  if (!existsSync(log)) return [];
  const lines = (await readFile(log, "utf8")).split("\n");
  if (lines.at(-1) === "") lines.pop();
  return count <= 0 ? [] : lines.slice(-count);
}

/** Calls back with each further piece of the log, until the signal is aborted. */
export async function followLogs(root: string, onText: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { folder, log } = runFiles(root);
  let position = existsSync(log) ? statSync(log).size : 0;
  const more = async (): Promise<void> => {
    const size = existsSync(log) ? statSync(log).size : 0;
    if (size < position) position = 0; // a new emulator began a new log
    if (size === position) return;
    const stream = createReadStream(log, { encoding: "utf8", start: position, end: size - 1 });
    position = size;
    for await (const text of stream) onText(String(text));
  };
  let reading = Promise.resolve();
  const watcher = watch(folder, { signal }, () => (reading = reading.then(more)));
  await new Promise<void>((resolve) => {
    watcher.once("error", () => resolve());
    watcher.once("close", () => resolve());
  });
  await reading;
}

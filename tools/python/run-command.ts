import { spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import type { Lock } from "../../locks";
import { PythonEnvironmentError } from "../errors";

export interface RunOptions {
  readonly variables: NodeJS.ProcessEnv;
  /** Held by the process, too, should this one be killed. */
  readonly lock: Pick<Lock, "include">;
  /** Told each line of the standard output. */
  readonly onLine?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const LAST_LINES = 12;

/** @throws PythonEnvironmentError with the end of the output, the signal's reason */
export async function runCommand(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const { variables, lock, onLine, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(command, [...args], { env: variables, stdio: ["ignore", "pipe", "pipe"] });
  if (child.pid !== undefined) lock.include(child.pid);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (stream === child.stdout) onLine?.(line);
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
    });
  }
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop);
  const end = await new Promise<string | number>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, killedBy) => resolve(code ?? killedBy ?? 1));
  });
  signal?.removeEventListener("abort", stop);
  signal?.throwIfAborted();
  if (end === 0) return;
  const what = `${basename(command)} ${args.slice(0, 3).join(" ")}`;
  throw new PythonEnvironmentError(what, [...lines, ...(typeof end === "string" ? [end] : [])].join("\n"));
}

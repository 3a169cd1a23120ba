/** The Python processes of a run: none outlives it. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";

export type Running = ChildProcessByStdio<null, Readable, Readable>;

const running = new Set<Running>();

export function begin(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** What a process has printed last, up to now; reading it lets it go on. */
export function lastOutput(child: Running): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-8000)));
  }
  return () => output;
}

export function endAll(): void {
  for (const child of running) child.kill();
}

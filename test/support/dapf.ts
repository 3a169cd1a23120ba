import { spawn, type ChildProcess } from "node:child_process";
import * as path from "node:path";

/** How a command ended, and what it printed. */
export interface CommandOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  /** On top of this process's variables. @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Called with every piece of output, and the process, e.g. to interrupt it at a certain line. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

/** Runs `dapf` of a clone as a user would: a process of its own, no terminal. */
export function dapf(words: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  return runCommand(process.execPath, [path.join(options.cwd, "bin/dapf.js"), ...words], options);
}

/** Runs any command to its end. */
export function runCommand(file: string, words: readonly string[], options: CommandOptions): Promise<CommandOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, words, {
      cwd: options.cwd,
      env: { ...process.env, ...options.variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      options.onOutput?.(text, child);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      options.onOutput?.(text, child);
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** The same for a command that must succeed; fails with what it printed. */
export async function succeeded(outcome: Promise<CommandOutcome>): Promise<CommandOutcome> {
  const done = await outcome;
  if (done.exitCode !== 0) {
    throw new Error(`exit code ${String(done.exitCode)}:\n${done.stdout.slice(-3000)}\n${done.stderr.slice(-3000)}`);
  }
  return done;
}

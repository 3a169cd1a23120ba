/** The process of one command, with all that it starts: a process group of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { CommandEnd } from "./command";

/** How long the output of a process that has ended is waited for. */
const LINGERING_MS = 1_000;

export interface ProcessOptions {
  readonly words: readonly string[];
  /** All the variables that it gets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly onLine: (line: string) => void;
}

export class CommandProcess {
  /** Resolves when it has ended, and all that it has printed was told. */
  readonly ended: Promise<CommandEnd>;
  /** The id of the process group; undefined: it could not be started. */
  readonly group: number | undefined;
  private over = false;

  constructor({ words: [program = "", ...rest], environment, folder, onLine }: ProcessOptions) {
    const child = spawn(program, rest, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.group = child.pid;
    this.ended = this.end(child, [told(child.stdout, onLine), told(child.stderr, onLine)]);
  }

  signal(name: NodeJS.Signals): void {
    if (this.group === undefined || this.over) return;
    try {
      process.kill(-this.group, name);
    } catch {
      // It has ended just now.
    }
  }

  private end(child: ChildProcess, output: Promise<void>[]): Promise<CommandEnd> {
    return new Promise((resolve) => {
      child.once("error", ({ message }) => {
        resolve({ exitCode: undefined, reason: `CannotStartContainerError: ${message}` });
      });
      child.once("exit", (code, signal) => {
        // As in a container, nothing outlives the first process.
        this.signal("SIGKILL");
        this.over = true;
        const exitCode = code ?? 128 + constants.signals[signal ?? "SIGKILL"];
        const end = (): void => resolve({ exitCode, reason: undefined });
        // A process that has left the group keeps the output open.
        void Promise.race([Promise.all(output), lingering()]).then(end);
      });
    });
  }
}

/** Resolves when all lines have been told. */
function told(output: Readable, onLine: (line: string) => void): Promise<void> {
  const lines = createInterface({ input: output, crlfDelay: Infinity });
  lines.on("line", onLine);
  return new Promise((resolve) => lines.once("close", resolve));
}

function lingering(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, LINGERING_MS).unref());
}

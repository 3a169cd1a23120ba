import * as readline from "node:readline";
import { buffer } from "node:stream/consumers";
import { InterruptedError } from "../deploy";
import { isCode } from "../locks";
import { findProject, type Project } from "../project/find";
import { EXIT_FAILED, EXIT_INTERRUPTED } from "./exit-codes";
import type { Host, TextStream } from "./host";
import { ProcessInterrupts } from "./process-interrupts";

/** @returns the host of a real process. */
export function processHost(): Host {
  let found: Project | undefined;
  // Only of commands that need one: `dapf init` and `dapf submit` do not.
  const project = () => (found ??= findProject(process.cwd(), process.env));
  const interrupts = new ProcessInterrupts(process);
  return {
    get root() {
      return project().root;
    },
    get program() {
      return project().program;
    },
    variables: process.env,
    stdout: textStream(process.stdout, "Standard output"),
    stderr: textStream(process.stderr, "Standard error"),
    interrupts,
    // Looked at late: standard input of a command that does not read it is left alone.
    get input() {
      return process.stdin;
    },
    readInput: () => buffer(process.stdin),
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    ask,
  };
}

function textStream(stream: NodeJS.WriteStream, name: string): TextStream {
  // A reader that has seen enough (`| head`), or a closed terminal, is no reason to leave Terraform alone.
  const closed = new AbortController();
  stream.on("error", (error) => {
    if (!closed.signal.aborted && !isCode(error, "EPIPE")) reportLost(name, error);
    closed.abort();
  });
  return {
    closed: closed.signal,
    write: (text) => void stream.write(text),
    // A stream that is no terminal has no such property, whatever its type says.
    isTerminal: Boolean(stream.isTTY),
    get size() {
      return { columns: stream.columns || 100, rows: stream.rows || 24 };
    },
  };
}

/** A full disk: what was to be told is lost, and nobody may take the command for one that has succeeded. */
function reportLost(name: string, error: Error): void {
  process.on("exit", (code) => {
    // A watch whose reader is gone ends as if it had been interrupted.
    process.exitCode = code === 0 || code === EXIT_INTERRUPTED ? EXIT_FAILED : code;
  });
  process.stderr.write(`dapf: ${name} cannot be written: ${error.message}\n`);
}

function ask(question: string): Promise<string> {
  const lines = readline.createInterface({ input: process.stdin, output: process.stderr });
  return new Promise<string>((resolve, reject) => {
    const interrupted = () => reject(new InterruptedError("approval", false));
    lines.once("SIGINT", () => {
      process.stderr.write("\n");
      interrupted();
    });
    lines.once("close", interrupted);
    lines.question(question, resolve);
  }).finally(() => lines.close());
}

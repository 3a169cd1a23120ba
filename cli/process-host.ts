import * as path from "node:path";
import * as readline from "node:readline";
import { buffer } from "node:stream/consumers";
import { InterruptedError } from "../deploy";
import type { Host, TextStream } from "./host";
import { ProcessInterrupts } from "./process-interrupts";

/** @returns the host of a real process. */
export function processHost(): Host {
  const repository = path.resolve(__dirname, "..");
  const interrupts = new ProcessInterrupts(process);
  return {
    root: path.resolve(process.env.DAPF_ROOT ?? repository),
    program: path.join(repository, "main.ts"),
    variables: process.env,
    stdout: textStream(process.stdout),
    stderr: textStream(process.stderr),
    interrupts,
    readInput: () => buffer(process.stdin),
    canAsk: process.stdin.isTTY && process.stderr.isTTY,
    ask,
  };
}

function textStream(stream: NodeJS.WriteStream): TextStream {
  // A reader that has seen enough (`| head`), or a closed terminal, is no reason to leave Terraform alone.
  const closed = new AbortController();
  stream.on("error", () => closed.abort());
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

import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { StringDecoder } from "node:string_decoder";
import { DapfError } from "../../errors";
import { INSTALL_PAGES } from "../../tools";
import { Interruption, type Settling } from "./interruption";
import { type InterruptSource, noInterrupts } from "./interrupts";

/** Terraform is not there to be run. */
export class TerraformMissingError extends DapfError {
  constructor(
    /** The name or path that was looked for. */
    readonly binary: string,
  ) {
    super(`Terraform was not found (${binary}): install version 1.11 or newer from ${INSTALL_PAGES.Terraform}`);
  }
}

/** How to run one Terraform command. */
export interface TerraformCommand {
  /** Name on the PATH, or a path. */
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of a file that takes the standard output; overwritten. Standard error goes to `<logFile>.err`. */
  readonly logFile: string;
  readonly interrupts?: InterruptSource;
  /** How Terraform stands still before the first interrupt reaches it; see `Interruption`. @default not at all */
  readonly settling?: Settling;
  /** Told the number of the process as soon as there is one. */
  readonly onStart?: (pid: number) => void;
  /** Told about each interrupt, beginning with 1: the first was passed on, the third, too. */
  readonly onInterrupt?: (count: number) => void;
  /** Gets each line of the standard output as it is written. */
  readonly onLine?: (line: string) => void;
}

/** How a Terraform command ended. */
export interface TerraformResult {
  /** The exit code; 128 plus the signal's number when a signal ended it. */
  readonly exitCode: number;
  readonly stderr: string;
  readonly interrupted: boolean;
}

const FOLLOW_MILLISECONDS = 80;

/**
 * Runs Terraform in a process group of its own, so that Ctrl-C reaches it only through dapf (once, not twice), and with its
 * output in a file that dapf follows, not in a pipe: if dapf is killed, Terraform is not killed by the broken pipe but
 * finishes what it began and saves its state.
 *
 * The first interrupt is passed on once things have settled: Terraform then finishes the running operations and saves its
 * state. The second is only counted. The third is passed on at once and makes Terraform stop.
 *
 * @throws TerraformMissingError
 */
export async function runTerraform(command: TerraformCommand): Promise<TerraformResult> {
  fs.mkdirSync(path.dirname(command.logFile), { recursive: true, mode: 0o700 });
  const errorFile = `${command.logFile}.err`;
  // Output values can be secrets: readable by the owner only.
  const stdout = fs.openSync(command.logFile, "w", 0o600);
  const stderr = fs.openSync(errorFile, "w", 0o600);
  const follower = new LineFollower(command.logFile, command.onLine ?? (() => undefined));
  try {
    const child = spawn(command.binary, [...command.args], {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      stdio: ["ignore", stdout, stderr],
    });
    if (child.pid !== undefined) command.onStart?.(child.pid);
    let interrupts = 0;
    const interruption = new Interruption(child, command.settling);
    const unsubscribe = (command.interrupts ?? noInterrupts).subscribe(() => {
      interrupts += 1;
      if (interrupts === 1) interruption.begin();
      if (interrupts === 3) interruption.hasten();
      command.onInterrupt?.(interrupts);
    });
    const timer = setInterval(() => follower.read(), FOLLOW_MILLISECONDS);
    try {
      const exitCode = await ended(child, command.binary);
      follower.read();
      follower.end();
      return { exitCode, stderr: fs.readFileSync(errorFile, "utf8"), interrupted: interrupts > 0 };
    } finally {
      clearInterval(timer);
      interruption.end();
      unsubscribe();
    }
  } finally {
    follower.close();
    fs.closeSync(stdout);
    fs.closeSync(stderr);
  }
}

const signalNumbers: Readonly<Record<string, number>> = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

function ended(child: ReturnType<typeof spawn>, binary: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" || error.code === "EACCES" ? new TerraformMissingError(binary) : error);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signalNumbers[signal ?? ""] ?? 0)));
  });
}

/** Reads a growing file line by line. */
class LineFollower {
  private readonly file: number;
  private readonly decoder = new StringDecoder("utf8");
  private readonly chunk = Buffer.alloc(64 * 1024);
  private rest = "";

  constructor(
    file: string,
    private readonly onLine: (line: string) => void,
  ) {
    this.file = fs.openSync(file, "r");
  }

  /** Passes on the complete lines that have been written since the last call. */
  read(): void {
    for (;;) {
      const size = fs.readSync(this.file, this.chunk, 0, this.chunk.length, null);
      if (size === 0) return;
      const lines = (this.rest + this.decoder.write(this.chunk.subarray(0, size))).split("\n");
      this.rest = lines.pop() ?? "";
      for (const line of lines) this.onLine(line);
    }
  }

  /** Passes on a last line that lacks its line end. */
  end(): void {
    const last = this.rest + this.decoder.end();
    this.rest = "";
    if (last !== "") this.onLine(last);
  }

  close(): void {
    fs.closeSync(this.file);
  }
}

/** Starts and ends the moto process. */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AlreadyStartingError, MotoStartError } from "./errors";
import { STATES_SPEED_VARIABLE, statesSpeed } from "./states-speed";
import type { Python } from "../tools";

const SERVER = join(__dirname, "moto", "server.py");
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 3_000;
/** Exit code of the launcher when another process holds the lock file. */
const EXIT_LOCKED = 75;

export interface MotoOptions {
  readonly python: Python;
  /** File that only one emulator at a time may hold. @default none */
  readonly lockFile?: string;
  /** Whether to load the platform's services at once instead of with their first call. @default false */
  readonly warmUp?: boolean;
  /** Names of fixes to leave out, for tests that prove what a fix is good for. */
  readonly disabledFixes?: readonly string[];
  /** Further environment variables of the process, for tests. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What moto writes to standard error. */
  readonly onOutput: (text: string) => void;
  /** What the start is doing now, as a short phrase. */
  readonly onProgress: (phrase: string) => void;
}

export interface MotoProcess {
  readonly pid: number;
  readonly port: number;
  /** With which the process knows that it is asked by the one that has started it, and by no other. */
  readonly token: string;
  readonly fixes: readonly string[];
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** A line of the launcher; see `emulator/moto/server.py`. */
interface StartMessage {
  readonly stage: "import" | "fixes" | "ready" | "locked";
  readonly port?: number;
  readonly applied?: readonly string[];
}

/**
 * @throws AlreadyStartingError when the lock file is held
 * @throws MotoStartError when the process ends early or does not listen in time
 */
export async function startMoto(options: MotoOptions): Promise<MotoProcess> {
  const child = spawn(options.python.executable, launcherArguments(options), {
    env: { ...motoEnvironment(), ...options.environment },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-4000);
    options.onOutput(text);
  });
  // A process that ends early breaks this pipe; its exit code tells more.
  child.stdin.on("error", () => undefined);
  const token = randomUUID();
  child.stdin.write(`${token}\n`);
  const { port, fixes } = await ready(child, options.onProgress, () => output.trim());
  letParentEnd(child);
  // A process that was spawned has an id.
  const pid = child.pid as number;
  return { pid, port, token, fixes, ended, stop: () => stop(child, ended) };
}

/** A running moto does not keep this process alive; it ends with it. */
function letParentEnd(child: ChildProcess): void {
  child.unref();
  // Pipes of a child process are sockets.
  for (const pipe of child.stdio) (pipe as Socket | null)?.unref();
}

function launcherArguments(options: MotoOptions): string[] {
  return [
    SERVER,
    ...(options.lockFile === undefined ? [] : ["--lock", options.lockFile]),
    ...(options.warmUp === true ? ["--warm-up"] : []),
    ...(options.disabledFixes ?? []).flatMap((name) => ["--disable-fix", name]),
  ];
}

/** The caller's environment without what would change moto's behaviour or send its own AWS calls elsewhere. */
function motoEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|MOTO_|S3_|TEST_)/.test(name));
  return {
    ...Object.fromEntries(kept),
    PYTHONUNBUFFERED: "1",
    // Roles of the platform attach AWS managed policies; moto knows them only when told to load them.
    MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
    [STATES_SPEED_VARIABLE]: String(statesSpeed()),
    // No web page is a client of the embedded AWS.
    MOTO_DISABLE_GLOBAL_CORS: "true",
    // Moto must not read the caller's AWS profile.
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

function ready(
  child: ChildProcess,
  onProgress: (phrase: string) => void,
  output: () => string,
): Promise<{ port: number; fixes: readonly string[] }> {
  return new Promise((resolve, reject) => {
    let fixes: readonly string[] = [];
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new MotoStartError(null, output()));
    }, START_TIMEOUT_MS);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.once("error", (error) => fail(new MotoStartError(null, error.message)));
    child.once("close", (code) => {
      fail(code === EXIT_LOCKED ? new AlreadyStartingError() : new MotoStartError(code, output()));
    });
    // The child was spawned with a pipe as standard output.
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.on("line", (line) => {
      const message = parse(line);
      if (message?.stage === "import") onProgress("loading moto");
      if (message?.stage === "fixes") fixes = message.applied ?? [];
      if (message?.stage === "ready" && message.port !== undefined) {
        clearTimeout(timer);
        resolve({ port: message.port, fixes });
      }
    });
  });
}

function parse(line: string): StartMessage | undefined {
  try {
    // The launcher writes nothing but such lines; a stray print of a library is no JSON object and is ignored.
    return JSON.parse(line) as StartMessage;
  } catch {
    return undefined;
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  // The launcher ends when its standard input does.
  child.stdin?.end();
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

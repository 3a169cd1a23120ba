/** Starts, finds and ends the embedded AWS of a clone, which runs in the background. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reclaimed, SimulationRule } from "./batch/jobs/container/simulation-rules";
import { control } from "./control-client";
import type { EdgeStatus, Inventory } from "./edge/control";
import type { Counters } from "./edge/counters";
import { checkedFaults, type FaultOptions } from "./edge/faults";
import type { WritesUnderWay } from "./edge/writes";
import type { IamMode } from "./iam";
import { NotRunningError, PortInUseError, SupervisorStartError } from "./errors";
import { isElsewhere, isSameProcess, ownersIn } from "../locks";
import {
  findPythons,
  type MotoMissingError,
  type Python,
  type PythonMissingError,
  pythonProblem,
  readyPython,
} from "../tools";
import type { EmulatorRecord, RunFiles } from "./run-files";
import { ensureFolder, readRecord, removeRecord, runFiles } from "./run-files";
import type { SupervisorArguments, SupervisorMessage } from "./supervisor";
import { type StopOptions, whileUnused } from "./users";

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_MS = 50;
/** How long to wait for an emulator that another call is starting, before trying again. */
const OTHER_START_MS = 5_000;

export interface UpOptions {
  /** Root folder of the clone; run data goes to `.dapf/local/` in it. */
  readonly root: string;
  /** Loopback port of the endpoint. @default a free one */
  readonly port?: number;
  /** Milliseconds that a change of a Glue trigger takes. @default DAPF_GLUE_TRIGGER_LATENCY_MS, else 300 */
  readonly glueTriggerLatencyMs?: number;
  /** Whether the commands of Batch jobs are run, as processes of this machine. @default they are simulated */
  readonly runCommands?: boolean;
  /** Faults on purpose, to test what calls AWS. @default none */
  readonly faults?: FaultOptions;
  /** Whether permissions are enforced, only reported, or not looked at. @default enforce */
  readonly iam?: IamMode;
  /** Called with a short phrase for each step of the start. @default nothing */
  readonly onProgress?: (phrase: string) => void;
  /** Called with a line for each step when the Python environment has to be made. @default nothing */
  readonly onTool?: (line: string) => void;
}

export interface UpResult {
  /** False: it was running already (then `port` and the other options had no effect). */
  readonly started: boolean;
  readonly emulator: EmulatorRecord;
}

/**
 * Starts the embedded AWS of a clone in the background, unless it runs. Of several calls at once one starts it.
 *
 * @throws PythonMissingError, MotoMissingError, PythonEnvironmentError, PortInUseError, SupervisorStartError, FaultOptionsError
 */
export async function up(options: UpOptions): Promise<UpResult> {
  if (options.faults !== undefined) checkedFaults(options.faults);
  const root = absolute(options.root);
  const files = runFiles(root);
  ensureFolder(files);
  let python: Python | undefined;
  let deadline = Infinity;
  while (Date.now() < deadline) {
    const running = await find(root);
    if (running !== undefined) return { started: false, emulator: running };
    if (python === undefined) {
      options.onProgress?.("looking for Python and moto");
      python = await readyPython({ root, variables: process.env, tell: options.onTool ?? (() => undefined) });
      deadline = Date.now() + START_TIMEOUT_MS;
    }
    const end = await startSupervisor(files, { ...options, root }, python);
    if (end.kind === "ready") return { started: true, emulator: end.record };
    if (end.kind === "port-in-use") throw new PortInUseError(end.port);
    if (end.kind === "failed") throw new SupervisorStartError(files.log, end.message);
    // Another call was first: give its emulator time, then look again, for it may fail.
    await until(Date.now() + OTHER_START_MS, async () => (await find(root)) !== undefined);
  }
  throw new SupervisorStartError(files.log, `it was not ready after ${START_TIMEOUT_MS / 1000} s`);
}

/**
 * @returns why an embedded AWS could not be started that does not run, as far as this machine's tools go: what only the user
 *   can put right
 */
export async function startProblem(root: string): Promise<MotoMissingError | PythonMissingError | undefined> {
  if ((await find(root)) !== undefined) return undefined;
  const found = await findPythons(absolute(root), process.env);
  return found.ready !== undefined || (found.base !== undefined && found.unfit === undefined)
    ? undefined
    : pythonProblem(found);
}

async function until(deadline: number, condition: () => Promise<boolean>): Promise<void> {
  while (Date.now() < deadline && !(await condition())) await sleep(POLL_MS * 2);
}

/** The running embedded AWS of a clone, or undefined. A record that an ended one left behind does not count. */
export async function find(root: string): Promise<EmulatorRecord | undefined> {
  const record = readRecord(runFiles(absolute(root)));
  if (record === undefined) return undefined;
  const status = await control<EdgeStatus>(record.endpoint, "GET", "status");
  return status?.id === record.id ? record : undefined;
}

/** @throws NotRunningError */
export async function findRunning(root: string): Promise<EmulatorRecord> {
  const record = await find(root);
  if (record === undefined) throw new NotRunningError(absolute(root));
  return record;
}

export type EmulatorStatus =
  | { readonly running: true; readonly emulator: EmulatorRecord; readonly counters: Counters | undefined }
  | { readonly running: false };

export async function status(root: string): Promise<EmulatorStatus> {
  const emulator = await find(root);
  if (emulator === undefined) return { running: false };
  return { running: true, emulator, counters: await counters(emulator.endpoint) };
}

/** What the edge behind an endpoint has counted; undefined when no embedded AWS answers there. */
function counters(endpoint: string): Promise<Counters | undefined> {
  return control<Counters>(endpoint, "GET", "counters");
}

// Terraform sends a creation as soon as it is told to, but on a busy machine that takes its time.
const QUIET_MS = 1_000;

/**
 * Whether a client that no longer begins anything, and is about to be ended, has all its answers: no call that may change
 * something is under way behind an endpoint, or was a second ago. When it has, what it still sends while it is told to end
 * waits a moment, and counts for nothing when it breaks that off. True also when no embedded AWS answers there.
 */
export async function settle(endpoint: string): Promise<boolean> {
  const writes = await control<WritesUnderWay>(endpoint, "GET", "writes");
  const isQuiet = writes === undefined || (writes.underWay === 0 && (writes.quietMilliseconds ?? Infinity) >= QUIET_MS);
  if (isQuiet) await control(endpoint, "POST", "writes/hold");
  return isQuiet;
}

/** What an account behind an endpoint holds, counted: `service/region/collection` -> number of things in it. */
export async function inventory(endpoint: string, account: string): Promise<Inventory | undefined> {
  return control<Inventory>(endpoint, "GET", `inventory/${account}`);
}

/** How simulated jobs go, beside what they say themselves; undefined when nothing answers. */
export async function simulations(endpoint: string): Promise<readonly SimulationRule[] | undefined> {
  return control<SimulationRule[]>(endpoint, "GET", "simulations");
}

/**
 * Says how simulated jobs go that are submitted from now on, in the place of what was said before.
 *
 * @returns what is in force now, or undefined when nothing answers
 */
export async function simulate(
  endpoint: string,
  rules: readonly SimulationRule[],
): Promise<readonly SimulationRule[] | undefined> {
  return control<SimulationRule[]>(endpoint, "PUT", "simulations", undefined, rules);
}

/**
 * Takes the Spot capacity of a compute environment away, by its name.
 *
 * @returns what is gone, or undefined when nothing answers
 */
export async function reclaim(endpoint: string, computeEnvironment: string): Promise<Reclaimed | undefined> {
  return control<Reclaimed>(endpoint, "POST", "simulations/reclaim", undefined, { computeEnvironment });
}

/**
 * Ends the embedded AWS of a clone, unless somebody works with it; resolves when its processes are gone.
 *
 * @returns false when none was running
 * @throws InUseError, BeingStoppedError
 */
export function down(root: string, options: StopOptions = {}): Promise<boolean> {
  const folder = absolute(root);
  return whileUnused(folder, options, () => end(folder));
}

async function end(root: string): Promise<boolean> {
  const files = runFiles(root);
  // A start goes on when the `up` that began it is interrupted, and what comes of it is meant, too.
  await until(Date.now() + START_TIMEOUT_MS, () => Promise.resolve(!isStarting(files)));
  const record = readRecord(files);
  if (record === undefined) return false;
  const running = await find(root);
  if (running !== undefined) await control(record.endpoint, "POST", "shutdown", record.token);
  else if (!isSameProcess(record.pid, record.processStart)) {
    // Its process is gone, or the pid is now someone else's: nothing to end. Moto ends with its parent.
    removeRecord(files, record.id);
    return false;
  } else process.kill(record.pid, "SIGTERM");
  await gone(record);
  removeRecord(files, record.id);
  return true;
}

/** Whether a start is under way on this machine. */
function isStarting({ starting }: RunFiles): boolean {
  return ownersIn(starting).some(({ owner }) => !isElsewhere(owner));
}

/** Waits for both processes; a supervisor that does not end in time is killed, and moto goes with it. */
async function gone(record: EmulatorRecord): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  let killed = false;
  while (isSameProcess(record.pid, record.processStart)) {
    if (!killed && Date.now() > deadline) {
      process.kill(record.pid, "SIGKILL");
      killed = true;
    }
    await sleep(POLL_MS);
  }
}

type StartEnd = Exclude<SupervisorMessage, { kind: "progress" }>;

async function startSupervisor(files: RunFiles, options: UpOptions, python: Python): Promise<StartEnd> {
  const argument: SupervisorArguments = {
    root: options.root,
    python,
    port: options.port ?? 0,
    glueTriggerLatencyMs: options.glueTriggerLatencyMs,
    runCommands: options.runCommands,
    faults: options.faults,
    iam: options.iam,
  };
  const log = openSync(files.log, "a");
  const child = spawn(
    process.execPath,
    ["--require", require.resolve("dapf/typescript"), require.resolve("./supervisor"), JSON.stringify(argument)],
    // A session of its own: the terminal's signals do not reach it.
    { detached: true, cwd: options.root, env: process.env, stdio: ["ignore", log, log, "pipe"] },
  );
  closeSync(log);
  try {
    return await outcome(child, options.onProgress ?? (() => undefined));
  } finally {
    child.unref();
  }
}

function outcome(child: ChildProcess, onProgress: (phrase: string) => void): Promise<StartEnd> {
  // File descriptor 3 was asked for as a pipe above.
  const pipe = child.stdio[3] as NodeJS.ReadableStream & { destroy(): void };
  return new Promise((resolve) => {
    const end = (result: StartEnd): void => {
      resolve(result);
      pipe.destroy();
    };
    const lines = createInterface({ input: pipe });
    lines.on("line", (line) => {
      // Only `supervisor.ts` writes to this pipe, in this type.
      const message = JSON.parse(line) as SupervisorMessage;
      if (message.kind === "progress") onProgress(message.phrase);
      else end(message);
    });
    child.once("error", (error) => end({ kind: "failed", message: error.message }));
    child.once("exit", (code) => {
      // After the last line of the pipe has been read.
      setImmediate(() => end({ kind: "failed", message: `its process ended with exit code ${code}` }));
    });
  });
}

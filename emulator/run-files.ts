/** Where the embedded AWS of one clone keeps its run data: `<root>/.dapf/local/`. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../locks";
import type { FaultOptions } from "./edge/faults";
import type { IamMode } from "./iam";

export interface RunFiles {
  readonly folder: string;
  /** What the running emulator is; see `EmulatorRecord`. */
  readonly record: string;
  /** One line per AWS call, and what moto and the supervisor print. */
  readonly log: string;
  /** The log of the emulator before this one. */
  readonly previousLog: string;
  /** Held by the moto process for as long as it lives. */
  readonly lock: string;
  /** Folder of who works with it, one file each; see `users.ts`. */
  readonly users: string;
  /** Folder of who is starting it, one file each. Of several, the one with `lock` goes on. */
  readonly starting: string;
  /** Folder of the lock of whoever stops it. */
  readonly downLock: string;
}

/** What a supervisor writes down when it is ready, so that other commands find it. */
export interface EmulatorRecord {
  /** Random; the emulator at `endpoint` answers with it. */
  readonly id: string;
  /** Random; lets its holder end the emulator. */
  readonly token: string;
  readonly endpoint: string;
  readonly port: number;
  /** The supervisor. */
  readonly pid: number;
  /** Start of that process as the system tells it; a pid that was given to another process has another one. */
  readonly processStart: string;
  readonly motoPid: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether the commands of Batch jobs are run. */
  readonly runCommands: boolean;
  /** Whether permissions are enforced. */
  readonly iam: IamMode;
  /** The faults on purpose; absent: none. */
  readonly faults?: FaultOptions;
}

export function runFiles(root: string): RunFiles {
  const folder = join(root, ".dapf", "local");
  return {
    folder,
    record: join(folder, "emulator.json"),
    log: join(folder, "emulator.log"),
    previousLog: join(folder, "emulator.previous.log"),
    lock: join(folder, "emulator.lock"),
    users: join(folder, "users"),
    starting: join(folder, "starting"),
    downLock: join(folder, "down.lock"),
  };
}

export function ensureFolder(files: RunFiles): void {
  mkdirSync(files.folder, { recursive: true });
}

/** Keeps the log of the emulator before as `previousLog` and empties the log, which other processes hold open. */
export function startNewLog(files: RunFiles): void {
  if (!existsSync(files.log)) return;
  copyFileSync(files.log, files.previousLog);
  truncateSync(files.log);
}

/** The record, or undefined when there is none, or what a power failure left of one. */
export function readRecord(files: RunFiles): EmulatorRecord | undefined {
  try {
    // Only `writeRecord` writes this file, and whole.
    return JSON.parse(readFileSync(files.record, "utf8")) as EmulatorRecord;
  } catch {
    return undefined;
  }
}

/** Writes the record, readable by its owner only: it holds the token. */
export function writeRecord(files: RunFiles, record: EmulatorRecord): void {
  writeWhole(files.record, `${JSON.stringify(record, null, 2)}\n`, 0o600);
}

/** Removes the record if it is still that of the given emulator. */
export function removeRecord(files: RunFiles, id: string): void {
  if (readRecord(files)?.id === id) rmSync(files.record, { force: true });
}

/**
 * Removes the Terraform state that describes resources of an emulator that is gone: its memory went with it, so the state
 * would be of things that do not exist.
 */
export function removeTerraformState(files: RunFiles): void {
  for (const name of readdirSync(files.folder)) {
    // terraform.<env>.tfstate, its .backup, and .terraform.<env>.tfstate.lock.info of an interrupted run
    if (name.includes(".tfstate")) rmSync(join(files.folder, name), { force: true, recursive: true });
  }
}

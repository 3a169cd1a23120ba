/**
 * The background process of one clone's embedded AWS: holds the edge, and moto as its child.
 *
 *     node --require ./bin/typescript.js emulator/supervisor.ts '{"root": "...", "port": 0}'
 *
 * It tells its starter how the start goes, in JSON lines on file descriptor 3, and lives on when the starter is gone.
 */
import { randomUUID } from "node:crypto";
import { createWriteStream, writeSync } from "node:fs";
import type { FaultOptions } from "./edge/faults";
import type { Emulator } from "./emulator";
import { startEmulator } from "./emulator";
import { AlreadyStartingError, PortInUseError } from "./errors";
import type { IamMode } from "./iam";
import { logLine } from "./log";
import { enter, processStart } from "../locks";
import type { Python } from "../tools";
import type { EmulatorRecord, RunFiles } from "./run-files";
import { readRecord, removeRecord, removeTerraformState, runFiles, startNewLog, writeRecord } from "./run-files";

export interface SupervisorArguments {
  readonly root: string;
  readonly python: Python;
  readonly port: number;
  readonly glueTriggerLatencyMs?: number;
  readonly runCommands?: boolean;
  readonly faults?: FaultOptions;
  readonly iam?: IamMode;
}

/** A line of the supervisor to its starter. */
export type SupervisorMessage =
  | { readonly kind: "progress"; readonly phrase: string }
  | { readonly kind: "ready"; readonly record: EmulatorRecord }
  /** Another supervisor of this clone runs or is starting. */
  | { readonly kind: "taken" }
  | { readonly kind: "port-in-use"; readonly port: number }
  | { readonly kind: "failed"; readonly message: string };

const TO_STARTER = 3;
const RECORD_CHECK_MS = 5_000;

function tell(message: SupervisorMessage): void {
  try {
    writeSync(TO_STARTER, `${JSON.stringify(message)}\n`);
  } catch {
    // The starter is gone; that ends nothing here.
  }
}

async function main(): Promise<void> {
  // This process outlives its terminal.
  process.on("SIGHUP", () => undefined);
  // The argument is made by `lifecycle.ts`, from this very type.
  const wanted = JSON.parse(process.argv[2] ?? "{}") as SupervisorArguments;
  const files = runFiles(wanted.root);
  // Ends with this process, should the start fail.
  const start = enter(files.starting, "start of the embedded AWS");
  const log = createWriteStream(files.log, { flags: "a" });
  let ask: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (ask = resolve));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => ask());

  const token = randomUUID();
  const emulator = await startEmulator({
    python: wanted.python,
    port: wanted.port,
    glueTriggerLatencyMs: wanted.glueTriggerLatencyMs,
    runCommands: wanted.runCommands,
    faults: wanted.faults,
    iam: wanted.iam,
    lockFile: files.lock,
    warmUp: true,
    onProgress: (phrase) => tell({ kind: "progress", phrase }),
    onCall: (call) => log.write(`${logLine(call)}\n`),
    onOutput: (text) => log.write(text),
    shutdown: { token, begin: () => ask() },
  });
  const record = announce(files, emulator, token, wanted);
  start.end();
  endWithRecord(files, record, () => ask());
  const ending = await Promise.race([asked.then(() => "asked" as const), emulator.ended.then(() => "broke" as const)]);
  removeRecord(files, record.id);
  await emulator.stop();
  if (ending === "broke") process.exitCode = 1;
}

function announce(files: RunFiles, emulator: Emulator, token: string, wanted: SupervisorArguments): EmulatorRecord {
  const { id, pid, motoPid, startedAt, iam } = emulator.status;
  const { endpoint, port } = emulator;
  const { runCommands = false, faults } = wanted;
  const processes = { pid, processStart: processStart(pid) ?? "", motoPid, startedAt };
  const record = { id, token, endpoint, port, ...processes, runCommands, iam, faults };
  // Under the lock, and before anyone can know of the new emulator.
  startNewLog(files);
  removeTerraformState(files);
  writeRecord(files, record);
  tell({ kind: "ready", record });
  return record;
}

/**
 * When the clone (or its run data) is deleted, nothing could find this process any more: it ends. The timer also keeps the
 * process alive until then.
 */
function endWithRecord(files: RunFiles, record: EmulatorRecord, end: () => void): void {
  setInterval(() => {
    if (readRecord(files)?.id !== record.id) end();
  }, RECORD_CHECK_MS);
}

main().then(
  // The log stream and the starter's pipe would keep the process alive.
  () => process.exit(),
  (error: unknown) => {
    if (error instanceof AlreadyStartingError) tell({ kind: "taken" });
    else if (error instanceof PortInUseError) tell({ kind: "port-in-use", port: error.port });
    else tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  },
);

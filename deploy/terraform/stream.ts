import * as path from "node:path";
import { DapfError } from "../../errors";
import type { Settling } from "./interruption";
import type { InterruptSource } from "./interrupts";
import { parseTerraformLine, type TerraformDiagnostic, type TerraformMessage } from "./messages";
import { runTerraform } from "./process";

/** A Terraform command failed; what it complained about has been emitted already. */
export class TerraformFailedError extends DapfError {
  constructor(
    /** `plan` */
    readonly command: string,
    override readonly exitCode: number,
    readonly diagnostics: readonly TerraformDiagnostic[],
  ) {
    const errors = diagnostics.filter(({ severity }) => severity === "error").length;
    const count = errors === 1 ? "the error above" : `${errors} errors, see above`;
    const next =
      command === "apply" ? " What was done is saved in the state: put it right, and run the same command again." : "";
    super(`terraform ${command} failed with exit code ${exitCode}: ${count}.${next}`);
  }
}

/** What Terraform prints when it heeds an interrupt. Source: its `internal/command/views/operation.go`. */
const STOPPING = "Stopping operation...";

/** Milliseconds. Most AWS calls are answered within a second; the least leaves room for a retry. */
const SETTLING = { atLeast: 3_000, atMost: 30_000 };

/** What a Terraform command tells while it runs, beside what it was run for. */
export type TerraformEvent =
  | { readonly type: "diagnostic"; readonly diagnostic: TerraformDiagnostic }
  | { readonly type: "interrupt"; readonly phase: StreamedCommand; readonly count: number };

/** The commands of which dapf reads the `-json` event stream. */
export type StreamedCommand = "init" | "plan" | "apply";

/** What every Terraform command of a run has in common. */
export interface TerraformContext {
  /** Name on the PATH, or a path. */
  readonly binary: string;
  /** Absolute path of the folder that Terraform runs in. */
  readonly folder: string;
  /** Of the run that the command is a part of. */
  readonly run: {
    /** Absolute path of the folder where Terraform's streams stay. */
    readonly path: string;
    /** Absolute path of a folder for what may hold secrets; it goes with the run. */
    readonly scratch: string;
  };
  readonly variables: NodeJS.ProcessEnv;
  readonly emit: (event: TerraformEvent) => void;
  readonly interrupts: InterruptSource;
  /** Whether every request to AWS has its answer, where one can know. @default after three seconds they count as answered */
  readonly isSettled?: (() => Promise<boolean>) | undefined;
  /** Told of each Terraform process. It outlives dapf, should that be killed. */
  readonly onProcess: (pid: number) => void;
}

/** How a command of the event stream ended. */
export interface StreamResult {
  readonly exitCode: number;
  readonly interrupted: boolean;
  /** Each said once, warnings and errors; of a failed command there is at least one error. */
  readonly diagnostics: readonly TerraformDiagnostic[];
  readonly seconds: number;
}

/**
 * Runs a Terraform command that has a `-json` event stream, and hands on its events as they come. Diagnostics are
 * collected, not emitted: whoever calls decides whether they are the last word.
 *
 * @param args the command and its options, without `-json`
 * @throws TerraformMissingError
 */
export async function streamTerraform(
  context: TerraformContext,
  args: readonly [StreamedCommand, ...string[]],
  onMessage: (message: TerraformMessage) => void = () => undefined,
): Promise<StreamResult> {
  const [command, ...options] = args;
  const diagnostics: TerraformDiagnostic[] = [];
  const texts: string[] = [];
  const started = performance.now();
  let stops = false;
  const { exitCode, stderr, interrupted } = await runTerraform({
    binary: context.binary,
    args: [command, "-json", ...options],
    cwd: context.folder,
    env: terraformVariables(context.variables),
    logFile: path.join(context.run.path, `${command}.jsonl`),
    interrupts: context.interrupts,
    onStart: context.onProcess,
    ...(command === "apply" ? { settling: { ...settlingOf(context), isHeeded: () => stops } } : {}),
    onInterrupt: (count) => context.emit({ type: "interrupt", phase: command, count }),
    onLine: (line) => {
      const message = parseTerraformLine(line);
      if (message === undefined) return;
      if (message.type === "log" && message["@message"] === STOPPING) stops = true;
      if (message.type === "diagnostic") addOnce(diagnostics, message.diagnostic);
      else if (message.type === "text") texts.push(message.text);
      else onMessage(message);
    },
  });
  const failed = exitCode !== 0 && !(command === "plan" && exitCode === 2);
  if (failed && !interrupted && !diagnostics.some(({ severity }) => severity === "error")) {
    diagnostics.push(unexplained(command, exitCode, [stderr, ...texts].join("\n")));
  }
  return { exitCode, interrupted, diagnostics, seconds: (performance.now() - started) / 1000 };
}

function settlingOf({ isSettled }: TerraformContext): Settling {
  return isSettled === undefined ? SETTLING : { ...SETTLING, isSettled };
}

/**
 * @returns the variables of a Terraform process: no questions, no version check, no hints for humans, and a data folder
 *   that no other run has
 */
export function terraformVariables(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...variables, TF_INPUT: "0", TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1", TF_DATA_DIR: undefined };
}

/** Adds a complaint, or the address of one that differs from a known complaint in nothing else. */
function addOnce(diagnostics: TerraformDiagnostic[], found: TerraformDiagnostic): void {
  const index = diagnostics.findIndex((one) => one.summary === found.summary && one.detail === found.detail);
  const known = diagnostics[index];
  if (known === undefined) diagnostics.push(found);
  else if (found.address !== undefined && found.address !== known.address && !known.alsoAt?.includes(found.address)) {
    diagnostics[index] = { ...known, alsoAt: [...(known.alsoAt ?? []), found.address] };
  }
}

const LONGEST_TEXT = 2_000;

/** Terraform ended without an event that says why: a crash, a wrong option, a signal. */
function unexplained(command: string, exitCode: number, text: string): TerraformDiagnostic {
  const killed = exitCode > 128 ? ` It was ended by signal ${exitCode - 128}.` : "";
  const detail = text.trim().slice(-LONGEST_TEXT);
  return {
    severity: "error",
    summary: `terraform ${command} ended with exit code ${exitCode}.${killed}`,
    detail,
  };
}

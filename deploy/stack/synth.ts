import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { DapfError } from "../../errors";
import type { Emit, SynthNote, SynthResult } from "./events";
import { InterruptedError, type InterruptSource } from "../terraform/interrupts";
import { defaultOutFolder, readStackFolder, stackFolderIn } from "./folder";
import { synthFailureMessage } from "./synth-failure";
import { targetNames } from "./module-target";

/** Synthesis did not succeed: the configuration is wrong, or a module of dapf is. */
export class SynthError extends DapfError {
  constructor(
    readonly environment: string,
    /** What is wrong, one entry a problem. */
    readonly problems: readonly string[],
    /** Everything that synthesis printed, for whoever looks for the place in the code. */
    readonly output: string,
  ) {
    super(problems.join("\n"));
  }
}

/** What to synthesize, and how. */
export interface SynthOptions {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Absolute path of the program that synthesizes, `main.ts`. */
  readonly program: string;
  readonly environment: string;
  /** Absolute path of the folder for what is written. @default `cdktf.out` in the repository */
  readonly outFolder?: string;
  /** Whether warnings that may be mistakes are errors. */
  readonly strict: boolean;
  readonly variables: NodeJS.ProcessEnv;
  readonly emit: Emit;
  readonly interrupts: InterruptSource;
}

const manifest = z.object({
  stacks: z.record(
    z.string(),
    z.object({
      annotations: z.array(z.object({ constructPath: z.string(), level: z.string(), message: z.string() })),
    }),
  ),
});

/**
 * Synthesizes one environment into `<outFolder>/stacks/<environment>` in a process of its own, as `cdktf` does.
 *
 * @throws SynthError, InterruptedError
 */
export async function synthesize(options: SynthOptions): Promise<SynthResult> {
  const { root, environment, emit } = options;
  const started = performance.now();
  emit({ type: "phase-started", phase: "synth" });
  await runProgram(options);

  const folder = stackFolderIn(outFolderOf(options), environment);
  const stack = readStackFolder(folder);
  if (stack === undefined) throw new SynthError(environment, [`${options.program} made no stack ${environment}`], "");
  const notes = readNotes(options);
  const errors = notes.filter(({ level }) => level === "error");
  const warnings = notes.filter(({ level }) => level === "warn").map(({ construct, text }) => ({ construct, text }));
  for (const note of warnings) emit({ type: "synth-warning", note });
  if (errors.length > 0) {
    const problems = errors.map(({ construct, text }) => `${construct}: ${text}`);
    throw new SynthError(environment, problems, problems.join("\n"));
  }

  const seconds = (performance.now() - started) / 1000;
  const result = {
    environment,
    folder: path.relative(root, folder),
    modules: targetNames(stack.modules),
    resources: stack.modules.reduce((sum, module) => sum + module.resources, 0),
    warnings,
    seconds,
  };
  emit({ type: "synthesized", result });
  emit({ type: "phase-finished", phase: "synth", seconds });
  return result;
}

async function runProgram(options: SynthOptions): Promise<void> {
  const { program, environment, strict, variables, interrupts } = options;
  const child = spawn(process.execPath, ["--require", require.resolve("dapf/typescript"), program], {
    cwd: options.root,
    env: {
      ...variables,
      DAPF_ROOT: options.root,
      DAPF_ENV: environment,
      ...(strict ? { DAPF_STRICT: "1" } : {}),
      CDKTF_OUTDIR: outFolderOf(options),
      // Error annotations then end up in the manifest, where all of them can be read, instead of in a stack trace.
      CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C reaches the program only through dapf, which also tells the user.
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text: string) => (output += text));
  }
  let interrupted = false;
  const unsubscribe = interrupts.subscribe(() => {
    interrupted = true;
    child.kill("SIGTERM");
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(unsubscribe);
  if (interrupted) throw new InterruptedError("synth", false);
  if (exitCode !== 0) throw new SynthError(environment, [synthFailureMessage(output)], output);
}

function outFolderOf({ root, outFolder }: SynthOptions): string {
  return outFolder ?? defaultOutFolder(root);
}

function readNotes(options: SynthOptions): (SynthNote & { level: "error" | "warn" | "info" })[] {
  const { root, environment } = options;
  const file = path.join(outFolderOf(options), "manifest.json");
  const own = manifest.parse(JSON.parse(fs.readFileSync(file, "utf8"))).stacks[environment];
  if (own === undefined) {
    // Plain cdktf knows of no turns.
    const problem = `${path.relative(root, file)} lacks ${environment}: something else has just written it. Try again`;
    throw new SynthError(environment, [problem], problem);
  }
  return own.annotations.map(({ constructPath, level, message }) => ({
    construct: constructPath,
    text: message,
    level: level === "@cdktf/error" ? "error" : level === "@cdktf/warn" ? "warn" : "info",
  }));
}

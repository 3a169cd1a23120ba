/** The process that runs the script of a Glue job. */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { appliedTo, clientEnvironment, type ClientSettings } from "../shell-environment";
import type { Workspace } from "./workspace";

const RUNNER = join(__dirname, "python", "run_script.py");

/** How long the output of a process that has ended is waited for. */
const LINGERING_MS = 1_000;

export interface ScriptProcess {
  /** Resolves when the process has ended: why it failed, or undefined when it did not. */
  readonly ended: Promise<string | undefined>;
  kill(): void;
}

export interface ScriptOptions {
  /** Path of the interpreter. */
  readonly python: string;
  readonly workspace: Workspace;
  readonly argv: readonly string[];
  readonly client: ClientSettings;
  /** Called with each piece of what the script prints. */
  readonly onOutput: (stream: "output" | "error", text: string) => void;
}

export function startScript({ python, workspace, argv, client, onOutput }: ScriptOptions): ScriptProcess {
  const child = spawn(python, [RUNNER, workspace.script, workspace.errorFile, ...argv], {
    cwd: workspace.files,
    env: {
      ...appliedTo(process.env, clientEnvironment(client, process.env)),
      PYTHONPATH: workspace.pythonPath,
      PYTHONUNBUFFERED: "1",
      PYTHONDONTWRITEBYTECODE: "1",
      // Scripts must not read the caller's AWS profile.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    // The process ends when its standard input does, so it does not outlive the embedded AWS.
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdout.setEncoding("utf8").on("data", (text: string) => onOutput("output", text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => onOutput("error", text));
  const ended = new Promise<string | undefined>((resolve) => {
    child.once("error", (error) => resolve(`the script could not be started: ${error.message}`));
    const settle = (code: number | null, signal: NodeJS.Signals | null): void => {
      if (code === 0) return resolve(undefined);
      const usual = signal === null ? `exit code ${code}` : `ended by ${signal}`;
      readFile(workspace.errorFile, "utf8").then(resolve, () => resolve(usual));
    };
    child.once("close", settle);
    // A process that the script has left behind keeps its output open.
    child.once("exit", (code, signal) => setTimeout(() => settle(code, signal), LINGERING_MS).unref());
  });
  return { ended, kill: () => void child.kill("SIGKILL") };
}

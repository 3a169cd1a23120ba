import * as fs from "node:fs";
import * as path from "node:path";
import { write, writeJson } from "./folders";

/** What the fake does for one command. */
export interface FakeCommand {
  readonly lines?: readonly string[];
  readonly exitCode?: number;
  readonly stderr?: string;
  /** Go on only after an interrupt; then print these lines. */
  readonly afterInterrupt?: readonly string[];
  /** Says `interrupted` at the first interrupt and goes on all the same; ends with 9 at the second. */
  readonly stubborn?: boolean;
  /** Has a process of its own, as a provider is, that says `provider` twenty times a second. */
  readonly provider?: boolean;
  /** Milliseconds between two lines. */
  readonly pause?: number;
  /** Path of the file that a plan is a copy of. @default a plan is a few words */
  readonly planFile?: string;
}

/** How the fake was called. */
export interface FakeCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** A program that behaves as Terraform would, for tests that need no real one. */
export interface FakeTerraform {
  readonly binary: string;
  /** A list is for one call after the other; the last one stays. */
  script(commands: Readonly<Record<string, FakeCommand | readonly FakeCommand[]>>): void;
  calls(): FakeCall[];
}

const program = `#!${process.execPath}
const fs = require("node:fs");
const path = require("node:path");
const args = process.argv.slice(2);
const [command] = args;
fs.appendFileSync(path.join(__dirname, "calls.jsonl"), JSON.stringify({ args, cwd: process.cwd(), variables: process.env }) + "\\n");
const calls = fs.readFileSync(path.join(__dirname, "calls.jsonl"), "utf8").trim().split("\\n").map((line) => JSON.parse(line));
const number = calls.filter((call) => call.args[0] === command).length;
const script = JSON.parse(fs.readFileSync(path.join(__dirname, "script.json"), "utf8"));
const scripted = script[command] ?? {};
const step = Array.isArray(scripted) ? scripted[Math.min(number, scripted.length) - 1] : scripted;
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
// A test that fails before it interrupts must not leave a process that waits forever.
setTimeout(() => process.exit(99), 30_000).unref();
let interrupts = 0;
let stubborn = false;
process.on("SIGINT", () => {
  interrupts += 1;
  if (interrupts === 2) process.exit(9);
  if (stubborn) fs.writeSync(1, "interrupted\\n");
});
(async () => {
  stubborn = step.stubborn === true;
  if (step.provider) {
    const talk = 'while kill -0 "$0" 2>/dev/null; do echo provider; sleep 0.05; done';
    require("node:child_process").spawn("sh", ["-c", talk, String(process.pid)], { stdio: ["ignore", "inherit", "inherit"] });
  }
  for (const line of step.lines ?? []) {
    fs.writeSync(1, line + "\\n");
    if (step.pause) await sleep(step.pause);
  }
  const out = args.find((one) => one.startsWith("-out="))?.slice("-out=".length);
  if (out) fs.writeFileSync(out, step.planFile ? fs.readFileSync(step.planFile) : "a plan");
  if (step.stderr) fs.writeSync(2, step.stderr);
  if (stubborn) await new Promise(() => setTimeout(() => undefined, 60_000));
  if (step.afterInterrupt) {
    while (interrupts === 0) await sleep(10);
    await sleep(100);
    for (const line of step.afterInterrupt) fs.writeSync(1, line + "\\n");
  }
  process.exit(step.exitCode ?? 0);
})();
`;

export function fakeTerraform(folder: string): FakeTerraform {
  const binary = path.join(folder, "terraform");
  write(binary, program, 0o755);
  const callFile = path.join(folder, "calls.jsonl");
  const versionAnswer = { lines: ["Terraform v1.11.4", "on linux_amd64"] };
  return {
    binary,
    script: (commands) => {
      fs.rmSync(callFile, { force: true });
      writeJson(path.join(folder, "script.json"), { version: versionAnswer, ...commands });
    },
    calls: () => {
      if (!fs.existsSync(callFile)) return [];
      // Only the program above writes this file, and may be at the last line.
      const lines = fs.readFileSync(callFile, "utf8").split("\n").slice(0, -1);
      return lines.map((line) => JSON.parse(line) as FakeCall);
    },
  };
}

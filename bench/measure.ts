import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";

/** What one process used: wall-clock seconds from its start to its end and the largest resident set. */
export interface Usage {
  readonly seconds: number;
  readonly megabytes: number;
}

const usageSchema = z.object({ seconds: z.number(), megabytes: z.number() });

/**
 * Runs a Node process to its end and tells what it used.
 *
 * @param args arguments of `node`
 * @param variables environment variables on top of this process's
 * @throws Error with the end of its output when it fails
 */
export function measureNode(args: readonly string[], cwd: string, variables: Record<string, string>): Usage {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-")), "usage.json");
  const run = spawnSync(process.execPath, ["--require", path.join(__dirname, "usage.cjs"), ...args], {
    cwd,
    env: { ...process.env, ...variables, DAPF_BENCH_USAGE: file },
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`node ${args.join(" ")} failed:\n${(run.stderr + run.stdout).slice(-2000)}`);
  const usage = usageSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  fs.rmSync(path.dirname(file), { recursive: true });
  return usage;
}

/** Measures several subjects in turn, round after round, so that a change of the machine's speed meets all alike. */
export function sideBySide(rounds: number, subjects: readonly (() => Usage)[]): Usage[] {
  const samples = subjects.map((): Usage[] => []);
  for (let round = 0; round < rounds; round += 1) {
    subjects.forEach((subject, i) => samples[i]?.push(subject()));
  }
  return samples.map((taken) => ({
    seconds: median(taken.map(({ seconds }) => seconds)),
    megabytes: median(taken.map(({ megabytes }) => megabytes)),
  }));
}

/** The middle value; of an even number of values the upper middle. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

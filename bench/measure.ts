import * as fs from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { pause, repository, runNode } from "./run";

/** Seconds of the clock on the wall and of the processor; the latter are the same on a busy machine. */
export type Time = z.infer<typeof timeSchema>;

export const timeSchema = z.object({ seconds: z.number(), cpuSeconds: z.number() });

const usageSchema = timeSchema.extend({ megabytes: z.number() });

/** What one process used from its start to its end, with its largest resident set. */
export type Usage = z.infer<typeof usageSchema>;

/** Runs a Node process to its end and tells what it used; `folder` is for the note that it writes about that. */
export async function measureNode(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Usage> {
  const note = path.join(folder, "usage.json");
  const words = ["--require", path.join(__dirname, "usage.cjs"), ...args];
  await runNode(words, repository, { ...variables, DAPF_BENCH_USAGE: note });
  return usageSchema.parse(JSON.parse(fs.readFileSync(note, "utf8")));
}

/** @returns a function that tells what this process took since this call. */
export function stopwatch(): () => Time {
  const started = performance.now();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 };
  };
}

type Sample = Readonly<Record<string, number>>;

type Medians<S extends readonly (() => Sample | Promise<Sample>)[]> = { [K in keyof S]: Awaited<ReturnType<S[K]>> };

/** Measures subjects in turn, round after round, so that a change of the machine's speed meets all alike. */
export async function sideBySide<S extends readonly (() => Sample | Promise<Sample>)[]>(
  rounds: number,
  ...subjects: S
): Promise<Medians<S>> {
  const samples = subjects.map((): Sample[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, subject] of subjects.entries()) {
      await pause();
      samples[i]?.push(await subject());
    }
  }
  // One for each subject, in their order.
  return samples.map(medians) as Medians<S>;
}

/** The middle value of each figure; of an even number of values the upper middle. */
export function medians<S extends Sample>(taken: readonly S[]): S {
  const middle = (key: string) => taken.map((one) => one[key] ?? Number.NaN).sort((a, b) => a - b)[taken.length >> 1];
  // The keys of a sample, with one of its numbers each.
  return Object.fromEntries(Object.keys(taken[0] ?? {}).map((key) => [key, middle(key)])) as S;
}

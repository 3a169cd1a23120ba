import * as path from "node:path";
import type { Claim } from "./claim";
import { sideBySide } from "./measure";
import { makeProject, synthesize } from "./project";

/** Synthesis of one environment and of a hundred, in cold processes. */
export async function synthesisClaims(folder: string): Promise<Claim[]> {
  const project = (count: number) => makeProject(path.join(folder, `project-${count}`), count);
  const [one, fifty, hundred] = [project(1), project(50), project(100)];
  const [cold, tsNode] = await sideBySide(
    5,
    () => synthesize(folder, { DAPF_ENV: "jenkins-pl" }),
    () => synthesize(folder, { DAPF_ENV: "jenkins-pl" }, "ts-node/register"),
  );
  const [oneOfOne, oneOfHundred] = await sideBySide(
    5,
    () => synthesize(folder, { DAPF_ROOT: one, DAPF_ENV: "bench-1" }),
    () => synthesize(folder, { DAPF_ROOT: hundred, DAPF_ENV: "bench-1" }),
  );
  const [half, all] = await sideBySide(
    5,
    () => synthesize(folder, { DAPF_ROOT: fifty, DAPF_ENV: "" }),
    () => synthesize(folder, { DAPF_ROOT: hundred, DAPF_ENV: "" }),
  );
  const growth = (all.seconds - half.seconds) / (half.seconds - oneOfOne.seconds);
  return [
    { claim: "synthesize jenkins-pl, cold: time", time: cold, atMost: 4 },
    row("synthesize jenkins-pl, cold: memory", cold.megabytes, 200, "MB"),
    row("  of type-checking ts-node", cold.seconds / tsNode.seconds, 0.35, ""),
    { claim: "synthesize 100 environments: time", time: all, atMost: 30 },
    row("synthesize 100 environments: memory", all.megabytes, 600, "MB"),
    row("  environments 51-100 against 2-50 (1.02 is linear)", growth, 1.3, ""),
    row("one environment of 100 against one of one", oneOfHundred.seconds / oneOfOne.seconds, 1.2, ""),
  ];
}

function row(claim: string, measured: number, goal: number, unit: string): Claim {
  const digits = unit === "MB" ? 0 : 2;
  const text = (value: number) => `${value.toFixed(digits)} ${unit}`.trim();
  return { claim, measured: text(measured), goal: `at most ${text(goal)}`, met: measured <= goal };
}

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { loadEnvironment } from "../config/loader";
import { measureNode, sideBySide, type Usage } from "./measure";
import type { Row } from "./table";

const repository = path.resolve(__dirname, "..");
const fast = ["--require", "./bin/typescript.js", "main.ts"];
const typeChecking = ["--require", "ts-node/register", "main.ts"];

/** Synthesis of one environment and of a hundred, in cold processes. */
export function synthesisRows(): Row[] {
  const one = project(1);
  const fifty = project(50);
  const hundred = project(100);
  const [cold, tsNode] = pair(
    () => synthesize(fast, {}),
    () => synthesize(typeChecking, {}),
  );
  const [oneOfOne, oneOfHundred] = pair(
    () => synthesize(fast, { DAPF_ROOT: one, DAPF_ENV: "bench-1" }),
    () => synthesize(fast, { DAPF_ROOT: hundred, DAPF_ENV: "bench-1" }),
  );
  const [half, all] = pair(
    () => synthesize(fast, { DAPF_ROOT: fifty, DAPF_ENV: "" }),
    () => synthesize(fast, { DAPF_ROOT: hundred, DAPF_ENV: "" }),
  );
  for (const folder of [one, fifty, hundred]) fs.rmSync(folder, { recursive: true });

  const ratio = cold.seconds / tsNode.seconds;
  const share = oneOfHundred.seconds / oneOfOne.seconds;
  const growth = (all.seconds - half.seconds) / (half.seconds - oneOfOne.seconds);
  return [
    row("synthesize jenkins-pl, cold: time", cold.seconds, 1.0, "s"),
    row("synthesize jenkins-pl, cold: memory", cold.megabytes, 200, "MB"),
    row("  of type-checking ts-node", ratio, 0.35, ""),
    row("synthesize 100 environments: time", all.seconds, 12, "s"),
    row("synthesize 100 environments: memory", all.megabytes, 600, "MB"),
    row("  environments 51-100 against 2-50 (1.02 is linear)", growth, 1.3, ""),
    row("one environment of 100 against one of one", share, 1.2, ""),
  ];
}

function pair(a: () => Usage, b: () => Usage): [Usage, Usage] {
  const [first, second] = sideBySide(5, [a, b]);
  if (!first || !second) throw new Error("two subjects give two usages");
  return [first, second];
}

function synthesize(loader: readonly string[], variables: Record<string, string>): Usage {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-out-"));
  const usage = measureNode(loader, repository, { DAPF_ENV: "jenkins-pl", CDKTF_OUTDIR: out, ...variables });
  fs.rmSync(out, { recursive: true });
  return usage;
}

/** A project with `count` environments like jenkins-pl: own names, shared scripts. */
function project(count: number): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-project-"));
  for (const shared of ["analytics-etl", "model", "utils"]) {
    fs.symlinkSync(path.join(repository, shared), path.join(folder, shared));
  }
  fs.mkdirSync(path.join(folder, "environments"));
  // A hundred environments of one account could not have three queues each: AWS allows 50 in a Region.
  const settings = { ...loadEnvironment(repository, "jenkins-pl").settings, training_queues: undefined };
  for (let i = 1; i <= count; i += 1) {
    const file = path.join(folder, "environments", `bench-${String(i)}.tfvars.json`);
    fs.writeFileSync(file, JSON.stringify({ ...settings, use_case_name: "bn", env: String(i) }));
  }
  return folder;
}

function row(claim: string, measured: number, goal: number, unit: string): Row {
  const digits = unit === "MB" ? 0 : 2;
  const text = (value: number) => `${value.toFixed(digits)} ${unit}`.trim();
  return { claim, measured: text(measured), goal: `at most ${text(goal)}`, met: measured <= goal };
}

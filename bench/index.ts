import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { between, calibrationText, measureUnit } from "./calibration";
import { judge, type Claim } from "./claim";
import { computeClaims } from "./compute";
import { edgeClaims } from "./edge";
import { historyClaims } from "./history";
import { iamClaims } from "./iam";
import { jobClaims } from "./jobs";
import { monitorClaims } from "./monitor";
import { planClaims } from "./plan";
import { platformClaims } from "./platform";
import { queueClaims } from "./queues";
import { interruption } from "./run";
import { schedulingClaims } from "./scheduling";
import { synthesisClaims } from "./synth";
import { table } from "./table";
import { trainingClaims } from "./train";
import { whyClaims } from "./why";

// npm run bench [-- synth|platform|queues|compute|jobs|monitor|scheduling|plan|train|history|why|edge|iam]: prints each table as soon as it is measured.
const suites: Record<string, (folder: string) => Promise<Claim[]>> = {
  synth: synthesisClaims,
  platform: platformClaims,
  queues: queueClaims,
  compute: computeClaims,
  jobs: jobClaims,
  monitor: monitorClaims,
  scheduling: schedulingClaims,
  plan: planClaims,
  train: trainingClaims,
  history: historyClaims,
  why: whyClaims,
  edge: edgeClaims,
  iam: iamClaims,
};

async function measure(names: readonly string[], folder: string): Promise<void> {
  let before = await measureUnit(folder);
  for (const [name, suite] of Object.entries(suites)) {
    if (names.length > 0 && !names.includes(name)) continue;
    console.error(`Measuring ${name} ...`);
    const own = path.join(folder, name);
    fs.mkdirSync(own);
    const claims = await suite(own);
    const after = await measureUnit(folder);
    const unit = between(before, after);
    console.log(`${table(claims.map((claim) => judge(claim, unit)))}\n${calibrationText(before, after)}\n`);
    before = after;
  }
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    console.error(`Unknown suite ${unknown.join(", ")} (there are: ${Object.keys(suites).join(", ")})`);
    process.exitCode = 2;
    return;
  }
  // Once: a second signal ends the process as it always would.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      process.exitCode = 128 + os.constants.signals[signal];
      interruption.abort();
    });
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-"));
  try {
    await measure(names, folder);
  } catch (error) {
    if (interruption.signal.aborted) console.error("Broken off; what stands above was measured.");
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode ??= 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));

import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { z } from "zod";
import { median } from "../measure";
import type { Row } from "../table";

const resultShape = z.object({ read: z.number(), edges: z.number(), perSecond: z.number(), megabytes: z.number() });
const RATE = 50;

/** A workflow of 1,000 jobs with 5,000 edges: read, and submitted to an embedded Batch in another process. */
export function jobRows(): Row[] {
  const script = path.join(__dirname, "orchestrate.ts");
  const run = spawnSync(process.execPath, ["--require", "./bin/typescript.js", script], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${script} failed:\n${(run.stderr + run.stdout).slice(-2000)}`);
  const results = z.array(resultShape).parse(JSON.parse(run.stdout));
  const limited = results.at(-1);
  const free = results.slice(0, -1);
  if (limited === undefined || free.some(({ edges }) => edges !== 5000))
    throw new Error("the workflow is not the one meant");
  const read = median(free.map((one) => one.read));
  const perSecond = median(free.map((one) => one.perSecond));
  const megabytes = median(free.map((one) => one.megabytes));
  const part = limited.perSecond / RATE;
  return [
    {
      claim: "1,000 jobs, 5,000 edges: parse, check, order",
      measured: `${read.toFixed(3)} s`,
      goal: "at most 0.3 s",
      met: read <= 0.3,
    },
    {
      claim: "  submitted, unthrottled",
      measured: `${perSecond.toFixed(0)} jobs/s`,
      goal: "at least 400 jobs/s",
      met: perSecond >= 400,
    },
    { claim: "  memory", measured: `${megabytes.toFixed(0)} MB`, goal: "at most 150 MB", met: megabytes <= 150 },
    {
      claim: `300 jobs under a limit of ${RATE}/s`,
      measured: `${(part * 100).toFixed(1)} % of it`,
      goal: "at least 95 %, at most 102 %",
      met: part >= 0.95 && part <= 1.02,
    },
  ];
}

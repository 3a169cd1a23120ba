import * as path from "node:path";
import { z } from "zod";
import type { Claim } from "../claim";
import { runNode } from "../run";

const resultShape = z.object({
  jobs: z.number(),
  calls: z.number(),
  sweepSeconds: z.number(),
  pauseSeconds: z.number(),
  coreShare: z.number(),
  megabytes: z.number(),
});

/** 10,000 jobs on an embedded Batch in another process, watched with the live table. */
export async function monitorClaims(folder: string): Promise<Claim[]> {
  const printed = await runNode(["--require", "./bin/typescript.js", path.join(__dirname, "orchestrate.ts"), folder]);
  const { jobs, calls, sweepSeconds, pauseSeconds, coreShare, megabytes } = resultShape.parse(JSON.parse(printed));
  return [
    {
      claim: `${jobs.toLocaleString("en")} jobs watched: describe calls a sweep`,
      measured: `${calls} in ${sweepSeconds.toFixed(1)} s`,
      goal: "100",
      met: calls === 100,
    },
    {
      claim: `  of one core, between sweeps (${pauseSeconds.toFixed(0)} s measured)`,
      measured: `${(coreShare * 100).toFixed(2)} %`,
      goal: "under 5 %",
      met: coreShare < 0.05,
    },
    { claim: "  memory", measured: `${megabytes.toFixed(0)} MB`, goal: "at most 250 MB", met: megabytes <= 250 },
  ];
}

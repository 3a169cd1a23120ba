import * as path from "node:path";
import { z } from "zod";
import type { Claim } from "../claim";
import { timeSchema } from "../measure";
import { runNode } from "../run";

const resultShape = z.object({
  jobs: z.number(),
  events: z.number(),
  /** Records whose figures are not those of the embedded AWS's own record. */
  wrong: z.number(),
  time: timeSchema,
  megabytes: z.number(),
});

const JOBS = 100_000;

/** Jobs of training went through an embedded Batch in another process, whose events are in a log: their history as a CSV. */
export async function historyClaims(folder: string): Promise<Claim[]> {
  const words = ["--require", "./bin/typescript.js", path.join(__dirname, "orchestrate.ts"), folder, String(JOBS)];
  const printed = await runNode(words);
  const { jobs, events, wrong, time, megabytes } = resultShape.parse(JSON.parse(printed));
  const shown = (value: number) => value.toLocaleString("en");
  return [
    {
      claim: `${shown(jobs)} jobs, ${shown(events)} events as a CSV and sums: time`,
      measured: `${time.seconds.toFixed(1)} s`,
      goal: "at most 15 s",
      met: time.seconds <= 15,
    },
    { claim: "  memory", measured: `${megabytes.toFixed(0)} MB`, goal: "at most 300 MB", met: megabytes <= 300 },
    {
      claim: "  records that differ from the embedded AWS's own",
      measured: String(wrong),
      goal: "0",
      met: wrong === 0,
    },
  ];
}

import * as path from "node:path";
import { z } from "zod";
import type { Claim } from "./claim";
import { runNode } from "./run";

// AWS Batch: SubmitServiceJob, transactions a second and account.
const LIMIT = 5;
const KILLS = 10;

const measured = z.object({
  perSecond: z.number(),
  throttled: z.number(),
  submitted: z.number(),
  afterKills: z.object({ kills: z.number(), lost: z.number(), doubled: z.number(), refused: z.number() }),
});

/**
 * Service jobs under the limit of AWS, through the command line and HTTP, in real time: 1,000 take 200 s.
 * DAPF_BENCH_TRAIN_JOBS takes fewer.
 */
export async function trainingClaims(folder: string): Promise<Claim[]> {
  const jobs = Number(process.env.DAPF_BENCH_TRAIN_JOBS ?? 1000);
  const words = [path.join(__dirname, "train-run.ts"), folder, String(jobs), String(LIMIT), String(KILLS)];
  const printed = await runNode(["--require", "./bin/typescript.js", ...words]);
  const { perSecond, throttled, submitted, afterKills } = measured.parse(JSON.parse(printed));
  const share = (100 * perSecond) / LIMIT;
  return [
    {
      claim: `${submitted} service jobs under ${LIMIT}/s: rate, ${throttled} calls throttled`,
      measured: `${perSecond.toFixed(2)}/s, ${share.toFixed(1)} % of the limit`,
      goal: "at least 95 %",
      met: submitted === jobs && share >= 95,
    },
    {
      claim: `${jobs} service jobs, ${afterKills.refused} calls throttled, 5 % of answers lost, ${afterKills.kills} SIGKILLs`,
      measured: `${afterKills.lost} lost, ${afterKills.doubled} doubled`,
      goal: "none lost, none doubled",
      met: afterKills.lost === 0 && afterKills.doubled === 0 && afterKills.kills > 0,
    },
  ];
}

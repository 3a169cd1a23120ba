import * as path from "node:path";
import { z } from "zod";
import type { Claim } from "../claim";
import { medians, timeSchema } from "../measure";
import { runNode } from "../run";

const resultShape = z.object({
  read: timeSchema,
  edges: z.number(),
  perSecond: z.number(),
  megabytes: z.number(),
});
const RATE = 50;

const mistakesShape = z.object({ time: timeSchema, problems: z.literal(10_000), lines: z.literal(21) });

/** A file of 10,000 mistakes; a workflow of 1,000 jobs with 5,000 edges: read, and submitted to an embedded Batch in another process. */
export async function jobClaims(folder: string): Promise<Claim[]> {
  const printed = await runNode(["--require", "./bin/typescript.js", path.join(__dirname, "orchestrate.ts"), folder]);
  const results = z.array(resultShape).parse(JSON.parse(printed));
  const limited = results.at(-1);
  const free = results.slice(0, -1);
  if (limited === undefined || free.some(({ edges }) => edges !== 5000))
    throw new Error("the workflow is not the one meant");
  const { perSecond, megabytes } = medians(free.map(({ perSecond, megabytes }) => ({ perSecond, megabytes })));
  const told = await runNode(["--require", "./bin/typescript.js", path.join(__dirname, "mistakes.ts")]);
  const mistakes = mistakesShape.parse(JSON.parse(told));
  const part = limited.perSecond / RATE;
  return [
    {
      claim: "1,000 jobs, 5,000 edges: parse, check, order",
      time: medians(free.map(({ read }) => read)),
      atMost: 1,
    },
    {
      claim: "  submitted, unthrottled",
      count: 1000,
      things: "jobs",
      time: { seconds: 1000 / perSecond },
      atLeast: 130,
    },
    { claim: "  memory", measured: `${megabytes.toFixed(0)} MB`, goal: "at most 150 MB", met: megabytes <= 150 },
    { claim: "10,000 mistakes in a file: found, placed, explained", time: mistakes.time, atMost: 4 },
    {
      claim: `300 jobs under a limit of ${RATE}/s`,
      measured: `${(part * 100).toFixed(1)} % of it`,
      goal: "at least 95 %, at most 102 %",
      met: part >= 0.95 && part <= 1.02,
    },
  ];
}

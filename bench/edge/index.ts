import * as path from "node:path";
import { z } from "zod";
import type { Claim } from "../claim";
import { runNode } from "../run";

// 2,500 calls a second, and 250 ms, on a machine with a unit of 0.33 s.
const CONNECTIONS = 200;
const CALLS = 60_000;

const figures = z.object({ seconds: z.number(), failed: z.number(), p50: z.number(), p99: z.number() });

/** Calls of AWS Batch by many clients at once, beside the embedded AWS that answers them. */
export async function edgeClaims(): Promise<Claim[]> {
  const words = ["--require", "./bin/typescript.js", path.join(__dirname, "orchestrate.ts")];
  const output = await runNode([...words, String(CONNECTIONS), String(CALLS)]);
  const { seconds, failed, p50, p99 } = figures.parse(JSON.parse(output));
  const shown = CALLS.toLocaleString("en-US");
  return [
    {
      claim: `${shown} calls over ${CONNECTIONS} connections that stay open`,
      count: CALLS,
      things: "calls",
      time: { seconds },
      atLeast: 825,
    },
    {
      claim: `  99 of 100 answered within (half within ${(p50 * 1000).toFixed(0)} ms)`,
      time: { seconds: p99 },
      atMost: 0.75,
    },
    { claim: "  calls that failed", measured: String(failed), goal: "0", met: failed === 0 },
  ];
}

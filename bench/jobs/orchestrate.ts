/** An embedded Batch, and the submitting processes beside it: `orchestrate.ts <folder>`; prints an array of their results. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { batchAccount } from "../../test/jobs/batch-account";

async function main([folder = ""]: readonly string[]): Promise<void> {
  const results: unknown[] = [];
  for (const [jobs, edges, rate] of [
    [1000, 5000, "Infinity"],
    [1000, 5000, "Infinity"],
    [1000, 5000, "Infinity"],
    [300, 1000, "50"],
  ] as const) {
    const account = await batchAccount(["cpu"], ["train"], { timings: { creating: 0 } });
    const words = [
      "--require",
      "./bin/typescript.js",
      path.join(__dirname, "submitter.ts"),
      account.loopback.endpoint,
      folder,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [...words, String(jobs), String(edges), rate]);
    results.push(JSON.parse(stdout));
    await account.close();
  }
  console.log(JSON.stringify(results));
}

void main(process.argv.slice(2));

/** The process that is measured: `submitter.ts <endpoint> <jobs> <edges> <rate>`; prints what it took as JSON. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { batchClient } from "../../aws/services";
import { readSubmissions, submitFile } from "../../jobs/container/submissions";
import { workflowText } from "./workflow";

async function main([endpoint = "", jobs, edges, rate]: readonly string[]): Promise<void> {
  const text = workflowText(Number(jobs), Number(edges));
  const begun = performance.now();
  const file = readSubmissions("workflow.json", text);
  const read = (performance.now() - begun) / 1000;
  const found = file.graph.order.reduce((sum, { needs }) => sum + needs.length, 0);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "dapf-bench-jobs-"));
  const variables = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test" };
  const batch = batchClient({ region: "us-west-2", variables });
  const started = performance.now();
  const limit = Number(rate);
  const { ids } = await submitFile({ file, batch, journal: path.join(folder, "journal"), place: {}, rate: limit });
  const submitted = (performance.now() - started) / 1000;
  batch.close();
  fs.rmSync(folder, { recursive: true });
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ read, edges: found, perSecond: ids.size / submitted, megabytes }));
}

void main(process.argv.slice(2));

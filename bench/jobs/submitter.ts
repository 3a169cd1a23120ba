/** The process that is measured: `submitter.ts <endpoint> <folder> <jobs> <edges> <rate>`; prints what it took as JSON. */
import * as path from "node:path";
import { jobQueues } from "../../aws/batch/queues";
import { batchClient } from "../../aws/services";
import { readSubmissions, submitFile } from "../../jobs/container/submissions";
import { stopwatch } from "../measure";
import { workflowText } from "./workflow";

async function main([endpoint = "", folder = "", jobs, edges, rate]: readonly string[]): Promise<void> {
  const text = workflowText(Number(jobs), Number(edges));
  const reading = stopwatch();
  const file = readSubmissions("workflow.json", text);
  const read = reading();
  const found = file.graph.order.reduce((sum, { needs }) => sum + needs.length, 0);
  const variables = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test" };
  const batch = batchClient({ region: "us-west-2", variables });
  // As in `dapf submit`, which looks at the queues first: the SDK is loaded, the connection made.
  await jobQueues(batch.quick, ["cpu"]);
  const submitting = stopwatch();
  const limit = Number(rate);
  const journal = path.join(folder, `journal-${process.pid}`);
  const { ids } = await submitFile({ file, batch, journal, place: {}, rate: limit });
  const perSecond = ids.size / submitting().seconds;
  batch.close();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ read, edges: found, perSecond, megabytes }));
}

void main(process.argv.slice(2));

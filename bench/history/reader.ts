/** The process that is measured: `reader.ts <endpoint> <log group> <file>`; writes the CSV, prints what it took as JSON. */
import * as fs from "node:fs";
import * as path from "node:path";
import { batchClient, logsClient } from "../../aws/services";
import { CSV_HEADER, csvLine, readHistory } from "../../queues/history";
import { stopwatch } from "../measure";

async function main([endpoint = "", group = "", file = ""]: readonly string[]): Promise<void> {
  const variables = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test" };
  const connection = { region: "eu-west-1", variables };
  const clients = { batch: batchClient(connection), logs: logsClient(connection) };
  const taken = stopwatch();
  const output = fs.openSync(file, "w");
  // Some at a time, as the command prints them.
  let lines = [CSV_HEADER];
  const flush = () => {
    fs.writeSync(output, `${lines.join("\n")}\n`);
    lines = [];
  };
  const listed = [{ queue: "queue", kind: "training" }] as const;
  const { jobs } = await readHistory(
    clients,
    { group, listed, after: 0, teamOf: () => undefined },
    {
      folder: path.join(path.dirname(file), "spool"),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      onRecord: (record) => {
        lines.push(csvLine(record));
        if (lines.length >= 5000) flush();
      },
      now: () => Date.now(),
    },
  );
  if (lines.length > 0) flush();
  fs.closeSync(output);
  const time = taken();
  for (const client of Object.values(clients)) client.close();
  console.log(JSON.stringify({ jobs, time, megabytes: process.resourceUsage().maxRSS / 1024 }));
}

void main(process.argv.slice(2));

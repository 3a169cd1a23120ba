/** The process that is measured: `watcher.ts <endpoint> <ids file>`; watches for two pauses, prints what it took as JSON. */
import * as fs from "node:fs";
import { Batch } from "@aws-sdk/client-batch";
import { clientSettings } from "../../aws/connection";
import { LiveMonitor } from "../../cli/render/monitor-live";
import { colours } from "../../cli/render/style";
import { readIds } from "../../jobs/container/submissions";
import { containerStatuses } from "../../jobs/container/statuses";
import { monitorJobs } from "../../jobs/engine/monitor";
import { type BatchCalls, standIn } from "../../test/aws/stand-in";

const PAUSES = 2;

async function main([endpoint = "", file = ""]: readonly string[]): Promise<void> {
  const jobs = readIds(file, fs.readFileSync(file, "utf8"));
  const variables = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test" };
  const sdk = new Batch(clientSettings({ region: "eu-west-1", variables }, "BATCH"));
  // A terminal that somebody looks at.
  const stream = { isTerminal: true, size: { columns: 120, rows: 50 }, write: () => undefined };
  const table = new LiveMonitor(stream, colours, jobs.length, false);
  const stop = new AbortController();
  const begun = performance.now();
  let made = 0;
  let firstSweep: { calls: number; seconds: number } | undefined;
  let pause: { at: number; cpu: NodeJS.CpuUsage } | undefined;
  const idle: { seconds: number; cpu: number }[] = [];
  const describeJobs: BatchCalls["describeJobs"] = (input) => {
    if (pause !== undefined) {
      const { user, system } = process.cpuUsage(pause.cpu);
      idle.push({ seconds: (performance.now() - pause.at) / 1000, cpu: (user + system) / 1e6 });
      pause = undefined;
    }
    if (idle.length >= PAUSES) stop.abort();
    made += 1;
    return sdk.describeJobs(input);
  };
  await monitorJobs({
    source: containerStatuses(standIn({ describeJobs })),
    jobs,
    signal: stop.signal,
    emit: (event) => {
      table.handle(event);
      if (event.type !== "looked") return;
      firstSweep ??= { calls: made, seconds: (performance.now() - begun) / 1000 };
      pause = { at: performance.now(), cpu: process.cpuUsage() };
    },
  });
  table.close();
  sdk.destroy();
  const pauseSeconds = idle.reduce((sum, { seconds }) => sum + seconds, 0);
  const coreShare = idle.reduce((sum, { cpu }) => sum + cpu, 0) / pauseSeconds;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const { calls: count, seconds: sweepSeconds } = firstSweep ?? { calls: 0, seconds: 0 };
  console.log(JSON.stringify({ jobs: jobs.length, calls: count, sweepSeconds, pauseSeconds, coreShare, megabytes }));
}

void main(process.argv.slice(2));

/** An embedded Batch through which jobs go, its log, and the process that reads that: `orchestrate.ts <folder> <jobs>`. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { promisify } from "node:util";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { BatchAccount, valid } from "../../test/emulator/batch/account";
import { submission, training } from "../../test/emulator/batch/jobs/service/training-account";
import { serve } from "../../test/emulator/batch/loopback";
import { linesOf, LogOfJobs } from "../../test/queues/history/log-of-jobs";

/** Of capacity for as many a wave of jobs is submitted; then it runs to its end. */
const WAVE = 2000;
const INSTANCES = 1000;
const GROUP = "/aws/events/bench-jobs";
/** FilterLogEvents answers up to 1 MB, or 10,000 events. */
const PAGE = 2500;

/** What the embedded AWS says itself of a job, as a line of the CSV has it. */
interface Own {
  readonly submitted: number;
  readonly started: number;
  readonly ended: number;
  readonly attempts: number;
  readonly result: string;
}

async function main([folder = "", jobs = ""]: readonly string[]): Promise<void> {
  const lines: FilteredLogEvent[] = [];
  const account = new BatchAccount({
    onEvent: (_, event) => {
      for (const line of linesOf(event)) lines.push(line);
    },
  });
  const capacityLimits = [{ maxCapacity: INSTANCES, capacityUnit: "NUM_INSTANCES" }];
  account.settled("CreateServiceEnvironment", valid.serviceEnvironment({ capacityLimits }));
  account.settled("CreateJobQueue", valid.trainingQueue());
  const own = new Map<string, Own>();
  for (let begun = 0; begun < Number(jobs); begun += WAVE) wave(account, begun, own);
  const log = new LogOfJobs(GROUP, PAGE);
  log.add(lines);
  const { endpoint, close } = await serve({ batch: new BatchHandler(account.service), logs: log.handler });
  const csv = path.join(folder, "jobs.csv");
  const words = ["--require", "./bin/typescript.js", path.join(__dirname, "reader.ts"), endpoint, GROUP, csv];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  await close();
  const wrong = await differences(csv, own);
  console.log(JSON.stringify({ ...(JSON.parse(stdout) as object), events: lines.length, wrong }));
}

/** Submits jobs, some of which are tried twice, and lets them come to their ends. */
function wave(account: BatchAccount, begun: number, own: Map<string, Own>): void {
  const ids = Array.from({ length: WAVE }, (_, index) => {
    const number = begun + index;
    const serviceRequestPayload = training(60 + (number % 600), number % 20 === 0 ? "FAILED,SUCCEEDED" : "SUCCEEDED");
    const changes = { jobName: `job-${number}`, serviceRequestPayload, retryStrategy: { attempts: 2 } };
    return account.call<{ jobId: string }>("SubmitServiceJob", submission(changes)).jobId;
  });
  for (let minute = 0; minute < 60; minute += 1) {
    account.clock.step(60_000);
    account.service.catchUp();
  }
  for (const id of ids) own.set(id, ownOf(account, id));
}

function ownOf(account: BatchAccount, jobId: string): Own {
  const job = account.call<{
    readonly createdAt: number;
    readonly stoppedAt: number;
    readonly status: string;
    readonly attempts: readonly { readonly startedAt: number }[];
  }>("DescribeServiceJob", { jobId });
  return {
    submitted: job.createdAt,
    started: Math.min(...job.attempts.map(({ startedAt }) => startedAt)),
    ended: job.stoppedAt,
    attempts: job.attempts.length,
    result: job.status,
  };
}

/** @returns how many jobs the CSV has otherwise, or not once */
async function differences(csv: string, own: Map<string, Own>): Promise<number> {
  let wrong = 0;
  let isHeader = true;
  for await (const line of readline.createInterface({ input: fs.createReadStream(csv) })) {
    if (isHeader) {
      isHeader = false;
      continue;
    }
    const [job = "", , , , submitted = "", , started = "", ended = "", attempts = "", , , , , , result = ""] =
      line.split(",");
    const found = {
      submitted: Date.parse(submitted),
      started: Date.parse(started),
      ended: Date.parse(ended),
      attempts: Number(attempts),
      result,
    };
    if (JSON.stringify(own.get(job)) !== JSON.stringify(found)) wrong += 1;
    own.delete(job);
  }
  return wrong + own.size;
}

void main(process.argv.slice(2));

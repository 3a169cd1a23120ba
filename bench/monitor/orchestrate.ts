/** An embedded Batch with 10,000 jobs, and the process that watches them beside it: `orchestrate.ts <folder>`; prints what that one measured. */
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { idsText } from "../../jobs/container/submissions";
import { BatchAccount, valid } from "../../test/emulator/batch/account";
import { serve } from "../../test/emulator/batch/loopback";

const JOBS = 10_000;

async function main([folder = ""]: readonly string[]): Promise<void> {
  const account = new BatchAccount({ timings: { running: 3_600_000 } });
  account.settled("CreateComputeEnvironment", valid.computeEnvironment());
  account.settled("CreateJobQueue", valid.containerQueue());
  const containerProperties = { image: "train", vcpus: 1, memory: 512, command: ["python", "train.py"] };
  account.call("RegisterJobDefinition", { jobDefinitionName: "train", type: "container", containerProperties });
  const ids = new Map<string, string>();
  for (let index = 0; index < JOBS; index += 1) {
    const request = { jobName: `job-${index}`, jobQueue: "containers", jobDefinition: "train" };
    ids.set(request.jobName, account.call<{ jobId: string }>("SubmitJob", request).jobId);
  }
  account.settle();
  const loopback = await serve({ batch: new BatchHandler(account.service) });
  const file = path.join(folder, "job-ids.txt");
  fs.writeFileSync(file, idsText(ids));
  const words = ["--require", "./bin/typescript.js", path.join(__dirname, "watcher.ts"), loopback.endpoint, file];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  await loopback.close();
  console.log(stdout);
}

void main(process.argv.slice(2));

/** The measurement behind `train.ts`: a process of its own, because it serves and submits at the same time. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { systemClock } from "../emulator/clock";
import { FIFO, serveTrainingQueues } from "../test/jobs/training/training-queues";
import { repository } from "./run";

const [folder = "", ...numbers] = process.argv.slice(2);
const [jobs = 0, limit = 0, kills = 0] = numbers.map(Number);

function workflow(name: string): string {
  const payload = {
    image_uri: "image",
    role: "arn:aws:iam::123456789012:role/training",
    instance_type: "ml.c5.xlarge",
    output_path: "s3://bucket/models",
  };
  const all = Array.from({ length: jobs }, (_, index) => ({
    jobName: `job-${index}`,
    jobQueue: FIFO,
    serviceRequestPayload: payload,
  }));
  const file = path.join(folder, name);
  fs.writeFileSync(file, JSON.stringify({ jobs: all }));
  return file;
}

/** @returns whether the command came to its end; after `killAfter` milliseconds it is killed */
function submit(endpoint: string, file: string, rate: number, killAfter?: number): Promise<boolean> {
  const words = ["bin/dapf.js", "train", "submit", file, "--output", `${file}.ids`, "--rate", String(rate)];
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const child = spawn(process.execPath, words, { cwd: repository, env, stdio: ["ignore", "ignore", "inherit"] });
  const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
  return new Promise((resolve, reject) => {
    child.on("exit", (code) => {
      clearTimeout(timer);
      if (code !== null && code !== 0) reject(new Error(`dapf train submit ended with ${code}`));
      else resolve(code === 0);
    });
  });
}

async function underLimit() {
  const {
    jobs: submitted,
    statuses,
    endpoint,
    close,
  } = await serveTrainingQueues({
    clock: systemClock,
    rates: { submitServiceJob: limit },
  });
  await submit(endpoint, workflow("limit.json"), limit);
  await close();
  const times = submitted().map(({ createdAt }) => createdAt);
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
  return {
    perSecond: (times.length - 1) / seconds,
    throttled: statuses.filter((status) => status === 429).length,
    submitted: times.length,
  };
}

async function withKills() {
  const faults = { throttlingRate: 0.2, lostAnswerRate: 0.05 };
  const { jobs: submitted, statuses, endpoint, close } = await serveTrainingQueues({ clock: systemClock, faults });
  const file = workflow("kills.json");
  let killed = 0;
  for (let isDone = false; !isDone;) {
    // A process takes about a second to load: it is killed before, at, or after its first submissions.
    const killAfter = killed < kills ? 1000 + Math.random() * 2500 : undefined;
    isDone = await submit(endpoint, file, 50, killAfter);
    if (!isDone) killed += 1;
  }
  await close();
  const names = submitted().map(({ name }) => name);
  const distinct = new Set(names).size;
  const refused = statuses.filter((status) => status === 429).length;
  return { kills: killed, lost: jobs - distinct, doubled: names.length - distinct, refused };
}

async function main(): Promise<void> {
  const rate = await underLimit();
  const afterKills = await withKills();
  console.log(JSON.stringify({ ...rate, afterKills }));
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});

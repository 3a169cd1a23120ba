import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Batch, paginateListJobs } from "@aws-sdk/client-batch";
import { BatchHandler } from "../../../emulator/batch/plumbing/http";
import { BatchService } from "../../../emulator/batch/plumbing/service";
import type { EdgeRequest, EdgeResponse, ServiceHandler } from "../../../emulator/edge/messages";
import { valid } from "../../emulator/batch/account";
import { serve } from "../../emulator/batch/loopback";
import { temporaryFolder } from "../../deploy/folders";
import { seeded } from "./mortal";

// The test of the size: DAPF_SIGKILLS=20 DAPF_SIGKILL_JOBS=300.
const KILLS = Number(process.env.DAPF_SIGKILLS ?? 3);
const JOBS = Number(process.env.DAPF_SIGKILL_JOBS ?? 60);
const RATE = 40;
const THROTTLED = 0.2;
const LOST = 0.05;

jest.setTimeout(300_000);
const folder = temporaryFolder();
const repository = path.resolve(__dirname, "../../..");
const random = seeded(1);

/** Throttles calls, and answers some submissions with an error after their effect. */
class Faulty implements ServiceHandler {
  isOn = false;

  constructor(private readonly real: ServiceHandler) {}

  async handle(request: EdgeRequest, forward: (request: EdgeRequest) => Promise<EdgeResponse>): Promise<EdgeResponse> {
    if (!this.isOn) return this.real.handle(request, forward);
    if (random() < THROTTLED) return failure(429, "TooManyRequestsException");
    const answer = await this.real.handle(request, forward);
    return request.url.endsWith("/submitjob") && random() < LOST ? failure(500, "ServerException") : answer;
  }
}

function failure(status: number, type: string): EdgeResponse {
  const body = Buffer.from(JSON.stringify({ __type: type, message: type }));
  return { status, headers: { "content-type": "application/json", "x-amzn-errortype": type }, body };
}

/** @returns the exit code, or the signal that ended the process */
function submit(args: readonly string[], endpoint: string, lifetime: number | undefined): Promise<number | string> {
  const env = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "us-west-2",
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  const child = spawn(process.execPath, [path.join(repository, "bin/dapf.js"), "submit", ...args], {
    env,
    stdio: "pipe",
  });
  // The first job is submitted when the process speaks: only from then on a kill can do harm.
  if (lifetime !== undefined) child.stdout.once("data", () => void sleep(lifetime).then(() => child.kill("SIGKILL")));
  child.stdout.resume();
  child.stderr.resume();
  return new Promise((resolve) => child.on("close", (code, signal) => resolve(code ?? signal ?? "unknown")));
}

it.each([
  ["has each exactly once", false],
  ["that is mended after the first has each exactly once", true],
])(`a workflow of ${JOBS} jobs %s after ${KILLS} times SIGKILL`, async (_, isMended) => {
  const faulty = new Faulty(new BatchHandler(new BatchService({ timings: { creating: 0 } })));
  const loopback = await serve({ batch: faulty });
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "test" };
  const client = new Batch({ endpoint: loopback.endpoint, region: "us-west-2", credentials, maxAttempts: 1 });
  // The requests of the fixtures are of the API's shape; what they are made of is typed as plain objects.
  await client.createComputeEnvironment(valid.computeEnvironment() as never);
  await client.createJobQueue(valid.containerQueue() as never);
  const containerProperties = { image: "train", vcpus: 1, memory: 512 };
  await client.registerJobDefinition({ jobDefinitionName: "train", type: "container", containerProperties });
  const input = path.join(folder, "workflow.json");
  const output = path.join(folder, "ids.txt");
  const jobs = Array.from({ length: JOBS }, (_, index) => ({
    jobName: `job-${index}`,
    jobQueue: "containers",
    jobDefinition: "train",
    dependsOn: index < 5 ? [] : [{ jobId: `\${job-${index - 5}}` }],
  }));
  fs.rmSync(`${output}.journal`, { force: true });
  fs.writeFileSync(input, JSON.stringify({ jobs }));
  const args = [input, "--output", output, "--rate", String(RATE)];
  try {
    faulty.isOn = true;
    const ends: (number | string)[] = [];
    const span = ((JOBS / RATE) * 1000) / Math.max(1, KILLS);
    for (let kill = 0; kill < KILLS; kill += 1) {
      if (isMended && kill === 1) {
        const changed = jobs.map((job) => ({ ...job, parameters: { mended: "yes" } }));
        fs.writeFileSync(input, JSON.stringify({ jobs: changed }));
        args.push("--continue", "--auto-approve");
      }
      ends.push(await submit(args, loopback.endpoint, random() * span));
    }
    expect(ends).toContain("SIGKILL");
    expect(await submit(args, loopback.endpoint, undefined)).toBe(0);
    faulty.isOn = false;

    const lines = fs.readFileSync(output, "utf8").trimEnd().split("\n");
    const ids = new Map(lines.map((line) => line.split("\t") as [string, string])); // Cast: name, tab, id.
    expect(ids.size).toBe(JOBS);
    const found: (string | undefined)[] = [];
    const filters = [{ name: "JOB_NAME", values: ["job-*"] }];
    for await (const page of paginateListJobs({ client }, { jobQueue: "containers", filters })) {
      found.push(...(page.jobSummaryList ?? []).map(({ jobId }) => jobId));
    }
    expect(found.sort()).toEqual([...ids.values()].sort());
  } finally {
    client.destroy();
    await loopback.close();
  }
});

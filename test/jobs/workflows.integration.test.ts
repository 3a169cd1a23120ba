/** Commands about container jobs against a whole embedded AWS, with CloudWatch Logs. */
import * as fs from "node:fs";
import * as path from "node:path";
import { Batch } from "@aws-sdk/client-batch";
import { type Emulator, startEmulator } from "../../emulator";
import { readIds } from "../../jobs/container/submissions";
import { commandLine } from "../cli/command-line";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { valid } from "../emulator/batch/account";
import { describeJobSamples } from "../support/job-samples";
import { until } from "../support/until";

jest.setTimeout(120_000);

const REGION = "us-west-2";
const folder = temporaryFolder();
const line = commandLine(folder);
const inFolder = (name: string) => path.join(folder, name);
let emulator: Emulator;
let batch: Batch;

beforeAll(async () => {
  emulator = await startEmulator({});
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "test" };
  batch = new Batch({ endpoint: emulator.endpoint, region: REGION, credentials });
  // The requests of the fixtures are of the API's shape; what they are made of is typed as plain objects.
  await batch.createComputeEnvironment(
    valid.computeEnvironment({}, { maxvCpus: 64, instanceTypes: ["m5", "g5"] }) as never,
  );
  await until(async () => {
    const { computeEnvironments } = await batch.describeComputeEnvironments({});
    return computeEnvironments?.[0]?.status === "VALID";
  });
  await prepare(["steady-queue"], ["data-preprocessing", "model-training", "model-evaluation"]);
});

/** Makes queues, waits for them, and makes container definitions. */
async function prepare(queues: readonly string[], definitions: readonly string[]): Promise<void> {
  for (const jobQueueName of queues) await batch.createJobQueue(valid.containerQueue({ jobQueueName }) as never);
  await until(async () => {
    const { jobQueues = [] } = await batch.describeJobQueues({ jobQueues: [...queues] });
    return jobQueues.length === queues.length && jobQueues.every(({ status }) => status === "VALID");
  });
  for (const jobDefinitionName of definitions) {
    const containerProperties = { image: "train", vcpus: 1, memory: 512, command: ["train", jobDefinitionName] };
    await batch.registerJobDefinition({ jobDefinitionName, type: "container", containerProperties });
  }
}

afterAll(async () => {
  batch.destroy();
  await emulator.stop();
});

const run = (...words: string[]) =>
  line.run(words, {
    variables: {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: "123456789012",
      AWS_SECRET_ACCESS_KEY: "test",
    },
  });

/** @returns the jobs of an ids file as AWS Batch describes them, in its order */
async function jobsIn(file: string) {
  const ids = readIds(file, fs.readFileSync(file, "utf8")).map(({ id }) => id);
  const { jobs = [] } = await batch.describeJobs({ jobs: ids });
  return ids.flatMap((id) => jobs.find(({ jobId }) => jobId === id) ?? []);
}

/** Three jobs in a chain, the middle one of which fails, and one beside them that takes long. */
const failing = () => {
  const job = (jobName: string, jobDefinition: string, after: string | undefined, variables: object) => ({
    jobName,
    jobQueue: "steady-queue",
    jobDefinition,
    containerOverrides: {
      environment: Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
    },
    ...(after === undefined ? {} : { dependsOn: [{ jobId: `\${${after}}` }] }),
  });
  return {
    jobs: [
      job("prepare", "data-preprocessing", undefined, {}),
      job("train", "model-training", "prepare", { DAPF_EXIT_CODE: 9 }),
      job("evaluate", "model-evaluation", "train", {}),
      job("beside", "model-training", undefined, { DAPF_DURATION_SECONDS: 600 }),
    ],
  };
};

describe("a workflow whose middle fails", () => {
  it("exits with 1, names those it took along, and ends the rest with --cancel-on-failure", async () => {
    writeJson(inFolder("failing.json"), failing());
    const output = inFolder("failing-ids.txt");
    const words = ["--monitor", "--cancel-on-failure", "--logs", "train", "--output", output];
    const { exitCode, stdout } = await run("submit", inFolder("failing.json"), ...words);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("Ended ");
    expect(stdout).toMatch(/^train \| .*\S/m);
    expect(stdout).toContain("3 of 4 jobs failed:");
    expect(stdout).toMatch(
      /^ {2}train {2}FAILED {2}exit code 9 {2}.* {2}\(log stream model-training\/default\/\S+\)$/m,
    );
    expect(stdout).toMatch(/^ {2}evaluate {2}FAILED {2}Dependent Job failed {2}\(it depends on train\)/m);
    expect(stdout).toMatch(/^ {2}beside {2}FAILED {2}train failed \(dapf submit --cancel-on-failure\)/m);
    const [prepare, train, evaluate, beside] = await jobsIn(output).then((jobs) =>
      ["prepare", "train", "evaluate", "beside"].map((name) => jobs.find(({ jobName }) => jobName === name)),
    );
    expect([prepare, train, evaluate, beside].map((job) => job?.status)).toEqual([
      "SUCCEEDED",
      "FAILED",
      "FAILED",
      "FAILED",
    ]);
    expect(evaluate?.startedAt ?? 0).toBe(0);
    const logs = await run("jobs", "logs", train?.jobId ?? "");
    expect(logs).toMatchObject({ exitCode: 0, stderr: "" });
    expect(logs.stdout.trim()).not.toBe("");
  });

  it("is repeated from there on by jobs retry, what needs another after its retry", async () => {
    const first = (await jobsIn(inFolder("failing-ids.txt"))).filter(({ jobName }) =>
      /train|evaluate/.test(jobName ?? ""),
    );
    const output = inFolder("retry-ids.txt");
    const ids = first.map(({ jobId = "" }) => jobId);
    const { exitCode, stdout } = await run("jobs", "retry", ...ids, "--monitor", "--output", output);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^ {2}train {2}FAILED {2}exit code 9 /m);
    const again = await jobsIn(output);
    expect(again.map(({ jobName }) => jobName)).toEqual(["train", "evaluate"]);
    expect(again[1]?.dependsOn?.map(({ jobId }) => jobId)).toEqual([again[0]?.jobId]);
    expect(again.map(({ jobDefinition }) => jobDefinition)).toEqual(first.map(({ jobDefinition }) => jobDefinition));
    expect(ids).not.toContain(again[0]?.jobId);
  });
});

describeJobSamples((samples, pathOf) => {
  it("run as the guide shows: no job starts before those that it depends on have succeeded", async () => {
    await prepare(samples.queues, samples.definitions);
    const output = inFolder(`${samples.workflow}-ids.txt`);
    for (const words of [
      ["job-definition", "register", pathOf(samples.definition)],
      ["submit", copied(samples.job), "--monitor"],
      ["submit", copied(samples.workflow), "--monitor", "--output", output],
      ["watch", output],
    ])
      expect({ words, ...(await run(...words)) }).toMatchObject({ exitCode: 0, stderr: "" });
    const jobs = await jobsIn(output);
    expect(jobs.map(({ jobName }) => jobName)).toEqual(samples.chain);
    const [first, second, third] = jobs;
    expect(second?.startedAt).toBeGreaterThanOrEqual(first?.stoppedAt ?? Infinity);
    expect(third?.startedAt).toBeGreaterThanOrEqual(second?.stoppedAt ?? Infinity);
  });

  /** @returns the path of a copy: a journal is kept beside the file */
  function copied(name: string): string {
    fs.copyFileSync(pathOf(name), inFolder(name));
    return inFolder(name);
  }
});

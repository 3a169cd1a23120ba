import * as path from "node:path";
import { loadCompute } from "../../config/compute";
import { loadEnvironment } from "../../config/loader";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { valid } from "../config/compute/fixture";
import { temporaryFolder, writeJson } from "../deploy/folders";
import { BatchAccount } from "../emulator/batch/account";
import { createCompute } from "../emulator/batch/create-compute";
import { type Loopback, serve } from "../emulator/batch/loopback";
import { fifo, type TrainingAccount } from "../emulator/batch/jobs/service/training-account";
import { commandLine } from "./command-line";
import { FakeAws } from "./fake-aws";

jest.setTimeout(60_000);

const root = temporaryFolder();
const line = commandLine(root);
const keys = { AWS_ACCESS_KEY_ID: "123456789012", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" };
const loopbacks: Loopback[] = [];
let batch: BatchAccount;
let training: TrainingAccount;

/** What a command prints and ends with, in front of a Batch that is alone: no other service answers. */
let inFront: (account: BatchAccount) => (...args: string[]) => ReturnType<typeof line.run>;

beforeAll(async () => {
  writeJson(path.join(root, "environments", "dev.tfvars.json"), {
    use_case_name: "churn",
    env: "dev",
    region: "eu-west-1",
    repo_url: "https://example.com/repo",
    account_number: "123456789012",
    mapping_json_path: "mapping.json",
    inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
    analytics_etl: { expected_dq_job_count: 1 },
    compute: { path: "compute.json" },
  });
  writeJson(path.join(root, "compute.json"), valid);
  const model = loadCompute(loadEnvironment(root, "dev"));
  if (model === undefined) throw new Error("dev declares no compute");
  batch = createCompute(model, new BatchAccount({ timings: { creating: 0, submitted: 0, starting: 0 } }));
  batch.settled("RegisterJobDefinition", {
    jobDefinitionName: "wide",
    type: "container",
    containerProperties: { image: "busybox", vcpus: 2, memory: 512 },
  });
  training = fifo();
  const endpoints = new Map<BatchAccount, string>();
  for (const account of [batch, training.batch]) {
    const loopback = await serve({ batch: new BatchHandler(account.service) });
    loopbacks.push(loopback);
    endpoints.set(account, loopback.endpoint);
  }
  inFront =
    (account) =>
    (...args) =>
      line.run(args, { variables: { ...keys, AWS_ENDPOINT_URL: endpoints.get(account) } });
});
afterAll(() => Promise.all(loopbacks.map((one) => one.close())));

const job = (changes: object = {}) =>
  batch.settled<{ jobId: string }>("SubmitJob", {
    jobName: "train-7",
    jobQueue: "light",
    jobDefinition: "wide",
    ...changes,
  }).jobId;

describe("dapf jobs why", () => {
  it("says what keeps a job from running, with the line to change, and ends with 1", async () => {
    for (const computeEnvironment of ["cpu", "own"]) {
      batch.settled("UpdateComputeEnvironment", { computeEnvironment, state: "DISABLED" });
    }
    const id = job({ jobQueue: "cpu", shareIdentifier: "research" });

    const { exitCode, stdout } = await inFront(batch)("jobs", "why", id, "--env", "dev");

    expect(exitCode).toBe(1);
    const [first, second] = stdout.split("\n");
    expect(first).toBe("cannot run: compute environments cpu and own are DISABLED");
    expect(second).toBe(`job train-7 (${id}), RUNNABLE`);
    expect(stdout).toMatch(/at compute\.json:\d+, and deploy/);
    // What is copied works in the Region that was asked.
    expect(stdout.replaceAll(/ \\\n\s+/g, " ")).toContain(
      "--compute-environment cpu --state ENABLED --region eu-west-1\n",
    );
  });

  it("is one JSON object that names the rule, and what could not be looked at", async () => {
    const { stdout } = await inFront(batch)("jobs", "why", job({ jobQueue: "gpu" }), "--env", "dev", "--json");

    const told = JSON.parse(stdout) as { calls: number; findings: { rule: string; source: string }[] };
    expect(told.calls).toBeLessThanOrEqual(12);
    expect(told.findings[0]).toMatchObject({
      rule: expect.any(String) as string,
      source: expect.any(String) as string,
    });
  });

  it("ends with 2 for a job that nobody knows", async () => {
    const id = "4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b01";
    const { exitCode, stderr } = await inFront(batch)("jobs", "why", id, "--env", "dev");

    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(id)]);
  });
});

describe("dapf queues why", () => {
  it("says what is wrong with a queue, and where it is declared", async () => {
    batch.settled("UpdateJobQueue", { jobQueue: "cpu", state: "DISABLED" });

    const { exitCode, stdout } = await inFront(batch)("queues", "why", "cpu", "--env", "dev");

    expect(exitCode).toBe(1);
    expect(stdout).toContain("queue cpu is DISABLED");
    expect(stdout).toMatch(/compute\.json:\d+/);
  });
});

describe("dapf train why", () => {
  it("ends with 0 while a job runs, and with 1 when its queue takes none", async () => {
    const running = training.submit("runs");
    for (let i = 0; i < 3; i += 1) training.submit(`fills-${i}`);
    training.step(100);
    const why = inFront(training.batch);

    const fine = await why("train", "why", running);
    expect([fine.exitCode, fine.stdout]).toEqual([0, expect.stringContaining("runs")]);

    const waiting = training.submit("waits");
    training.step(100);
    training.batch.settled("UpdateServiceEnvironment", { serviceEnvironment: "environment", state: "DISABLED" });
    const stuck = await why("train", "why", waiting, "--json");
    expect(stuck.exitCode).toBe(1);
    expect(JSON.parse(stuck.stdout)).toMatchObject({
      verdict: "cannot-run",
      findings: [{ rule: "environment-disabled" }],
    });
  });
});

describe("dapf runs why", () => {
  const aws = new FakeAws();
  const machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:m";
  const executionArn = "arn:aws:states:eu-west-1:123456789012:execution:m:run-1";
  const began = Date.UTC(2026, 10, 21, 4) / 1000;
  let variables: NodeJS.ProcessEnv;

  beforeAll(async () => {
    variables = await aws.listen();
    const map = { step_function_arn: machine, aws_batch_job_queue: "q", aws_batch_job_name: "p-job" };
    aws.parameters.set("/churn-dev-euwest1-dapf-ssm/training_step_function_inputs", JSON.stringify(map));
    const run = { executionArn, name: "run-1", stateMachineArn: machine, startDate: began, status: "FAILED" };
    aws.on("AWSStepFunctions.ListExecutions", () => ({ executions: [run] }));
    aws.on("AWSStepFunctions.DescribeExecution", () => ({
      ...run,
      stopDate: began + 600,
      error: "States.TaskFailed",
      cause: "there are no rows",
      input: JSON.stringify(map),
    }));
    aws.on("AWSStepFunctions.GetExecutionHistory", () => ({ events: [] }));
    aws.on("POST /v1/listjobs", () => ({ jobSummaryList: [] }));
  });
  afterAll(() => aws.close());

  it("says what a run failed on, and what the next one will do", async () => {
    const { exitCode, stdout } = await line.run(["runs", "why", "dev", "--context", "training"], { variables });

    expect(exitCode).toBe(1);
    const text = stdout.replaceAll(/\s+/g, " ");
    expect(stdout).toMatch(/^failed: it failed between two states: .*there are no rows\ntraining run run-1, FAILED\n/);
    expect(text).toMatch(/ dapf run dev --context training( |$)/);
    expect(text).toContain("there are no rows");
    expect(text).toContain("its next run takes the rows that SUCCEEDED as they are");
  });
});

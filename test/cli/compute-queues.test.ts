import * as path from "node:path";
import { loadCompute } from "../../config/compute";
import { loadEnvironment } from "../../config/loader";
import { BatchHandler } from "../../emulator/batch/plumbing/http";
import { valid } from "../config/compute/fixture";
import { temporaryFolder, write, writeJson } from "../deploy/folders";
import { BatchAccount } from "../emulator/batch/account";
import { createCompute } from "../emulator/batch/create-compute";
import { type Loopback, serve } from "../emulator/batch/loopback";
import { commandLine } from "./command-line";

jest.setTimeout(30_000);

const DAY = 24 * 3600 * 1000;
const line = commandLine(temporaryFolder());
let batch: BatchAccount;
let loopback: Loopback;
let variables: NodeJS.ProcessEnv;

/** An account with the compute of the fixture, whose jobs run for a day; `dev` declares it, `bare` declares nothing. */
beforeEach(async () => {
  const settings = {
    use_case_name: "churn",
    env: "dev",
    region: "eu-west-1",
    repo_url: "https://example.com/repo",
    account_number: "123456789012",
    mapping_json_path: "mapping.json",
    inferencing: { batch_vpc: { vpc_id: "vpc-0123456789abcdef0", subnet_ids: ["subnet-0123456789abcdef0"] } },
    analytics_etl: { expected_dq_job_count: 1 },
  };
  const compute = { compute: { path: "compute.json" } };
  writeJson(path.join(line.root, "environments", "dev.tfvars.json"), { ...settings, ...compute });
  writeJson(path.join(line.root, "environments", "bare.tfvars.json"), { ...settings, env: "bare" });
  writeJson(path.join(line.root, "compute.json"), valid);
  const model = loadCompute(loadEnvironment(line.root, "dev"));
  if (model === undefined) throw new Error("dev declares no compute");
  batch = createCompute(model, new BatchAccount({ timings: { creating: 0, submitted: 0, starting: 0, running: DAY } }));
  batch.settled("RegisterJobDefinition", {
    jobDefinitionName: "finance-sum-ec2",
    type: "container",
    containerProperties: { image: "busybox", vcpus: 2, memory: 512 },
  });
  loopback = await serve({ batch: new BatchHandler(batch.service) });
  variables = {
    AWS_ENDPOINT_URL: loopback.endpoint,
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "test",
  };
});
afterEach(() => loopback.close());

const run = (...args: string[]) => line.run(args, { variables });

const submit = (jobName: string, jobQueue: string, jobDefinition: string, more: object = {}) =>
  batch.settled<{ jobId: string }>("SubmitJob", { jobName, jobQueue, jobDefinition, ...more }).jobId;

/** Four jobs of a vCPU for the queue on 16 vCPUs of Fargate, of which two run in order of submission. */
function busy(): void {
  const vcpus = (value: string) => ({
    containerOverrides: {
      resourceRequirements: [
        { type: "VCPU", value },
        { type: "MEMORY", value: "16384" },
      ],
    },
  });
  for (const name of ["one", "two", "three", "four"]) submit(name, "light", "finance-sum", vcpus("8"));
}

describe("dapf queues list", () => {
  test("shows what queues of containers take, their environments and all of their vCPUs", async () => {
    const { exitCode, stdout } = await run("queues", "list", "dev");
    expect(exitCode).toBe(0);
    const rows = stdout
      .trimEnd()
      .split("\n")
      .map((row) => row.split(/ {2,}/));
    expect(rows).toEqual([
      ["QUEUE", "KIND", "ORDER", "PRIORITY", "ENVIRONMENTS", "CAPACITY", "SHARES", "STATE"],
      ["cpu", "EC2, unmanaged", "fair share", "1", "cpu, own", "72 vCPUs", "ml* 1, finance 3", "enabled"],
      ["gpu", "Spot", "FIFO", "10", "gpu", "96 vCPUs", "enabled"],
      ["light", "Fargate", "FIFO", "1", "fargate", "16 vCPUs", "enabled"],
    ]);
  });

  test("tells what is declared without asking AWS", async () => {
    const { stdout } = await run("queues", "list", "dev", "--declared", "--json");
    expect(loopback.calls).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({
      queues: [{ kind: "containers", name: "cpu", presence: "unknown" }, { name: "gpu" }, { name: "light" }],
    });
  });

  test("asks for nothing of training queues where none are declared, and for no queues of others", async () => {
    batch.settled("CreateJobQueue", {
      jobQueueName: "theirs",
      priority: 1,
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "gpu" }],
    });
    const { stdout } = await run("queues", "list", "dev");
    expect(stdout).not.toContain("theirs");
    expect(loopback.calls.filter((call) => call.includes("serviceenvironments"))).toEqual([]);
  });
});

describe("dapf queues show", () => {
  test("draws queue, environments, policy and teams, with what the jobs use", async () => {
    busy();
    const { stdout } = await run("queues", "show", "dev", "light");
    expect(stdout).toMatch(/^light +FIFO, priority 1, enabled$/m);
    expect(stdout).toMatch(/^├── fargate +Fargate, max 16 vCPUs, 16 in use, enabled$/m);
    expect(stdout).toMatch(/^└── team finance$/m);
  });

  test("draws the shares of a policy, and which of them each team has", async () => {
    const { stdout } = await run("queues", "show", "dev", "cpu", "--declared");
    expect(stdout).toMatch(/^├── cpu +EC2, c6i m6i.large, max 64 vCPUs, enabled$/m);
    expect(stdout).toMatch(/^├── fair +fair share$/m);
    expect(stdout).toMatch(/^│ {3}└── finance +weight 3$/m);
    expect(stdout).toMatch(/^├── team ml +shares ml-\*$/m);
    expect(stdout).toMatch(/^└── team finance +shares finance$/m);
  });

  test("gives programs minimum, desired and maximum size, and the use by all queues of the environment", async () => {
    batch.settled("UpdateJobQueue", {
      jobQueue: "gpu",
      computeEnvironmentOrder: [{ order: 1, computeEnvironment: "cpu" }],
    });
    submit("train", "gpu", "finance-sum-ec2");
    const { stdout } = await run("queues", "show", "dev", "cpu", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      queues: [{ computeEnvironments: [{ name: "cpu", type: "EC2", minvCpus: 0, vCpusInUse: 2 }, { name: "own" }] }],
    });
  });
});

describe("dapf queues drift", () => {
  test("ends with 0 when all is as declared", async () => {
    const { exitCode, stdout } = await run("queues", "drift", "dev");
    expect([exitCode, stdout]).toEqual([0, "dev: the live queues are what is declared\n"]);
  });

  test("tells what somebody changed with AWS's API, and ends with 1", async () => {
    batch.call("UpdateComputeEnvironment", { computeEnvironment: "cpu", computeResources: { maxvCpus: 128 } });
    const { exitCode, stdout } = await run("queues", "drift", "dev");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("~ compute environment cpu: computeResources.maxvCpus is 128, declared 64\n");
  });
});

describe("dapf queues top", () => {
  test("shows the use of each environment, how many run and wait, and the next in order", async () => {
    busy();
    const { exitCode, stdout } = await run("queues", "top", "dev", "light", "--once");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^light +enabled, 2 running, 2 waiting/m);
    expect(stdout).toMatch(/^vCPUs .* 16\/16 +- +- +16$/m);
    expect(stdout).toMatch(/^ {2}fargate .* 16\/16 +- +- +-$/m);
    expect(stdout).toMatch(/^ +1\. three \(/m);
    expect(stdout).toMatch(/^ +2\. four \(/m);
    expect(stdout).toContain("waits until the compute environments have room");
  });

  test("knows a declared queue by its name alone, and tells of shares what runs and waits", async () => {
    for (const name of ["a", "b"]) submit(name, "cpu", "finance-sum-ec2", { shareIdentifier: "finance" });
    const { stdout } = await run("queues", "top", "cpu", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      runningJobs: 2,
      environments: [{ environment: "cpu", vCpusInUse: 4, maxvCpus: 64 }, { environment: "own" }],
      shares: [{ share: "finance", runningJobs: 2, waitingJobs: 0 }],
    });
  });
});

describe("dapf submit --team", () => {
  const job = (changes: object = {}) => {
    const file = path.join(line.root, "job.json");
    const whole = { jobName: "sum", jobQueue: "light", jobDefinition: "finance-sum", ...changes };
    write(file, JSON.stringify(whole));
    return file;
  };

  test("submits with the team's tags", async () => {
    const { exitCode, stdout } = await run("submit", job(), "--env", "dev", "--team", "finance", "--ids-only");
    expect(exitCode).toBe(0);
    const [detail] = batch.call<{ jobs: object[] }>("DescribeJobs", { jobs: [stdout.trim()] }).jobs;
    expect(detail).toMatchObject({ tags: { team: "finance", cost: "42" } });
  });

  test("submits as before without it", async () => {
    const { stdout } = await run("submit", job(), "--env", "dev", "--ids-only");
    const [detail] = batch.call<{ jobs: object[] }>("DescribeJobs", { jobs: [stdout.trim()] }).jobs;
    expect(detail).not.toHaveProperty("tags.team");
  });

  test("refuses what the team may not do before AWS is asked, with place, what is allowed and the nearest", async () => {
    const { exitCode, stderr } = await run("submit", job({ jobQueue: "ligt" }), "--env", "dev", "--team", "finance");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("jobQueue must be a queue of team finance in compute.json");
    expect(stderr).toContain("did you mean light?");
    expect(loopback.calls).toEqual([]);
  });

  test("holds what comes from the definition to the team's limits, too", async () => {
    batch.settled("RegisterJobDefinition", {
      jobDefinitionName: "ml-large",
      type: "container",
      containerProperties: { image: "busybox", vcpus: 32, memory: 512 },
    });
    const large = job({ jobQueue: "gpu", jobDefinition: "ml-large" });
    const { exitCode, stderr } = await run("submit", large, "--env", "dev", "--team", "ml");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("must need at most 16 vCPUs (limits.vcpus of team ml in compute.json)");
    expect(loopback.calls.filter((call) => call.includes("submitjob"))).toEqual([]);
  });

  test.each([
    [["--team", "finance"], "--team needs --env"],
    [["--team", "finance", "--env", "bare"], "bare declares no teams: environments/bare.tfvars.json has no compute"],
    [["--team", "finanze", "--env", "dev"], "did you mean finance?"],
  ])("with %j is a mistake on the command line", async (flags, message) => {
    const { exitCode, stderr } = await run("submit", job(), ...flags);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

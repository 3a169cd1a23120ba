import {
  BatchClient,
  CreateComputeEnvironmentCommand,
  CreateJobQueueCommand,
  DescribeComputeEnvironmentsCommand,
  DescribeJobsCommand,
  type ContainerProperties,
  type JobDetail,
  RegisterJobDefinitionCommand,
  SubmitJobCommand,
  type SubmitJobCommandInput,
  TerminateJobCommand,
} from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, DescribeLogStreamsCommand, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { setTimeout as sleep } from "node:timers/promises";
import { type Emulator, startEmulator } from "../../../emulator";
import { AwsCalls } from "../aws-calls";
import { roleFor } from "../roles";
import { valid } from "./account";

jest.setTimeout(60_000);

const account = "731580992381";
const region = "eu-west-1";
const timings = { creating: 0, submitted: 0, starting: 0, running: 100 };

let emulator: Emulator;
let batch: BatchClient;
let logs: CloudWatchLogsClient;
let isStopped = false;
let jobRoleArn: string;

const client = () => ({
  endpoint: emulator.endpoint,
  region,
  credentials: { accessKeyId: account, secretAccessKey: "test" },
});

beforeAll(async () => {
  const services = ["ssm", "iam", "s3"];
  const faults = { services, throttlingRate: 0.4, lostAnswerRate: 0.4, seed: 3 };
  emulator = await startEmulator({ runCommands: true, batch: { timings }, faults });
  batch = new BatchClient(client());
  logs = new CloudWatchLogsClient(client());
  // The fixture has the shape of these requests.
  await batch.send(new CreateComputeEnvironmentCommand(valid.computeEnvironment() as never));
  await eventually(async () => {
    const found = await batch.send(new DescribeComputeEnvironmentsCommand({}));
    return found.computeEnvironments?.[0]?.status === "VALID" ? true : undefined;
  });
  await batch.send(new CreateJobQueueCommand(valid.containerQueue() as never));
  // IAM is one of the services that suffer.
  const aws = new AwsCalls(emulator.endpoint, account, region);
  jobRoleArn = await eventually(() => roleFor(aws, "job", "ecs-tasks.amazonaws.com").catch(() => undefined));
});
afterAll(() => (isStopped ? undefined : emulator.stop()));

/** Asks until there is an answer. */
async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error("it did not come about");
}

async function submit(
  command: string[],
  changes: Partial<SubmitJobCommandInput> = {},
  properties: Partial<ContainerProperties> = {},
): Promise<string> {
  const containerProperties = { image: "none", vcpus: 1, memory: 512, command, jobRoleArn, ...properties };
  const definition = { jobDefinitionName: "run", type: "container", containerProperties } as const;
  await batch.send(new RegisterJobDefinitionCommand(definition));
  const job = { jobName: "run", jobQueue: "containers", jobDefinition: "run", ...changes };
  return (await batch.send(new SubmitJobCommand(job))).jobId ?? "";
}

const until = (id: string, condition: (job: JobDetail) => boolean): Promise<JobDetail> =>
  eventually(async () => (await batch.send(new DescribeJobsCommand({ jobs: [id] }))).jobs?.find(condition));
const over = (id: string) => until(id, ({ status }) => status === "SUCCEEDED" || status === "FAILED");

async function logOf({ container }: JobDetail): Promise<(string | undefined)[]> {
  const where = { logGroupName: "/aws/batch/job", logStreamName: container?.logStreamName };
  return (await logs.send(new GetLogEventsCommand(where))).events?.map(({ message }) => message) ?? [];
}

const script = (text: string): string[] => [process.execPath, "-e", text];

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("with --run-commands", () => {
  it("a job is a client of the embedded AWS with the keys of its role; its output is in its log stream, its exit code the job's", async () => {
    const text = `fetch(process.env.AWS_ENDPOINT_URL + "/_dapf/status").then(({ status }) => {
      console.log(status, process.env.AWS_BATCH_JOB_ID, process.env.AWS_ACCESS_KEY_ID);
      process.exitCode = 3;
    })`;
    const job = await over(await submit(script(text)));
    expect(job).toMatchObject({ status: "FAILED", container: { exitCode: 3 } });
    expect(await logOf(job)).toEqual([expect.stringMatching(`^200 ${job.jobId ?? ""} ASIA[A-Z0-9]{16}$`)]);
  });

  it("a job is a session of its role, named for the task", async () => {
    const text = "console.log(process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SESSION_TOKEN)";
    const job = await over(await submit(script(text)));
    const [accessKeyId = "", sessionToken = ""] = (await logOf(job))[0]?.split(" ") ?? [];
    const headers = {
      "content-type": "application/x-www-form-urlencoded",
      "x-amz-security-token": sessionToken,
    };
    const body = "Action=GetCallerIdentity&Version=2011-06-15";
    const identity = await new AwsCalls(emulator.endpoint, accessKeyId, region).send("sts", "POST", "/", body, headers);
    const taskId = job.container?.taskArn?.split("/").at(-1) ?? "";

    expect(identity.text).toContain(`<Arn>arn:aws:sts::${account}:assumed-role/job/${taskId}</Arn>`);
  });

  it("a job without a role, on a machine without one, has no keys", async () => {
    const id = await submit(script("console.log(process.env.AWS_ACCESS_KEY_ID)"), {}, { jobRoleArn: undefined });
    expect(await logOf(await over(id))).toEqual(["undefined"]);
  });

  it("a job does not start when its execution role may not make the log stream", async () => {
    const aws = new AwsCalls(emulator.endpoint, account, region);
    const ofTasks = (name: string) => roleFor(aws, name, "ecs-tasks.amazonaws.com", []).catch(() => undefined);
    const executionRoleArn = await eventually(() => ofTasks("may-not-log"));
    const job = await over(await submit(script("0"), {}, { executionRoleArn }));

    expect(job).toMatchObject({ status: "FAILED", statusReason: "Task failed to start" });
    expect(job.container?.reason).toMatch(
      /^CannotStartContainerError: Error response from daemon: failed to initialize logging driver: .* logs:CreateLogStream /,
    );
  });

  it("a job does not start when ECS may not take its role", async () => {
    const job = await over(await submit(script("0"), {}, { jobRoleArn: `arn:aws:iam::${account}:role/absent` }));
    expect(job.statusReason).toMatch(/^ECS was unable to assume the role 'arn:aws:iam::\d+:role\/absent' /);
  });

  it("a simulated job fails when its role may not leave what its image would", async () => {
    const aws = new AwsCalls(emulator.endpoint, account, region);
    const ofTasks = (name: string) => roleFor(aws, name, "ecs-tasks.amazonaws.com", []).catch(() => undefined);
    const environment = Object.entries({
      DAPF_CONTEXT: "training",
      DAPF_OUTPUT: "s3://no-bucket-of-mine/",
      DAPF_DURATION_SECONDS: "0",
    }).map(([name, value]) => ({ name, value }));
    const mayNot = await eventually(() => ofTasks("may-not-put"));
    const job = await over(await submit(script("0"), {}, { jobRoleArn: mayNot, environment }));

    expect(job).toMatchObject({ status: "FAILED", container: { exitCode: 1 } });
    expect((await logOf(job)).join()).toMatch(
      /An error occurred \(AccessDenied\) when calling the PutObject operation: User: .*/,
    );
  });

  it("terminating a job ends its process", async () => {
    const id = await submit(script("console.log(process.pid); setInterval(() => undefined, 1000)"));
    const job = await until(id, ({ status }) => status === "RUNNING");
    const [pid] = await eventually(async () => {
      const lines = await logOf(job).catch(() => []);
      return lines.length > 0 ? lines : undefined;
    });
    expect(isRunning(Number(pid))).toBe(true);
    await batch.send(new TerminateJobCommand({ jobId: id, reason: "enough" }));
    await eventually(() => Promise.resolve(isRunning(Number(pid)) ? undefined : true));
  });

  it("a job that says how it goes is simulated, and its log stream exists", async () => {
    const environment = [{ name: "DAPF_EXIT_CODE", value: "7" }];
    const job = await over(await submit(["no-such-program"], { containerOverrides: { environment } }));
    const { logStreams } = await logs.send(new DescribeLogStreamsCommand({ logGroupName: "/aws/batch/job" }));
    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toContain(job.container?.logStreamName);
    expect(await logOf(job)).toEqual(['embedded AWS: simulated: ["no-such-program"]', "embedded AWS: exit code 7"]);
  });
});

describe("faults on purpose", () => {
  it("of services that moto answers are what a client gets over, and take effect or not", async () => {
    const ssm = new SSMClient({ ...client(), maxAttempts: 30 });
    // The client waits longer and longer; these calls need not.
    ssm.config.retryStrategy = async () => ({
      acquireInitialRetryToken: () => Promise.resolve({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
      refreshRetryTokenForRetry: (token) => Promise.resolve(token),
      recordSuccess: () => undefined,
    });
    for (let count = 0; count < 10; count += 1) {
      await ssm.send(new PutParameterCommand({ Name: "n", Value: String(count), Type: "String", Overwrite: true }));
    }
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: "n" }));
    const { requests, errors } = emulator.counters();
    expect(Parameter?.Value).toBe("9");
    // Calls whose answers were lost took effect, those that were throttled did not.
    expect(Parameter?.Version).toBeGreaterThan(10);
    expect(Parameter?.Version).toBeLessThan(requests.ssm?.PutParameter ?? 0);
    expect(errors).toMatchObject({ ThrottlingException: expect.any(Number), AnswerLost: expect.any(Number) });
  });

  it("have the code of the query protocol, and that of S3", async () => {
    const aws = new AwsCalls(emulator.endpoint, account, region);
    emulator.resetCounters();
    for (let count = 0; count < 20; count += 1) {
      await aws.query("iam", "2010-05-08", "ListRoles").catch(() => undefined);
      await aws.send("s3", "GET", "/").catch(() => undefined);
    }
    expect(emulator.counters().errors).toMatchObject({ Throttling: expect.any(Number), SlowDown: expect.any(Number) });
  });
});

it("all processes end with the embedded AWS", async () => {
  const job = await until(
    await submit(script("console.log(process.pid); setInterval(() => undefined, 1000)")),
    ({ status }) => status === "RUNNING",
  );
  const [pid] = await eventually(async () => {
    const lines = await logOf(job).catch(() => []);
    return lines.length > 0 ? lines : undefined;
  });
  isStopped = true;
  await emulator.stop();
  expect(isRunning(Number(pid))).toBe(false);
});

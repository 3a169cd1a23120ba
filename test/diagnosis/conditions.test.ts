/** Conditions of AWS Batch itself, each made with the SDK on the embedded one in this process: what the first line says of them. */
import * as Batch from "@aws-sdk/client-batch";
import { diagnosisLines } from "../../cli/render/diagnosis-lines";
import { plainText } from "../../cli/render/style";
import { diagnoseJob, diagnoseQueue, diagnoseTraining, type Diagnosis, isBad, nowhere } from "../../diagnosis";
import { SteppedClock } from "../../emulator/clock";
import { SimulationRules } from "../../emulator/batch/jobs/container/simulation-rules";
import { jsonError, type ServiceHandler } from "../../emulator/edge/messages";
import { arn, valid } from "../emulator/batch/account";
import { serveBatch } from "../emulator/batch/embedded";
import { payload } from "../emulator/batch/jobs/service/training-account";
import type { Loopback } from "../emulator/batch/loopback";

/** Whoever asks for anything else lacks the permission. */
const nobody: ServiceHandler = {
  handle: () => Promise.resolve(jsonError(400, "AccessDeniedException", "not authorized")),
};
const others = Object.fromEntries(
  ["ec2", "ecr", "iam", "logs", "secretsmanager", "ssm", "servicequotas"].map((service) => [service, nobody]),
);

let clock: SteppedClock;
let loopback: Loopback;
let simulations: SimulationRules;
let client: Batch.Batch;

beforeEach(async () => {
  clock = new SteppedClock();
  simulations = new SimulationRules();
  loopback = await serveBatch({ clock, simulations }, others);
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "secret" };
  client = new Batch.Batch({ region: "eu-west-1", endpoint: loopback.endpoint, credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await loopback.close();
});

const connection = () => ({
  region: "eu-west-1",
  variables: {
    AWS_ENDPOINT_URL: loopback.endpoint,
    AWS_ACCESS_KEY_ID: "123456789012",
    AWS_SECRET_ACCESS_KEY: "secret",
  },
});
const settle = (milliseconds = 1000) => clock.step(milliseconds);
const MINUTE = 60_000;

type Operation = "createComputeEnvironment" | "updateComputeEnvironment" | "createJobQueue" | "createQuotaShare";
type Other =
  "createServiceEnvironment" | "createSchedulingPolicy" | "createConsumableResource" | "deleteConsumableResource";
type OfJobs = "registerJobDefinition" | "submitJob" | "terminateJob" | "submitServiceJob";

/** Sends a request that a test has written down in parts. */
async function send(operation: Operation | Other | OfJobs, input: object): Promise<object> {
  // Cast: the parts make the input of the operation together; the embedded service refuses what does not.
  const call = client[operation].bind(client) as (input: object) => Promise<object>;
  const answer = await call(input);
  settle();
  return answer;
}

async function compute(changes: object = {}, resources: object = {}): Promise<void> {
  await send("createComputeEnvironment", valid.computeEnvironment(changes, resources));
}

async function queue(changes: object = {}): Promise<void> {
  await send("createJobQueue", valid.containerQueue(changes));
}

interface Wanted {
  readonly vcpus?: number;
  readonly memory?: number;
  readonly gpus?: number;
  readonly properties?: object;
  readonly variables?: Readonly<Record<string, string>>;
  /** Of the submission. */
  readonly more?: object;
}

/** Submits a job, and lets time pass until it runs if it can. */
async function job({ vcpus = 1, memory = 1024, gpus = 0, properties = {}, variables = {}, more = {} }: Wanted = {}) {
  const needs = { VCPU: vcpus, MEMORY: memory, ...(gpus === 0 ? {} : { GPU: gpus }) };
  const containerProperties = {
    image: "train",
    command: ["train"],
    resourceRequirements: Object.entries(needs).map(([type, value]) => ({ type, value: String(value) })),
    environment: Object.entries(variables).map(([name, value]) => ({ name, value })),
    ...properties,
  };
  const definition = { jobDefinitionName: "train", type: "container", containerProperties };
  await send("registerJobDefinition", definition);
  const submission = { jobName: "train-7", jobQueue: "containers", jobDefinition: "train", ...more };
  // Cast: what SubmitJob answers.
  const { jobId = "" } = (await send("submitJob", submission)) as Batch.SubmitJobResponse;
  settle(2000);
  return jobId;
}

/** What the diagnosis says first, without the id. */
function firstLine(diagnosis: Diagnosis): string {
  const [line = ""] = diagnosisLines(diagnosis, 1000, plainText);
  return line.replace(/ \([0-9a-f-]{36}(:\d+)?\)/, "");
}

/** What it finds first, with what it says beside. */
const told = ({ findings: [first] }: Diagnosis): string => [first?.found, ...(first?.details ?? [])].join("; ");

/** As somebody asks whose clock is the account's. */
async function inTime<T>(ask: () => Promise<T>): Promise<T> {
  const now = jest.spyOn(Date, "now").mockReturnValue(clock.now());
  try {
    return await ask();
  } finally {
    now.mockRestore();
  }
}

async function why(id: string): Promise<Diagnosis> {
  const before = loopback.calls.length;
  const diagnosis = await inTime(() => diagnoseJob(connection(), nowhere, id));
  expect(loopback.calls.length - before).toBeLessThanOrEqual(12);
  expect(diagnosis.calls).toBe(loopback.calls.length - before);
  return diagnosis;
}

describe("a container job that cannot run", () => {
  it.each<[string, string, () => Promise<string>]>([
    [
      "a DISABLED compute environment",
      "cannot run: compute environment compute is DISABLED",
      async () => {
        await compute();
        await queue();
        await send("updateComputeEnvironment", { computeEnvironment: "compute", state: "DISABLED" });
        return job();
      },
    ],
    [
      "an INVALID one",
      "cannot run: compute environment compute is INVALID: ",
      async () => {
        await compute();
        await queue();
        simulations.replace([{ computeEnvironment: "compute", reason: "invalid" }]);
        return job();
      },
    ],
    [
      "too few vCPUs",
      "cannot run: it needs 32 vCPUs on one machine, more than maxvCpus of compute (16) has room for",
      async () => {
        await compute();
        await queue();
        return job({ vcpus: 32 });
      },
    ],
    [
      "too little memory",
      "cannot run: it needs 9000 MiB of memory, and the largest of c5.xlarge has ",
      async () => {
        await compute({}, { instanceTypes: ["c5.xlarge"] });
        await queue();
        return job({ memory: 9000 });
      },
    ],
    [
      "no GPU",
      "cannot run: it needs 1 GPU, and the largest of m5 has 0 for jobs",
      async () => {
        await compute();
        await queue();
        return job({ gpus: 1 });
      },
    ],
    [
      "no instance with as many vCPUs",
      "cannot run: it needs 8 vCPUs, and the largest of c5.large has 2 for jobs",
      async () => {
        await compute({}, { instanceTypes: ["c5.large"] });
        await queue();
        return job({ vcpus: 8 });
      },
    ],
    [
      "no instance with all that it needs at once",
      "cannot run: no instance type of c5.2xlarge and r5.xlarge has 8 vCPUs, 20000 MiB of memory at once",
      async () => {
        await compute({}, { instanceTypes: ["c5.2xlarge", "r5.xlarge"] });
        await queue();
        return job({ vcpus: 8, memory: 20_000 });
      },
    ],
    [
      "no instances left",
      "cannot run: EC2 has no m5.large left where its compute environments may have them",
      async () => {
        await compute();
        await queue();
        simulations.replace([{ computeEnvironment: "compute", reason: "insufficient-capacity" }]);
        return job();
      },
    ],
    [
      "a service role without a permission",
      "cannot run: the service role of its compute environment lacks a permission",
      async () => {
        await compute();
        await queue();
        simulations.replace([{ computeEnvironment: "compute", reason: "service-role" }]);
        return job();
      },
    ],
    [
      "instance types that EC2 refuses",
      "cannot run: EC2 refuses to start the instance types of its compute environments",
      async () => {
        await compute();
        await queue();
        simulations.replace([{ computeEnvironment: "compute", reason: "unsupported-instances" }]);
        return job();
      },
    ],
    [
      "a reason that AWS does not know",
      "cannot run: AWS Batch does not know why it does not start",
      async () => {
        await compute();
        await queue();
        simulations.replace([{ computeEnvironment: "compute", reason: "undetermined" }]);
        return job();
      },
    ],
    [
      "a consumable resource of which there is less",
      "cannot run: it needs 3 of license, of which there are 2",
      async () => {
        await compute();
        await queue();
        const license = { consumableResourceName: "license", totalQuantity: 2, resourceType: "REPLENISHABLE" };
        await send("createConsumableResource", license);
        const consumableResourceList = [{ consumableResource: "license", quantity: 3 }];
        return job({ more: { consumableResourcePropertiesOverride: { consumableResourceList } } });
      },
    ],
    [
      "a consumable resource that was deleted",
      "cannot run: the consumable resource license that it needs does not exist",
      async () => {
        await compute();
        await queue();
        const license = { consumableResourceName: "license", totalQuantity: 2, resourceType: "REPLENISHABLE" };
        await send("createConsumableResource", license);
        const consumableResourceList = [{ consumableResource: "license", quantity: 2 }];
        const needs = { more: { consumableResourcePropertiesOverride: { consumableResourceList } } };
        await job({ ...needs, variables: { DAPF_DURATION_SECONDS: "999" } });
        const id = await job(needs);
        await send("deleteConsumableResource", { consumableResource: "license" });
        return id;
      },
    ],
    [
      "a job before it that cannot run",
      "cannot run: train-7, at the head of queue containers, cannot run, and holds up all jobs behind it: it needs 1 GPU",
      async () => {
        await compute();
        await queue();
        await job({ gpus: 1 });
        return job();
      },
    ],
    [
      "an array whose jobs cannot run",
      "cannot run: it needs 1 GPU, and the largest of m5 has 0 for jobs",
      async () => {
        await compute();
        await queue();
        return job({ gpus: 1, more: { arrayProperties: { size: 3 } } });
      },
    ],
  ])("for %s says so first", async (_case, line, make) => {
    const diagnosis = await why(await make());
    expect(firstLine(diagnosis).slice(0, line.length)).toBe(line);
    expect([isBad(diagnosis), diagnosis.findings[0]?.todo.length]).toEqual([true, expect.any(Number)]);
  });
});

describe("a container job that waits or runs", () => {
  it("for jobs that it depends on names them", async () => {
    await compute();
    await queue();
    const first = await job({ variables: { DAPF_DURATION_SECONDS: "60" } });
    const diagnosis = await why(await job({ more: { dependsOn: [{ jobId: first }] } }));
    expect(firstLine(diagnosis)).toBe("waits: 1 job that it depends on is not over: train-7 (RUNNING)");
  });

  it("for others in its queue tells its place, what is in use, and when it goes", async () => {
    await compute({}, { maxvCpus: 4, instanceTypes: ["m5.xlarge"], allocationStrategy: "BEST_FIT" });
    await queue();
    const long = {
      vcpus: 4,
      variables: { DAPF_DURATION_SECONDS: "3000" },
      more: { timeout: { attemptDurationSeconds: 3600 } },
    };
    await job(long);
    await job(long);
    const diagnosis = await why(await job({ vcpus: 2 }));
    expect(firstLine(diagnosis)).toMatch(/^waits: it is number 2 of queue containers, for \d+ s$/);
    expect(told(diagnosis)).toMatch(
      /; before it: train-7 \(4 vCPUs\); 4 of 4 vCPUs are in use; who has them: train-7 4 vCPUs for \d+ s; it goes by \d{4}-.* UTC at the latest/,
    );
    expect(isBad(diagnosis)).toBe(false);
  });

  it("for a consumable resource that others give back says who has it", async () => {
    await compute();
    await queue();
    const license = { consumableResourceName: "license", totalQuantity: 2, resourceType: "REPLENISHABLE" };
    await send("createConsumableResource", license);
    const consumableResourceList = [{ consumableResource: "license", quantity: 2 }];
    const needs = { more: { consumableResourcePropertiesOverride: { consumableResourceList } } };
    await job({ ...needs, variables: { DAPF_DURATION_SECONDS: "999" } });
    const diagnosis = await why(await job(needs));
    expect(firstLine(diagnosis)).toBe("waits: it needs 2 of license, of which other jobs have 2 of 2");
  });

  it("is all right while it runs, and when it has succeeded", async () => {
    await compute();
    await queue();
    const id = await job({ variables: { DAPF_DURATION_SECONDS: "60" } });
    expect(firstLine(await why(id))).toMatch(/^all right: it has been running for /);
    settle(2 * MINUTE);
    expect(firstLine(await why(id))).toBe("all right: it succeeded after 1 min");
  });
});

describe("a container job that has failed", () => {
  it.each<[string, string, Wanted]>([
    ["its program", "its program ended with exit code 3", { variables: { DAPF_EXIT_CODE: "3" } }],
    ["a kill", "SIGKILL ended it (exit code 137)", { variables: { DAPF_EXIT_CODE: "137" } }],
    [
      "a command that is not there",
      "its image has no command train that can be run",
      { variables: { DAPF_EXIT_CODE: "127" } },
    ],
    [
      "its timeout",
      "it ran for longer than its timeout of 60 s",
      { variables: { DAPF_DURATION_SECONDS: "999" }, more: { timeout: { attemptDurationSeconds: 60 } } },
    ],
    [
      "the last of its attempts",
      "its program ended with exit code 3 (attempt 2 of 2)",
      { variables: { DAPF_EXIT_CODE: "3" }, more: { retryStrategy: { attempts: 2 } } },
    ],
    [
      "overrides that are too long",
      "its command and variables are longer than Amazon ECS takes",
      { more: { containerOverrides: { environment: [{ name: "LONG", value: "x".repeat(9000) }] } } },
    ],
    [
      "a job of its array",
      "its program ended with exit code 3",
      { variables: { DAPF_EXIT_CODE: "3" }, more: { arrayProperties: { size: 2 } } },
    ],
  ])("by %s says so first", async (_case, reason, wanted) => {
    await compute();
    await queue();
    const id = await job(wanted);
    settle(5 * MINUTE);
    const diagnosis = await why(id);
    const line = `failed: ${reason}`;
    expect(firstLine(diagnosis).slice(0, line.length)).toBe(line);
    expect(diagnosis.findings[0]?.retry).toBeDefined();
  });

  it("because its machine has gone says that a retry would help", async () => {
    await compute({}, { type: "SPOT", allocationStrategy: "SPOT_CAPACITY_OPTIMIZED" });
    await queue();
    const id = await job({ variables: { DAPF_DURATION_SECONDS: "999" } });
    simulations.reclaim("compute");
    settle();
    const diagnosis = await why(id);
    expect(firstLine(diagnosis)).toBe("failed: the machine that it ran on was taken away, as Spot capacity is");
    expect(diagnosis.findings[0]?.retry).toBe("would help");
  });

  it("because one that it depends on has failed names that one", async () => {
    await compute();
    await queue();
    const first = await job({ variables: { DAPF_EXIT_CODE: "1" } });
    const id = await job({ more: { dependsOn: [{ jobId: first }] } });
    settle(MINUTE);
    expect(firstLine(await why(id))).toMatch(/^failed: train-7, which it depends on, failed: Essential container/);
  });

  it("because somebody has ended it says who said what", async () => {
    await compute();
    await queue();
    const id = await job({ variables: { DAPF_DURATION_SECONDS: "999" } });
    await send("terminateJob", { jobId: id, reason: "wrong data" });
    settle(MINUTE);
    expect(firstLine(await why(id))).toBe("failed: somebody has ended it: wrong data");
  });

  it("because it was stuck for too long names the reason", async () => {
    await compute();
    const reason = "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";
    const limit = { action: "CANCEL", state: "RUNNABLE", reason, maxTimeSeconds: 600 };
    await queue({ jobStateTimeLimitActions: [limit] });
    const id = await job({ gpus: 1 });
    settle(20 * MINUTE);
    expect(firstLine(await why(id))).toBe(`failed: it was stuck for longer than its queue allows, for ${reason}`);
  });
});

const G5 = "ml.g5.xlarge";

/** A queue of training jobs, with a quota share of 2 instances where one is wanted. */
async function trainingQueue(environment: object = {}, share?: object): Promise<void> {
  await send("createServiceEnvironment", valid.serviceEnvironment(environment));
  if (share !== undefined) await send("createSchedulingPolicy", valid.quotaPolicy());
  const policy = share === undefined ? {} : { schedulingPolicyArn: arn("scheduling-policy/quota") };
  await send("createJobQueue", valid.trainingQueue(policy));
  if (share !== undefined) await send("createQuotaShare", valid.quotaShare(share));
}

async function trainingJob(count: number, parameters: Readonly<Record<string, string>> = {}, more: object = {}) {
  const serviceRequestPayload = payload({ count, parameters });
  const request = { jobName: "churn", jobQueue: "queue", serviceJobType: "SAGEMAKER_TRAINING", serviceRequestPayload };
  // Cast: what SubmitServiceJob answers.
  const answer = (await send("submitServiceJob", { ...request, ...more })) as Batch.SubmitServiceJobResponse;
  settle(2000);
  return answer.jobId ?? "";
}

async function whyTraining(id: string): Promise<Diagnosis> {
  const before = loopback.calls.length;
  const diagnosis = await inTime(() => diagnoseTraining(connection(), nowhere, id));
  expect(loopback.calls.length - before).toBeLessThanOrEqual(12);
  expect(diagnosis.calls).toBe(loopback.calls.length - before);
  return diagnosis;
}

describe("a training job", () => {
  it.each<[string, string, () => Promise<string>]>([
    [
      "a DISABLED service environment",
      "cannot run: service environment environment is DISABLED",
      async () => {
        await trainingQueue({ state: "DISABLED" });
        return trainingJob(1);
      },
    ],
    [
      "a service environment that is too small",
      "cannot run: it needs 4 ml.g5.xlarge, and service environment environment may have 3",
      async () => {
        await trainingQueue();
        return trainingJob(4);
      },
    ],
    [
      "a quota share that is too small",
      "cannot run: it needs 2 ml.g5.xlarge, and its quota share share has 1 and does not borrow",
      async () => {
        await trainingQueue({}, {});
        return trainingJob(2, {}, { quotaShareName: "share" });
      },
    ],
    [
      "a quota share that may borrow too little",
      "cannot run: it needs 3 ml.g5.xlarge, and its quota share share has 1, and may borrow up to 2",
      async () => {
        await trainingQueue({}, { resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 100 } });
        return trainingJob(3, {}, { quotaShareName: "share" });
      },
    ],
    [
      "an error of its program",
      "failed: its program ended with exit code 1",
      async () => {
        await trainingQueue();
        return trainingJob(1, { dapf_outcome: "FAILED" });
      },
    ],
    [
      "a quota of the account",
      "failed: the account may not have as many instances of its type for training jobs",
      async () => {
        await trainingQueue();
        return trainingJob(1, {
          dapf_outcome: "FAILED: ResourceLimitExceeded: The account-level service limit is 0 Instances",
        });
      },
    ],
    [
      "data that is not there",
      "failed: its data is not there",
      async () => {
        await trainingQueue();
        return trainingJob(1, {
          dapf_outcome: "FAILED: ClientError: No S3 objects found under S3 URL s3://data/churn",
        });
      },
    ],
    [
      "a lack of instances",
      "failed: SageMaker found no instances of its type in this Region",
      async () => {
        await trainingQueue();
        return trainingJob(1, {
          dapf_outcome: "FAILED: CapacityError: Unable to provision requested ML compute capacity",
        });
      },
    ],
  ])("that does not go for %s says so first", async (_case, line, make) => {
    const id = await make();
    settle(5 * MINUTE);
    expect(firstLine(await whyTraining(id)).slice(0, line.length)).toBe(line);
  });

  it("that waits its turn tells its place and what its share uses", async () => {
    await trainingQueue({}, { capacityLimits: [{ maxCapacity: 2, capacityUnit: G5 }] });
    const hour = { dapf_duration_seconds: "3600" };
    await trainingJob(2, hour, { quotaShareName: "share" });
    const diagnosis = await whyTraining(await trainingJob(1, hour, { quotaShareName: "share" }));
    expect(firstLine(diagnosis)).toMatch(/^waits: it is the next job of queue queue, for \d+ s$/);
    expect(told(diagnosis)).toMatch(
      /; its queue uses 2 of 3 ml.g5.xlarge; its share share uses 2 of 2 ml.g5.xlarge; it waits for the quota of its share, .*; who has them: churn of share share 2 ml.g5.xlarge for \d+ s; it goes by \d{4}-.* UTC at the latest/,
    );
    expect(isBad(diagnosis)).toBe(false);
  });
});

describe("a queue", () => {
  const whyQueue = async (name: string) => {
    const before = loopback.calls.length;
    const diagnosis = await diagnoseQueue(connection(), nowhere, name);
    expect(loopback.calls.length - before).toBeLessThanOrEqual(12);
    return firstLine(diagnosis);
  };

  it("in which nothing waits is all right", async () => {
    await compute();
    await queue();
    expect(await whyQueue("containers")).toBe("all right: no job waits in it");
  });

  it("that is DISABLED says so, though what is in it goes on", async () => {
    await compute();
    await queue({ state: "DISABLED" });
    expect(await whyQueue("containers")).toBe(
      "cannot run: queue containers is DISABLED: it takes no new jobs, and those that are in it go on",
    );
  });

  it("whose next job cannot run says why", async () => {
    await compute();
    await queue();
    await job({ gpus: 1 });
    expect(await whyQueue("containers")).toBe(
      "cannot run: train-7, its next job: it needs 1 GPU, and the largest of m5 has 0 for jobs",
    );
  });

  it("of training jobs is told of like one of containers", async () => {
    await trainingQueue({ state: "DISABLED" });
    expect(await whyQueue("queue")).toBe("cannot run: service environment environment is DISABLED");
  });

  it("that is not there is a mistake of who asks", async () => {
    await expect(whyQueue("absent")).rejects.toThrow("There is no live queue absent");
  });
});

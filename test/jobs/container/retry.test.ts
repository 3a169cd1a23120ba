import * as path from "node:path";
import type { JobDetail } from "@aws-sdk/client-batch";
import { readRetries, type RetryChoice } from "../../../jobs/container/retry";
import { submitFile } from "../../../jobs/container/submissions";
import { standIn } from "../../aws/stand-in";
import { temporaryFolder } from "../../deploy/folders";

const folder = temporaryFolder();

const idOf = (index: number) => `4c63fc33-f1c2-4f40-9b0b-0a1c7a4d6b0${index}`;
const [A, B, C] = [idOf(1), idOf(2), idOf(3)];
const ARN = "arn:aws:batch:eu-west-1:123456789012";

const job = (jobId: string, jobName: string, more: Partial<JobDetail> = {}): JobDetail => ({
  jobId,
  jobName,
  jobQueue: `${ARN}:job-queue/cpu`,
  jobDefinition: `${ARN}:job-definition/train:7`,
  status: "FAILED",
  startedAt: 1,
  container: { vcpus: 2, memory: 512 },
  ...more,
});

/** Asks for some of the jobs that AWS Batch has. */
function retriesOf(jobs: readonly JobDetail[], ids: readonly string[], choice: RetryChoice = {}) {
  const batch = standIn({
    describeJobs: ({ jobs: wanted = [] }) =>
      Promise.resolve({ jobs: jobs.filter(({ jobId = "" }) => wanted.includes(jobId)) }),
  });
  return readRetries(batch, ids, choice);
}

const requestsOf = async (...args: Parameters<typeof retriesOf>) =>
  (await retriesOf(...args)).graph.order.map(({ request }) => request);

describe("the request that repeats a job", () => {
  it("has all that the job was submitted with", async () => {
    const settings = {
      parameters: { day: "2026-03-19" },
      retryStrategy: { attempts: 3, evaluateOnExit: [{ onExitCode: "1", action: "RETRY" as const }] },
      timeout: { attemptDurationSeconds: 600 },
      propagateTags: true,
      shareIdentifier: "team",
    };
    const environment = [{ name: "KEY", value: "value" }];
    const command = ["python", "train.py", "Ref::day"];
    const consumable = { consumableResourceList: [{ consumableResource: "licence", quantity: 1 }] };
    const [request] = await requestsOf(
      [
        job(A, "train", {
          ...settings,
          schedulingPriority: 5,
          consumableResourceProperties: consumable,
          container: {
            image: "of the definition",
            command,
            environment: [...environment, { name: "AWS_BATCH_JOB_ATTEMPT", value: "1" }],
            vcpus: 0,
            memory: 2048,
            resourceRequirements: [
              { type: "VCPU", value: "0.5" },
              { type: "GPU", value: "1" },
            ],
            exitCode: 1,
          },
          tags: { team: "a", "dapf:submission": "run/train", "dapf-queue": "q", "aws:batch:made-by": "AWS" },
        }),
      ],
      [A],
    );
    expect(request).toEqual({
      ...settings,
      jobName: "train",
      jobQueue: `${ARN}:job-queue/cpu`,
      jobDefinition: `${ARN}:job-definition/train:7`,
      schedulingPriorityOverride: 5,
      consumableResourcePropertiesOverride: consumable,
      containerOverrides: {
        command,
        environment,
        resourceRequirements: [
          { type: "GPU", value: "1" },
          { type: "MEMORY", value: "2048" },
          { type: "VCPU", value: "0.5" },
        ],
      },
      tags: { team: "a" },
    });
  });

  it("has no priority without a share, and no command that the image has", async () => {
    const [request] = await requestsOf([job(A, "train", { schedulingPriority: 5 })], [A]);
    expect(request?.schedulingPriorityOverride).toBeUndefined();
    expect(request?.containerOverrides?.command).toBeUndefined();
  });

  it("is that of the whole array", async () => {
    const [request] = await requestsOf([job(A, "sweep", { arrayProperties: { size: 40, statusSummary: {} } })], [A]);
    expect(request?.arrayProperties).toEqual({ size: 40 });
  });
});

describe("jobs that depend on each other", () => {
  const after = (jobId: string) => ({ dependsOn: [{ jobId }] });

  it("depend on the retries of those that are repeated, which come first", async () => {
    const jobs = [job(A, "evaluate", after(B)), job(B, "train"), job(C, "train", after(B))];
    const { graph, retried } = await retriesOf(jobs, [A, B, C]);
    expect(graph.order.map(({ name, request }) => [name, request.dependsOn])).toEqual([
      ["train", undefined],
      ["evaluate", [{ jobId: "${train}" }]],
      ["train.2", [{ jobId: "${train}" }]],
    ]);
    expect([...retried]).toEqual([
      ["evaluate", A],
      ["train", B],
      ["train.2", C],
    ]);
  });

  it.each(["SUCCEEDED", undefined] as const)("do not wait for one that is %s to AWS Batch", async (status) => {
    const needed = status === undefined ? [] : [job(B, "train", { status })];
    const [request] = await requestsOf([job(A, "evaluate", after(B)), ...needed], [A]);
    expect(request?.dependsOn).toBeUndefined();
  });

  it("wait for one that still runs", async () => {
    const jobs = [job(A, "evaluate", after(B)), job(B, "train", { status: "RUNNING" })];
    expect((await requestsOf(jobs, [A]))[0]?.dependsOn).toEqual([{ jobId: B }]);
  });

  it("keep the order of an array's jobs", async () => {
    const arrayProperties = { size: 2 };
    const dependsOn = [{ type: "SEQUENTIAL" as const }];
    const [request] = await requestsOf([job(A, "sweep", { arrayProperties, dependsOn })], [A]);
    expect(request?.dependsOn).toEqual(dependsOn);
  });

  it("are refused when the one that failed is not repeated", async () => {
    const jobs = [job(A, "evaluate", after(B)), job(B, "train")];
    await expect(retriesOf(jobs, [A])).rejects.toThrow(
      `evaluate (${A}): depends on train (${B}), which is FAILED: retry that one, too`,
    );
  });
});

describe("jobs that have SUCCEEDED", () => {
  const jobs = [job(A, "prepare", { status: "SUCCEEDED" }), job(B, "train", { dependsOn: [{ jobId: A }] })];

  it("are left alone, and not waited for", async () => {
    const { graph, succeeded } = await retriesOf(jobs, [A, B]);
    expect(graph.order.map(({ name, needs }) => [name, needs])).toEqual([["train", []]]);
    expect(succeeded.map(({ jobId }) => jobId)).toEqual([A]);
  });

  it("are repeated when that is wanted", async () => {
    const { graph, succeeded } = await retriesOf(jobs, [A, B], { any: true });
    expect(graph.order.map(({ name, needs }) => [name, needs])).toEqual([
      ["prepare", []],
      ["train", ["prepare"]],
    ]);
    expect(succeeded).toEqual([]);
  });
});

describe("refused, all at once", () => {
  it("are jobs that run, that nobody knows, and jobs of an array", async () => {
    const jobs = [job(A, "train", { status: "RUNNING" }), job(`${C}:3`, "sweep", { arrayProperties: { index: 3 } })];
    await expect(retriesOf(jobs, [A, B, `${C}:3`])).rejects.toThrow(
      [
        `${B}: is not known to AWS Batch (it forgets jobs some days after)`,
        `sweep (${C}:3): is job 3 of an array, which is submitted as a whole only: dapf jobs retry ${C}`,
        `train (${A}): is RUNNING: only a finished job is retried, so that not two of it run at once`,
      ].join("\n"),
    );
  });

  it.each<[string, Partial<JobDetail>]>([
    ["multi-node parallel", { nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } }],
    ["multi-node parallel", { nodeDetails: { nodeIndex: 1 } }],
    ["Amazon EKS", { eksProperties: {} }],
    ["multi-container", { ecsProperties: { taskProperties: [] } }],
    ["multi-container", { container: undefined }],
  ])("are %s jobs, whose overrides nobody tells: %j", async (kind, more) => {
    await expect(retriesOf([job(A, "train", more)], [A])).rejects.toThrow(
      `train (${A}): is a ${kind} job, and AWS Batch does not tell with which overrides it was submitted`,
    );
  });

  it("are jobs beyond what their environment allows, or without the tags that it wants", async () => {
    const policy = { file: "environments/dev.ts", limits: { vcpus: 1 }, requiredTags: ["Project"] };
    await expect(retriesOf([job(A, "train")], [A], { policy })).rejects.toThrow(
      [
        `train (${A}): containerOverrides must need at most 1 vCPUs (limits.vcpus of environments/dev.ts), not 2`,
        `train (${A}): tags must have Project (required_tags of environments/dev.ts)`,
      ].join("\n"),
    );
  });
});

test("a retry whose answer is lost is found by its own mark beside the first job, and not submitted again", async () => {
  const createdAt = Date.now();
  const jobs = [job(A, "train", { createdAt, tags: { "dapf:submission": "first/train" } })];
  let calls = 0;
  const batch = standIn({
    describeJobs: ({ jobs: ids = [] }) =>
      Promise.resolve({ jobs: jobs.filter(({ jobId = "" }) => ids.includes(jobId)) }),
    listJobs: () =>
      Promise.resolve({ jobSummaryList: jobs.map(({ jobId, jobName }) => ({ jobId, jobName, createdAt })) }),
    submitJob: ({ jobName = "", tags }) => {
      calls += 1;
      jobs.push(job(B, jobName, { createdAt, tags, status: "RUNNING" }));
      return Promise.reject(Object.assign(new Error("socket hang up"), { code: "ECONNRESET" }));
    },
  });
  const file = await readRetries(batch, [A], {});
  const { ids, close } = await submitFile({ file, batch, journal: path.join(folder, "journal"), place: {}, settle: 0 });
  await close(false);
  expect([calls, [...ids]]).toEqual([1, [["train", B]]]);
});

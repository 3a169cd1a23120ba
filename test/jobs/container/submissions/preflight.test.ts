import type { JobDefinition, JobQueueDetail } from "@aws-sdk/client-batch";
import type { JobPolicy } from "../../../../config/containers/policy";
import { readSubmissions } from "../../../../jobs/container/submissions";
import { preflight } from "../../../../jobs/container/submissions/preflight";
import { type BatchCalls, standIn } from "../../../aws/stand-in";

const job = (jobName: string, more: object = {}) => ({ jobName, jobQueue: "cpu", jobDefinition: "train", ...more });
const fileOf = (...jobs: object[]) => readSubmissions("jobs.json", JSON.stringify({ jobs }));

const queue = (jobQueueName: string, more: Partial<JobQueueDetail> = {}): JobQueueDetail => ({
  jobQueueName,
  jobQueueArn: `arn:aws:batch:eu-west-1:123456789012:job-queue/${jobQueueName}`,
  state: "ENABLED",
  status: "VALID",
  priority: 1,
  computeEnvironmentOrder: [],
  ...more,
});
const queues = [
  queue("cpu"),
  queue("gpu"),
  queue("off", { state: "DISABLED" }),
  queue("gone", { status: "DELETED" }),
  queue("sagemaker", { jobQueueType: "SAGEMAKER_TRAINING" }),
];
const definition = (name: string, more: Partial<JobDefinition> = {}): JobDefinition => ({
  jobDefinitionName: name,
  jobDefinitionArn: `arn:aws:batch:eu-west-1:123456789012:job-definition/${name}:1`,
  revision: 1,
  type: "container",
  status: "ACTIVE",
  ...more,
});
const definitions = [
  definition("train", { containerProperties: { image: "train", vcpus: 8, memory: 1024 } }),
  definition("old", { status: "INACTIVE" }),
  definition("nodes", { nodeProperties: { numNodes: 2, mainNode: 0, nodeRangeProperties: [] } }),
];

const denied = () =>
  Promise.reject(Object.assign(new Error("not authorized"), { $metadata: { httpStatusCode: 403 }, $fault: "client" }));

/** What preflight says of jobs, and what it asked for. @param mayList whether the caller has leave to list all queues */
async function checked(file: ReturnType<typeof fileOf>, policy?: JobPolicy, listAll = () => Promise.resolve({})) {
  const asked: string[] = [];
  const describeJobQueues: BatchCalls["describeJobQueues"] = ({ jobQueues: wanted }) => {
    asked.push(`queues ${wanted?.join() ?? "all"}`);
    if (wanted === undefined) return listAll();
    return Promise.resolve({ jobQueues: queues.filter(({ jobQueueName = "" }) => wanted.includes(jobQueueName)) });
  };
  const describeJobDefinitions: BatchCalls["describeJobDefinitions"] = ({
    jobDefinitionName,
    jobDefinitions: [one] = [],
  }) => {
    asked.push(`definition ${one ?? jobDefinitionName ?? ""}`);
    const name = jobDefinitionName ?? one?.split(":")[0];
    return Promise.resolve({ jobDefinitions: definitions.filter((found) => found.jobDefinitionName === name) });
  };
  const batch = standIn({ describeJobQueues, describeJobDefinitions });
  const [outcome] = await Promise.allSettled([preflight(file, batch, policy === undefined ? [] : [policy])]);
  // Cast: what is thrown is an error.
  return { said: outcome.status === "rejected" ? (outcome.reason as Error).message : "", asked };
}

describe("before anything is submitted", () => {
  it("each queue and each definition is asked for once, and no other", async () => {
    const { said, asked } = await checked(fileOf(job("a"), job("b"), job("c", { jobQueue: "gpu" })));
    expect(said).toBe("");
    expect(asked).toEqual(["queues cpu,gpu", "definition train"]);
  });

  it.each([
    ["off", "jobQueue is a DISABLED job queue, which takes no jobs"],
    ["gone", "jobQueue is no job queue of the account and Region"],
    ["sagemaker", 'jobQueue is a queue of SageMaker training jobs, not "sagemaker"; container jobs need a queue with'],
  ])("a job for the queue %s is refused: %s", async (jobQueue, rule) => {
    expect((await checked(fileOf(job("a", { jobQueue })))).said).toContain(rule);
  });

  it("a queue that does not exist is named beside the one that was meant", async () => {
    const all = () => Promise.resolve({ jobQueues: queues });
    const { said } = await checked(fileOf(job("a", { jobQueue: "cpo" })), undefined, all);
    expect(said).toContain("is no job queue of the account and Region");
    expect(said).toContain("did you mean cpu?");
  });

  it("who may not list queues is told as well that there is none, but not what was meant", async () => {
    const { said } = await checked(fileOf(job("a", { jobQueue: "cpo" })), undefined, denied);
    expect(said).toContain("is no job queue of the account and Region");
    expect(said).not.toContain("did you mean");
  });

  it("definitions that are not there, or were deregistered, are all told at once", async () => {
    const { said } = await checked(fileOf(job("a", { jobDefinition: "none" }), job("b", { jobDefinition: "old:1" })));
    expect(said).toContain("jobs[0].jobDefinition is no active job definition");
    expect(said).toContain("register it: dapf job-definition register <file>");
    expect(said).toContain("jobs[1].jobDefinition is INACTIVE: that revision was deregistered");
  });
});

describe("what an environment allows its jobs", () => {
  const policy: JobPolicy = {
    file: "environments/dev.ts",
    limits: { vcpus: 4, memory: 2048, timeout: 600 },
    requiredTags: [],
  };
  const timeout = { attemptDurationSeconds: 300 };

  it("holds for what the job does not override of its definition", async () => {
    const { said } = await checked(fileOf(job("a", { timeout })), policy);
    expect(said).toContain("must need at most 4 vCPUs (limits.vcpus of environments/dev.ts), not 8");
    const overridden = { timeout, containerOverrides: { resourceRequirements: [{ type: "VCPU", value: "2" }] } };
    expect((await checked(fileOf(job("a", overridden)), policy)).said).toBe("");
  });

  it("wants an end of a job that neither it nor its definition gives one", async () => {
    const { said } = await checked(fileOf(job("a", { jobDefinition: "nodes" })), policy);
    expect(said).toContain("timeout must have attemptDurationSeconds of at most 600");
  });

  it("says nothing of a job whose definition is not there", async () => {
    const { said } = await checked(fileOf(job("a", { jobDefinition: "none" })), policy);
    expect(said).toContain("is no active job definition");
    expect(said).not.toContain("limits.");
  });
});

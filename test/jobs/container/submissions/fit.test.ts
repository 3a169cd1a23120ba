import type { ComputeEnvironmentDetail, JobDefinition, JobDetail, JobQueueDetail } from "@aws-sdk/client-batch";
import { renderProblem } from "../../../../config/errors";
import { readSubmissions } from "../../../../jobs/container/submissions";
import { preflight } from "../../../../jobs/container/submissions/preflight";
import { type BatchCalls, standIn } from "../../../aws/stand-in";

const SOME_ID = "11111111-2222-4333-8444-555555555555";

interface World {
  readonly queue?: Partial<JobQueueDetail>;
  readonly definition?: Partial<JobDefinition>;
  readonly environments?: readonly Partial<ComputeEnvironmentDetail>[];
  readonly jobs?: readonly Partial<JobDetail>[];
  readonly isDenied?: boolean;
}

const container = { containerProperties: { image: "train", vcpus: 4, memory: 1024 } };
const nodes = (numNodes: number, ...targets: string[]): Partial<JobDefinition> => ({
  type: "multinode",
  nodeProperties: {
    numNodes,
    mainNode: 1,
    nodeRangeProperties: targets.map((targetNodes) => ({ targetNodes, container: container.containerProperties })),
  },
});
const fargate = (vcpu: string, memory: string): World => ({
  queue: { jobQueueType: "ECS_FARGATE" },
  definition: {
    platformCapabilities: ["FARGATE"],
    containerProperties: {
      image: "train",
      resourceRequirements: [
        { type: "VCPU", value: vcpu },
        { type: "MEMORY", value: memory },
      ],
    },
  },
});

/** What preflight makes of one job, and what it asked AWS Batch for. */
async function judged(job: object, { queue, definition = container, environments, jobs = [], isDenied }: World = {}) {
  const asked: string[] = [];
  const answer = <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    const isLookedAt = what === "environments" || what === "jobs";
    if (isDenied !== true || !isLookedAt) return Promise.resolve(value);
    return Promise.reject(Object.assign(new Error("no leave"), { $metadata: { httpStatusCode: 403 } }));
  };
  const all = environments ?? [{ computeResources: { type: "EC2", maxvCpus: 16, subnets: [] } }];
  const described = all.map((one, index) => ({
    computeEnvironmentName: `ce-${index}`,
    computeEnvironmentArn: `arn:ce-${index}`,
    state: "ENABLED" as const,
    status: "VALID" as const,
    ecsClusterArn: "cluster",
    ...one,
  }));
  const order = described.map(({ computeEnvironmentArn }, index) => ({
    order: index,
    computeEnvironment: computeEnvironmentArn,
  }));
  const calls: Partial<BatchCalls> = {
    describeJobQueues: () =>
      answer("queues", {
        jobQueues: [
          {
            jobQueueName: "cpu",
            jobQueueArn: "arn:queue",
            state: "ENABLED",
            status: "VALID",
            priority: 1,
            jobQueueType: "ECS",
            computeEnvironmentOrder: order,
            ...queue,
          },
        ],
      }),
    describeJobDefinitions: () =>
      answer("definitions", {
        jobDefinitions: [
          {
            jobDefinitionName: "train",
            jobDefinitionArn: "arn:def",
            revision: 1,
            type: "container",
            status: "ACTIVE",
            ...definition,
          },
        ],
      }),
    describeComputeEnvironments: () => answer("environments", { computeEnvironments: described }),
    describeJobs: () =>
      answer("jobs", {
        jobs: jobs.map((one) => ({
          jobName: "before",
          jobId: SOME_ID,
          jobQueue: "cpu",
          jobDefinition: "train",
          startedAt: 0,
          status: "RUNNING" as const,
          ...one,
        })),
      }),
  };
  const file = readSubmissions(
    "job.json",
    JSON.stringify({ jobName: "a", jobQueue: "cpu", jobDefinition: "train", ...job }),
  );
  const [outcome] = await Promise.allSettled([preflight(file, standIn(calls))]);
  if (outcome.status === "rejected") {
    // Cast: what is thrown is an error.
    return { refused: (outcome.reason as Error).message, warned: "", unknown: [], asked };
  }
  const { warnings, unknown } = outcome.value;
  return { refused: "", warned: warnings.map(renderProblem).join("\n"), unknown, asked };
}

const needing = (value: string, type = "VCPU") => ({ containerOverrides: { resourceRequirements: [{ type, value }] } });
const dependsOn = (more: object = {}) => ({ dependsOn: [{ jobId: SOME_ID, ...more }] });
const FAIR = { queue: { schedulingPolicyArn: "arn:policy" } };
const MANY = { numNodes: 4 };

test.each<[string, object, World, string]>([
  ["a share where there are none", { shareIdentifier: "x" }, {}, "shareIdentifier has no place in a job for queue cpu"],
  [
    "no share where there are",
    {},
    FAIR,
    "shareIdentifier must say whose share the job uses: queue cpu has a fair-share",
  ],
  [
    "nodes of a container",
    { nodeOverrides: MANY },
    {},
    "nodeOverrides has no place in a job of train, which defines a container",
  ],
  ["a task of a container", { ecsPropertiesOverride: { taskProperties: [{}] } }, {}, "use containerOverrides"],
  ["a pod of a container", { eksPropertiesOverride: { podProperties: {} } }, {}, "eksPropertiesOverride has no place"],
  ["a container of nodes", needing("2"), { definition: nodes(2, "0:") }, "containerOverrides has no place"],
  ["an array of nodes", { arrayProperties: { size: 2 } }, { definition: nodes(2, "0:") }, "cannot be an array"],
  [
    "more nodes than ranges",
    { nodeOverrides: MANY },
    { definition: nodes(2, "0:1") },
    "needs a range of nodes in train that is open",
  ],
  [
    "fewer nodes than the open range",
    { nodeOverrides: { numNodes: 2 } },
    { definition: nodes(4, "0:1", "2:") },
    "must be more than 2, where",
  ],
  [
    "no node for the main one",
    { nodeOverrides: { numNodes: 1 } },
    { definition: nodes(4, "0:") },
    "must be more than 1, the main node",
  ],
  [
    "overrides of nodes beyond the last",
    { nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "1:5", containerOverrides: { command: ["x"] } }] } },
    { definition: nodes(2, "0:") },
    'targetNodes must end at node 1: train has 2 nodes, not "1:5"',
  ],
  [
    "half a vCPU on EC2",
    needing("0.5"),
    {},
    "containerOverrides must need a whole number of vCPUs, 1 or more, on EC2, not 0.5",
  ],
  ["Fargate on EC2", {}, { ...fargate("1", "2048"), queue: {} }, "(train) is for Fargate, and queue cpu has EC2 only"],
  ["EC2 on Fargate", {}, { queue: { jobQueueType: "ECS_FARGATE" } }, 'platformCapabilities ["FARGATE"]'],
  ["EKS on EC2", {}, { definition: { eksProperties: {} } }, "is for Amazon EKS, and queue cpu has EC2 only"],
  [
    "a size that Fargate lacks",
    needing("1024", "MEMORY"),
    fargate("1", "2048"),
    "has a MEMORY (MiB) that Fargate lacks for 1 vCPU",
  ],
  ["vCPUs that Fargate lacks", needing("3"), fargate("1", "2048"), "has a VCPU that Fargate lacks"],
  ["a GPU on Fargate", needing("1", "GPU"), fargate("1", "2048"), "containerOverrides cannot have GPU on Fargate"],
  [
    "more than there ever is",
    needing("17"),
    {},
    "containerOverrides must need at most 16 vCPUs, the largest maxvCpus of queue cpu, not 17",
  ],
  [
    "a definition that is too large for the queue",
    {},
    { environments: [2, 3].map((maxvCpus) => ({ computeResources: { type: "EC2", maxvCpus, subnets: [] } })) },
    "jobDefinition must need at most 3 vCPUs, the largest maxvCpus of queue cpu, not 4",
  ],
  ["more nodes than there is room for", { nodeOverrides: { numNodes: 5 } }, { definition: nodes(2, "0:") }, "not 20"],
  ["a job that is not there", dependsOn(), {}, `dependsOn[0].jobId (${SOME_ID}) is not known to AWS Batch`],
  [
    "an array beside a job by itself",
    { ...dependsOn({ type: "N_TO_N" }), arrayProperties: { size: 3 } },
    { jobs: [{}] },
    "N_TO_N needs two arrays of size 3; before is no array job",
  ],
  [
    "arrays of two sizes",
    { ...dependsOn({ type: "N_TO_N" }), arrayProperties: { size: 3 } },
    { jobs: [{ arrayProperties: { size: 4 } }] },
    "before has size 4",
  ],
])("%s is refused before anything is submitted", async (_, job, world, rule) => {
  const { refused } = await judged(job, world);
  expect(refused).toContain(rule);
  expect(refused.split("\n")).toHaveLength(1);
});

test.each<[string, object, World, string]>([
  [
    "a priority without a share",
    { schedulingPriorityOverride: 5 },
    {},
    "schedulingPriorityOverride has no effect in queue cpu",
  ],
  [
    "a parameter that nothing takes",
    { parameters: { day: "1" } },
    {},
    "parameters.day is used nowhere: the command of train has no Ref::day",
  ],
  [
    "a parameter that is the beginning of another",
    { parameters: { day: "1", days: "2" } },
    { definition: { containerProperties: { ...container.containerProperties, command: ["go", "--Ref::days"] } } },
    "parameters.day is used nowhere: the command of train has no Ref::day",
  ],
  [
    "a placeholder that has no value",
    { parameters: { day: "1" } },
    {
      definition: {
        containerProperties: { ...container.containerProperties, command: ["go", "Ref::day/Ref::hour"] },
      },
    },
    "parameters lacks hour: the command of train has Ref::hour, which would stay as it is",
  ],
  [
    "a queue that is INVALID",
    {},
    { queue: { status: "INVALID", statusReason: "no role" } },
    "jobQueue (cpu) is INVALID (no role)",
  ],
  [
    "an environment that is DISABLED",
    {},
    { environments: [{ state: "DISABLED" }] },
    "no compute environment that is ENABLED and VALID",
  ],
  [
    "a job that has FAILED",
    dependsOn(),
    { jobs: [{ status: "FAILED" }] },
    "is of before, which is FAILED: AWS Batch fails this job, too",
  ],
])("%s is a warning", async (_, job, world, rule) => {
  const { refused, warned } = await judged(job, world);
  expect(refused).toBe("");
  expect(warned).toContain(rule);
});

test.each<[string, object, World]>([
  ["a job with a share and a priority", { shareIdentifier: "x", schedulingPriorityOverride: 5 }, FAIR],
  ["all that an environment can have", needing("16"), {}],
  ["what only its owner knows of an unmanaged environment", needing("1000"), { environments: [{ type: "UNMANAGED" }] }],
  ["more nodes in a range that is open", { nodeOverrides: MANY }, { definition: nodes(2, "0:1", "1:") }],
  [
    "an override of some of the nodes",
    { nodeOverrides: { nodePropertyOverrides: [{ targetNodes: "0:1" }] } },
    { definition: nodes(2, "0:") },
  ],
  ["a size of Fargate", needing("0.25"), fargate("1", "2048")],
  [
    "a queue of which AWS Batch tells no type",
    {},
    {
      ...fargate("1", "2048"),
      queue: { jobQueueType: undefined },
      environments: [{ computeResources: { type: "FARGATE_SPOT", maxvCpus: 4, subnets: [] } }],
    },
  ],
  [
    "managed instances, of which dapf knows no sizes",
    {},
    { definition: { platformCapabilities: ["MANAGED_INSTANCES"], ecsProperties: { taskProperties: [] } } },
  ],
  [
    "parameters that the command or the definition has",
    { parameters: { day: "1", hour: "2" } },
    {
      definition: {
        parameters: { hour: "0" },
        containerProperties: { image: "x", vcpus: 1, memory: 8, command: ["--day=Ref::day"] },
      },
    },
  ],
  ["a job after one that runs", dependsOn(), { jobs: [{}] }],
])("%s is taken without a word", async (_, job, world) => {
  expect(await judged(job, world)).toMatchObject({ refused: "", warned: "", unknown: [] });
});

test("everything is asked for once, and nothing for which there is no reason", async () => {
  expect((await judged({})).asked).toEqual(["queues", "definitions", "environments"]);
  expect((await judged(dependsOn(), { jobs: [{}], environments: [] })).asked).toEqual([
    "queues",
    "definitions",
    "jobs",
  ]);
});

test("who may not look at environments or jobs submits all the same, and is told", async () => {
  const { refused, unknown } = await judged({ ...needing("1000"), ...dependsOn() }, { isDenied: true });
  expect(refused).toBe("");
  expect(unknown.map(({ operation }) => operation).sort()).toEqual(["DescribeComputeEnvironments", "DescribeJobs"]);
});

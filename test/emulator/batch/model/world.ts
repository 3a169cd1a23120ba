/** An account that has some of everything that AWS Batch can hold, called as a client calls it, but for the socket. */
import { BatchHandler } from "../../../../emulator/batch/plumbing/http";
import { DEFAULT_ACCOUNT } from "../../../../emulator/edge/recognise";
import { arn, BatchAccount, PLACE, valid } from "../account";
import { payload } from "../jobs/service/training-account";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** Name of the error; undefined of an answer that is none. */
  readonly error: string | undefined;
}

export class World {
  private readonly account = new BatchAccount();
  private readonly handler = new BatchHandler(this.account.service);

  async send(operation: string, request: object): Promise<Answer> {
    const { method, url, body } = onTheWire(operation, request);
    const answer = await this.handler.handle(
      {
        identity: { service: "batch", region: PLACE.region, account: DEFAULT_ACCOUNT, accountIsChosen: true },
        operation,
        method,
        url,
        headers: {},
        body: Buffer.from(JSON.stringify(body)),
      },
      () => Promise.reject(new Error("Batch leaves nothing to moto")),
    );
    const error = answer.headers["x-amzn-errortype"];
    return {
      status: answer.status,
      body: JSON.parse(answer.body.toString("utf8")),
      error: error === undefined ? undefined : String(error),
    };
  }

  /** @throws Error when the answer is none of success */
  async ask(operation: string, request: object): Promise<unknown> {
    const { status, body } = await this.send(operation, request);
    if (status !== 200) throw new Error(`${operation} ${JSON.stringify(request)}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Everything that has begun comes to its end, but for jobs that run for hours. */
  settle(): void {
    this.account.settle();
  }
}

/** Operations on tags have the ARN in their path. */
const TAG_METHODS: Readonly<Record<string, string>> = {
  ListTagsForResource: "GET",
  TagResource: "POST",
  UntagResource: "DELETE",
};

function onTheWire(operation: string, request: object): { method: string; url: string; body: object } {
  const method = TAG_METHODS[operation];
  if (method === undefined) return { method: "POST", url: `/v1/${operation.toLowerCase()}`, body: request };
  const { resourceArn, tagKeys, ...body } = { resourceArn: "", tagKeys: [], ...request };
  const keys = [tagKeys].flat().map((key) => `tagKeys=${encodeURIComponent(key)}`);
  return { method, url: `/v1/tags/${encodeURIComponent(resourceArn)}?${keys.join("&")}`, body };
}

const needs = (VCPU: string, MEMORY: string) => [
  { type: "VCPU", value: VCPU },
  { type: "MEMORY", value: MEMORY },
];
const role = "arn:aws:iam::123456789012:role/worker";
const tags = { team: "harbour" };
const retryStrategy = { attempts: 2, evaluateOnExit: [{ onExitCode: "137", onReason: "*", action: "retry" }] };
const timeLimit = {
  reason: "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE",
  state: "RUNNABLE",
  maxTimeSeconds: 3600,
  action: "CANCEL",
};

const container = {
  image: "crane",
  command: ["lift", "Ref::load"],
  jobRoleArn: role,
  executionRoleArn: role,
  resourceRequirements: needs("1", "1024"),
  environment: [{ name: "DAPF_DURATION_SECONDS", value: "3600" }],
  secrets: [{ name: "KEY", valueFrom: "crane/key" }],
  volumes: [
    { name: "yard", host: { sourcePath: "/mnt/yard" } },
    {
      name: "shed",
      efsVolumeConfiguration: {
        fileSystemId: "fs-01234567",
        rootDirectory: "/",
        transitEncryption: "ENABLED",
        transitEncryptionPort: 2049,
        authorizationConfig: { accessPointId: "fsap-1", iam: "ENABLED" },
      },
    },
  ],
  mountPoints: [{ sourceVolume: "yard", containerPath: "/yard", readOnly: true }],
  ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
  linuxParameters: {
    devices: [{ hostPath: "/dev/fuse", containerPath: "/dev/fuse", permissions: ["READ"] }],
    initProcessEnabled: true,
    sharedMemorySize: 64,
    maxSwap: 0,
    swappiness: 60,
    tmpfs: [{ containerPath: "/tmp", size: 64, mountOptions: ["rw"] }],
  },
  logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": "/crane" }, secretOptions: [] },
  privileged: false,
  readonlyRootFilesystem: true,
  user: "1000",
};
const fargate = {
  image: "crane",
  executionRoleArn: role,
  resourceRequirements: needs("1", "2048"),
  networkConfiguration: { assignPublicIp: "ENABLED" },
  fargatePlatformConfiguration: { platformVersion: "LATEST" },
  runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "ARM64" },
  ephemeralStorage: { sizeInGiB: 30 },
};
const task = {
  executionRoleArn: role,
  volumes: [{ name: "yard" }],
  containers: [
    {
      name: "lift",
      image: "crane",
      essential: true,
      resourceRequirements: needs("1", "512"),
      dependsOn: [{ containerName: "grip", condition: "SUCCESS" }],
      mountPoints: [{ sourceVolume: "yard", containerPath: "/yard" }],
    },
    { name: "grip", image: "crane", essential: false, resourceRequirements: needs("1", "512") },
  ],
};
const pod = {
  hostNetwork: true,
  dnsPolicy: "ClusterFirst",
  metadata: { labels: { team: "harbour" } },
  volumes: [{ name: "yard", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }],
  containers: [
    {
      name: "lift",
      image: "crane",
      env: [{ name: "LOAD", value: "3" }],
      resources: { limits: { cpu: "1", memory: "1024Mi" } },
      volumeMounts: [{ name: "yard", mountPath: "/yard" }],
    },
  ],
};
const nodes = {
  numNodes: 2,
  mainNode: 0,
  nodeRangeProperties: [{ targetNodes: "0:1", container: { image: "crane", resourceRequirements: needs("1", "64") } }],
};
const definition = (jobDefinitionName: string, more: object) => ({
  jobDefinitionName,
  type: "container",
  tags,
  ...more,
});
const job = (more: object) => ({ jobName: "lift", jobQueue: "containers", jobDefinition: "crane", ...more });
const training = (more: object) => ({
  jobName: "learn",
  jobQueue: "queue",
  serviceJobType: "SAGEMAKER_TRAINING",
  serviceRequestPayload: payload({ parameters: { dapf_duration_seconds: "3600" } }),
  quotaShareName: "share",
  ...more,
});

/** What the account is made of, in this order. */
const MADE: readonly (readonly [operation: string, request: object])[] = [
  ["CreateComputeEnvironment", valid.computeEnvironment({ tags }, { minvCpus: 0, desiredvCpus: 0 })],
  [
    "CreateComputeEnvironment",
    {
      computeEnvironmentName: "serverless",
      type: "MANAGED",
      computeResources: { type: "FARGATE", maxvCpus: 8, subnets: ["subnet-1"], securityGroupIds: ["sg-1"] },
    },
  ],
  [
    "CreateComputeEnvironment",
    valid.computeEnvironment(
      { computeEnvironmentName: "spot" },
      {
        type: "SPOT",
        allocationStrategy: "SPOT_PRICE_CAPACITY_OPTIMIZED",
        bidPercentage: 60,
        ec2KeyPair: "key",
        ec2Configuration: [{ imageType: "ECS_AL2023", imageIdOverride: "ami-01234567" }],
        launchTemplate: { launchTemplateName: "crane", version: "$Latest" },
        placementGroup: "near",
        spotIamFleetRole: role,
        tags,
      },
    ),
  ],
  [
    "CreateComputeEnvironment",
    { computeEnvironmentName: "own", type: "UNMANAGED", unmanagedvCpus: 4, serviceRole: role },
  ],
  ["CreateServiceEnvironment", valid.serviceEnvironment({ tags })],
  ["CreateServiceEnvironment", valid.serviceEnvironment({ serviceEnvironmentName: "idle", state: "DISABLED" })],
  ["CreateSchedulingPolicy", valid.fairPolicy({ tags })],
  ["CreateSchedulingPolicy", valid.quotaPolicy()],
  ["CreateSchedulingPolicy", valid.fairPolicy({ name: "unused" })],
  ["CreateJobQueue", valid.containerQueue({ tags, jobStateTimeLimitActions: [timeLimit] })],
  [
    "CreateJobQueue",
    valid.containerQueue({ jobQueueName: "shared", schedulingPolicyArn: arn("scheduling-policy/fair") }),
  ],
  ["CreateJobQueue", valid.containerQueue({ jobQueueName: "idle", state: "DISABLED" })],
  ["CreateJobQueue", valid.trainingQueue({ schedulingPolicyArn: arn("scheduling-policy/quota") })],
  ["UpdateComputeEnvironment", { computeEnvironment: "own", state: "DISABLED" }],
  ["CreateQuotaShare", valid.quotaShare({ tags })],
  ["CreateQuotaShare", valid.quotaShare({ quotaShareName: "idle", state: "DISABLED" })],
  ["CreateConsumableResource", { consumableResourceName: "licence", totalQuantity: 3, tags }],
  ["CreateConsumableResource", { consumableResourceName: "fuel", totalQuantity: 0, resourceType: "NON_REPLENISHABLE" }],
  [
    "RegisterJobDefinition",
    definition("crane", {
      containerProperties: container,
      parameters: { load: "3" },
      retryStrategy,
      timeout: { attemptDurationSeconds: 7200 },
      schedulingPriority: 3,
      propagateTags: true,
      consumableResourceProperties: { consumableResourceList: [{ consumableResource: "licence", quantity: 1 }] },
    }),
  ],
  [
    "RegisterJobDefinition",
    definition("serverless", { containerProperties: fargate, platformCapabilities: ["FARGATE"] }),
  ],
  ["RegisterJobDefinition", definition("task", { ecsProperties: { taskProperties: [task] } })],
  ["RegisterJobDefinition", definition("pod", { eksProperties: { podProperties: pod } })],
  ["RegisterJobDefinition", definition("nodes", { type: "multinode", nodeProperties: nodes })],
  ["SubmitJob", job({ tags, retryStrategy, timeout: { attemptDurationSeconds: 3600 }, propagateTags: true })],
  ["SubmitJob", job({ jobName: "array", arrayProperties: { size: 2 }, parameters: { load: "4" } })],
  [
    "SubmitJob",
    job({ jobName: "shared", jobQueue: "shared", shareIdentifier: "HIGHPRI", schedulingPriorityOverride: 1 }),
  ],
  [
    "SubmitJob",
    job({
      jobName: "fails",
      containerOverrides: {
        command: ["drop"],
        environment: ["DURATION_SECONDS", "EXIT_CODE"].map((name) => ({ name: `DAPF_${name}`, value: "1" })),
        resourceRequirements: needs("2", "512"),
      },
    }),
  ],
  ["SubmitServiceJob", training({ tags, timeoutConfig: { attemptDurationSeconds: 7200 }, schedulingPriority: 3 })],
  [
    "SubmitServiceJob",
    training({
      jobName: "waits",
      retryStrategy: { attempts: 2, evaluateOnExit: [{ action: "RETRY", onStatusReason: "Received status*" }] },
      preemptionConfiguration: { preemptionRetriesBeforeTermination: 3 },
    }),
  ],
];

export interface Filled {
  readonly world: World;
  /** Ids of its jobs, and of its service jobs, in the order of submission. */
  readonly jobs: readonly string[];
  readonly serviceJobs: readonly string[];
}

export async function filledWorld(): Promise<Filled> {
  const world = new World();
  const jobs: string[] = [];
  const serviceJobs: string[] = [];
  for (const [operation, request] of MADE) {
    const { jobId } = { jobId: "", ...((await world.ask(operation, request)) as object) };
    if (operation === "SubmitJob") jobs.push(jobId);
    if (operation === "SubmitServiceJob") serviceJobs.push(jobId);
    if (/^(Create|Update)/.test(operation)) world.settle();
  }
  for (let step = 0; step < 4; step += 1) world.settle();
  return { world, jobs, serviceJobs };
}

const others = (changes: readonly object[], operation: string): object[] =>
  MADE.filter(([name]) => name === operation).map(([, request], index) => ({ ...request, ...changes[index] }));
const named = (member: string, operation: string): object[] =>
  others(
    MADE.map((_, index) => ({ [member]: `new-${index}` })),
    operation,
  );

/** For each operation requests that the service takes in a filled account. */
export function rightRequests({ jobs, serviceJobs }: Filled): Record<string, readonly object[]> {
  const [running = ""] = jobs;
  const [training = "", waiting = ""] = serviceJobs;
  const share = arn("job-queue/queue/quota-share/share");
  const idleShare = arn("job-queue/queue/quota-share/idle");
  return {
    CreateComputeEnvironment: named("computeEnvironmentName", "CreateComputeEnvironment"),
    UpdateComputeEnvironment: [
      { computeEnvironment: "compute", state: "DISABLED" },
      { computeEnvironment: "compute", computeResources: { maxvCpus: 32, desiredvCpus: 0 } },
      { computeEnvironment: "own", unmanagedvCpus: 8, serviceRole: role },
    ],
    DeleteComputeEnvironment: [{ computeEnvironment: "own" }],
    DescribeComputeEnvironments: [{}, { computeEnvironments: ["compute", "own"] }, { maxResults: 1 }],
    CreateServiceEnvironment: named("serviceEnvironmentName", "CreateServiceEnvironment"),
    UpdateServiceEnvironment: [
      {
        serviceEnvironment: "idle",
        state: "ENABLED",
        capacityLimits: [{ maxCapacity: 5, capacityUnit: "ml.g5.xlarge" }],
      },
    ],
    DeleteServiceEnvironment: [{ serviceEnvironment: "idle" }],
    DescribeServiceEnvironments: [{}, { serviceEnvironments: ["idle"] }, { maxResults: 1 }],
    CreateSchedulingPolicy: named("name", "CreateSchedulingPolicy"),
    UpdateSchedulingPolicy: [
      { arn: arn("scheduling-policy/fair"), fairsharePolicy: { shareDecaySeconds: 60, computeReservation: 10 } },
      { arn: arn("scheduling-policy/quota"), quotaSharePolicy: { idleResourceAssignmentStrategy: "FIFO" } },
    ],
    DeleteSchedulingPolicy: [{ arn: arn("scheduling-policy/unused") }],
    DescribeSchedulingPolicies: [{ arns: [arn("scheduling-policy/fair"), arn("scheduling-policy/quota")] }],
    ListSchedulingPolicies: [{}, { maxResults: 1 }],
    CreateJobQueue: [
      ...named("jobQueueName", "CreateJobQueue").slice(0, -1),
      valid.trainingQueue({
        jobQueueName: "first",
        serviceEnvironmentOrder: [{ order: 1, serviceEnvironment: "idle" }],
      }),
    ],
    UpdateJobQueue: [
      { jobQueue: "containers", priority: 3, jobStateTimeLimitActions: [timeLimit] },
      { jobQueue: "queue", state: "DISABLED" },
      { jobQueue: "idle", state: "ENABLED", computeEnvironmentOrder: [{ order: 1, computeEnvironment: "compute" }] },
    ],
    DeleteJobQueue: [{ jobQueue: "idle" }],
    DescribeJobQueues: [{}, { jobQueues: ["queue", "shared"] }, { maxResults: 1 }],
    GetJobQueueSnapshot: [{ jobQueue: "containers" }, { jobQueue: "shared" }, { jobQueue: "queue" }],
    CreateQuotaShare: named("quotaShareName", "CreateQuotaShare"),
    UpdateQuotaShare: [
      { quotaShareArn: share, capacityLimits: [{ maxCapacity: 2, capacityUnit: "ml.g5.xlarge" }] },
      { quotaShareArn: idleShare, resourceSharingConfiguration: { strategy: "LEND_AND_BORROW", borrowLimit: 50 } },
    ],
    DeleteQuotaShare: [{ quotaShareArn: idleShare }],
    DescribeQuotaShare: [{ quotaShareArn: share }],
    ListQuotaShares: [{ jobQueue: "queue" }, { jobQueue: "queue", maxResults: 1 }],
    RegisterJobDefinition: others([], "RegisterJobDefinition"),
    DeregisterJobDefinition: [{ jobDefinition: "crane:1" }],
    DescribeJobDefinitions: [{}, { jobDefinitionName: "crane", status: "ACTIVE" }, { maxResults: 1 }],
    SubmitJob: [
      ...others([], "SubmitJob"),
      job({ dependsOn: [{ jobId: running }] }),
      job({ arrayProperties: { size: 2 }, dependsOn: [{ type: "SEQUENTIAL" }] }),
    ],
    DescribeJobs: [{ jobs }, { jobs: jobs.map((id) => `${id}:1`) }],
    ListJobs: [
      ...["RUNNING", "FAILED", "PENDING", "RUNNABLE"].map((jobStatus) => ({ jobQueue: "containers", jobStatus })),
      { jobQueue: "shared", filters: [{ name: "JOB_NAME", values: ["shared"] }] },
      { arrayJobId: jobs[1] },
    ],
    CancelJob: [{ jobId: running, reason: "enough" }],
    TerminateJob: [{ jobId: running, reason: "enough" }],
    CancelJobs: [{ jobs: [running, "nobody"], reason: "enough" }],
    TerminateJobs: [{ jobs: [running, "nobody"], reason: "enough" }],
    SubmitServiceJob: others([], "SubmitServiceJob"),
    DescribeServiceJob: serviceJobs.map((jobId) => ({ jobId })),
    ListServiceJobs: [
      { jobQueue: "queue" },
      { jobQueue: "queue", jobStatus: "RUNNABLE", maxResults: 1 },
      { jobQueue: "queue", filters: [{ name: "JOB_NAME", values: ["learn"] }] },
    ],
    UpdateServiceJob: [{ jobId: waiting, schedulingPriority: 7 }],
    TerminateServiceJob: [{ jobId: training, reason: "enough" }],
    TerminateServiceJobs: [{ jobs: [training, "nobody"], reason: "enough" }],
    ListTagsForResource: [{ resourceArn: arn("job-queue/containers") }, { resourceArn: arn("job-definition/crane:1") }],
    TagResource: [{ resourceArn: arn("compute-environment/compute"), tags: { team: "yard", "a/b": "" } }],
    UntagResource: [{ resourceArn: arn("scheduling-policy/fair"), tagKeys: ["team"] }],
    CreateConsumableResource: named("consumableResourceName", "CreateConsumableResource"),
    UpdateConsumableResource: [
      { consumableResource: "licence", operation: "ADD", quantity: 2, clientToken: "1" },
      { consumableResource: arn("consumable-resource/fuel"), quantity: 7 },
    ],
    DeleteConsumableResource: [{ consumableResource: "licence" }],
    DescribeConsumableResource: [{ consumableResource: "licence" }, { consumableResource: "fuel" }],
    ListConsumableResources: [
      {},
      { maxResults: 1 },
      { filters: [{ name: "CONSUMABLE_RESOURCE_NAME", values: ["li*"] }] },
    ],
    ListJobsByConsumableResource: [
      { consumableResource: "licence" },
      { consumableResource: "licence", filters: [{ name: "JOB_STATUS", values: ["RUNNING"] }], maxResults: 1 },
    ],
  };
}

import type { DescribeJobDefinitionsResponse, JobDefinition } from "@aws-sdk/client-batch";
import { placeIn } from "../../../../aws/place";
import { arn, BatchAccount } from "../account";

const needs = (requirements: Readonly<Record<string, string>>) =>
  Object.entries(requirements).map(([type, value]) => ({ type, value }));

const container = (changes: object = {}) => ({
  image: "train",
  resourceRequirements: needs({ VCPU: "1", MEMORY: "2048" }),
  ...changes,
});
const definition = (changes: object = {}, properties: object = {}) => ({
  jobDefinitionName: "job",
  type: "container",
  containerProperties: container(properties),
  ...changes,
});
const fargate = (properties: object = {}) =>
  definition({ platformCapabilities: ["FARGATE"] }, { executionRoleArn: "role", ...properties });
const eks = (changes: object) =>
  definition({ containerProperties: undefined, eksProperties: { podProperties: {} }, ...changes });
const retry = (retryStrategy: object) => definition({ retryStrategy });

const describeAll = (batch: BatchAccount, request: object = {}): JobDefinition[] =>
  batch.call<DescribeJobDefinitionsResponse>("DescribeJobDefinitions", request).jobDefinitions ?? [];
const revisions = (definitions: JobDefinition[]): string[] =>
  definitions.map(({ jobDefinitionName, revision, status }) => `${jobDefinitionName}:${revision} ${status}`);

describe("registering a job definition", () => {
  it("answers with name, revision and ARN", () => {
    expect(new BatchAccount().call("RegisterJobDefinition", definition())).toEqual({
      jobDefinitionName: "job",
      jobDefinitionArn: arn("job-definition/job:1"),
      revision: 1,
    });
  });

  it("makes one that is described as it was registered, with empty lists for what was left out", () => {
    const batch = new BatchAccount();
    const request = definition(
      { parameters: { a: "b" }, timeout: { attemptDurationSeconds: 60 }, tags: { team: "a" }, schedulingPriority: 5 },
      { command: ["train"], logConfiguration: { logDriver: "awslogs" } },
    );
    batch.call("RegisterJobDefinition", request);
    const empty = { volumes: [], environment: [], mountPoints: [], ulimits: [], secrets: [] };
    expect(describeAll(batch)).toEqual([
      {
        ...request,
        jobDefinitionArn: arn("job-definition/job:1"),
        revision: 1,
        status: "ACTIVE",
        propagateTags: false,
        containerOrchestrationType: "ECS",
        containerProperties: { ...request.containerProperties, ...empty },
      },
    ]);
  });

  it("takes at most 24 KiB", () => {
    const batch = new BatchAccount();
    const sized = (bytes: number) => definition({}, { command: ["x".repeat(bytes)] });
    const rest = JSON.stringify(sized(0)).length;
    batch.call("RegisterJobDefinition", sized(24 * 1024 - rest));
    expect(() => batch.call("RegisterJobDefinition", sized(24 * 1024 - rest + 1))).toThrow(
      "Limits Error: JobDefinitionsize is above the limits 24 KB",
    );
  });

  it("drops environment variables without a value, as Batch does", () => {
    const batch = new BatchAccount();
    const environment = [{ name: "A", value: "1" }, { name: "B", value: "" }, { name: "C" }];
    batch.call("RegisterJobDefinition", definition({}, { environment }));
    expect(describeAll(batch)[0]?.containerProperties?.environment).toEqual([{ name: "A", value: "1" }]);
  });

  it("counts revisions of a name, and never uses one again", () => {
    const batch = new BatchAccount();
    batch.call("RegisterJobDefinition", definition());
    batch.call("DeregisterJobDefinition", { jobDefinition: "job:1" });
    expect(batch.call("RegisterJobDefinition", definition())).toEqual(expect.objectContaining({ revision: 2 }));
    expect(batch.call("RegisterJobDefinition", definition({ jobDefinitionName: "other" }))).toEqual(
      expect.objectContaining({ revision: 1 }),
    );
  });

  it("takes the old members beside a requirement of another type", () => {
    const properties = { vcpus: 4, memory: 16384, resourceRequirements: needs({ GPU: "1" }) };
    expect(() => new BatchAccount().call("RegisterJobDefinition", definition({}, properties))).not.toThrow();
  });

  it.each<[string, object, string]>([
    ["a bad name", definition({ jobDefinitionName: "a:1" }), "Job definition name should match a valid pattern."],
    ["an unknown type", definition({ type: "pod" }), "type must be one of [container, multinode]."],
    [
      "no properties",
      definition({ containerProperties: undefined }),
      "ECS ContainerProperties, ecsProperties, or eksProperties is required",
    ],
    [
      "two kinds of properties",
      definition({ ecsProperties: { taskProperties: [] } }),
      "Cannot use both ECS containerProperties and ecsProperties",
    ],
    [
      "no nodes, though it is multinode",
      { jobDefinitionName: "job", type: "multinode" },
      "Node properties of multinode job is required.",
    ],
    [
      "several nodes on Fargate",
      {
        jobDefinitionName: "job",
        type: "multinode",
        nodeProperties: { numNodes: 1, mainNode: 0, nodeRangeProperties: [] },
        platformCapabilities: ["FARGATE"],
      },
      "Fargate does not support MNP jobs",
    ],
    [
      "two capabilities",
      definition({ platformCapabilities: ["EC2", "FARGATE"] }),
      "Exactly 1 capability must be provided.",
    ],
    [
      "a priority of 10000",
      definition({ schedulingPriority: 10_000 }),
      "Scheduling priority must be between 0 and 9999.",
    ],
    [
      "a timeout of 59 s",
      definition({ timeout: { attemptDurationSeconds: 59 } }),
      "AttemptDurationSeconds in Timeout must be at least 60 seconds.",
    ],
    ["11 attempts", retry({ attempts: 11 }), "RetryAttempts must be between 1 and 10."],
    [
      "rules without attempts",
      retry({ evaluateOnExit: [{ action: "EXIT", onReason: "*" }] }),
      "RetryAttempts must be provided with retry strategy.",
    ],
    [
      "a rule without a condition",
      retry({ attempts: 2, evaluateOnExit: [{ action: "EXIT" }] }),
      "EvaluateOnExit should contain at least one of",
    ],
    [
      "six rules",
      retry({ attempts: 2, evaluateOnExit: Array.from({ length: 6 }, () => ({ action: "EXIT", onReason: "*" })) }),
      "at most 5 entries",
    ],
    ["no image", definition({}, { image: undefined }), "Image is required."],
    ["no vCPUs", definition({}, { resourceRequirements: needs({ MEMORY: "64" }) }), "vCPU is required."],
    ["no memory", definition({}, { resourceRequirements: needs({ VCPU: "1" }) }), "Memory is required."],
    [
      "2 MiB",
      definition({}, { resourceRequirements: needs({ VCPU: "1", MEMORY: "2" }) }),
      "Memory must be at least 4 Mib, got 2 Mib.",
    ],
    [
      "no whole vCPU",
      definition({}, { resourceRequirements: needs({ VCPU: "0.5", MEMORY: "64" }) }),
      "vCPU must be at least 1, got 0.5.",
    ],
    [
      "memory that is no number",
      definition({}, { resourceRequirements: needs({ VCPU: "1", MEMORY: "2G" }) }),
      "Value 2G for type MEMORY in resourceRequirement is not valid.",
    ],
    [
      "half a GPU",
      definition({}, { resourceRequirements: needs({ VCPU: "1", MEMORY: "64", GPU: "0.5" }) }),
      "Value 0.5 for type GPU in resourceRequirement is not valid.",
    ],
    [
      "a requirement twice",
      definition({}, { resourceRequirements: [...needs({ VCPU: "1" }), ...needs({ VCPU: "2" })] }),
      "Cannot provide duplicates in resourceRequirements.",
    ],
    [
      "vCPUs in both places",
      definition({}, { vcpus: 1 }),
      "Cannot use both ECS containerProperties vcpus and resourceRequirement VCPU.",
    ],
    [
      "a reserved environment variable",
      definition({}, { environment: [{ name: "AWS_BATCH_X", value: "1" }] }),
      "cannot start with AWS_BATCH",
    ],
    [
      "Fargate without an execution role",
      fargate({ executionRoleArn: undefined }),
      "executionRoleArn is required for Fargate jobs.",
    ],
    [
      "a GPU on Fargate",
      fargate({ resourceRequirements: needs({ VCPU: "1", MEMORY: "2048", GPU: "1" }) }),
      "GPU is not applicable for Fargate.",
    ],
    [
      "the old members on Fargate",
      fargate({ resourceRequirements: [], vcpus: 1, memory: 2048 }),
      "vcpus is not applicable for Fargate.",
    ],
    [
      "a size that Fargate does not have",
      fargate({ resourceRequirements: needs({ VCPU: "1", MEMORY: "4000" }) }),
      "Fargate resource requirements (1.00 vCPU, 4000 MiB) not valid.",
    ],
    [
      "a privileged container on Fargate",
      fargate({ privileged: true }),
      "Fargate requires that the ‘privileged’ setting be ‘false’",
    ],
    [
      "nodes, though it is a container",
      definition({ nodeProperties: { numNodes: 1, mainNode: 0, nodeRangeProperties: [] } }),
      "nodeProperties is not applicable for jobs of type container.",
    ],
    ["tags that go on to a pod", eks({ propagateTags: true }), "propagateTags is not applicable for EKS jobs."],
    [
      "a capability of ECS for a pod",
      eks({ platformCapabilities: ["EC2"] }),
      "platformCapabilities is not applicable for EKS jobs.",
    ],
    [
      "two kinds of properties, of which none is of a container",
      eks({ ecsProperties: { taskProperties: [] } }),
      "Cannot use both ecsProperties and eksProperties",
    ],
    [
      "the old member for vCPUs on Fargate",
      fargate({ vcpus: 1, resourceRequirements: needs({ MEMORY: "2048" }) }),
      "vcpus is not applicable for Fargate. Use resource requirements instead.",
    ],
    [
      "half a MiB",
      definition({}, { memory: undefined, resourceRequirements: needs({ MEMORY: "2048.5" }) }),
      "Value 2048.5 for type MEMORY in resourceRequirement is not valid.",
    ],
    ["a variable without a name", definition({}, { environment: [{ value: "1" }] }), "Environment variable name is"],
  ])("is refused with %s", (_case, request, message) => {
    const batch = new BatchAccount();
    expect(() => batch.call("RegisterJobDefinition", request)).toThrow(message);
    expect(describeAll(batch)).toEqual([]);
  });

  it.each([
    ["0.25", "512"],
    ["0.25", "2048"],
    ["4", "30720"],
    ["16", "122880"],
  ])("takes %s vCPU with %s MiB on Fargate", (VCPU, MEMORY) => {
    const request = fargate({ resourceRequirements: needs({ VCPU, MEMORY }) });
    expect(() => new BatchAccount().call("RegisterJobDefinition", request)).not.toThrow();
  });
});

describe("deregistering a job definition", () => {
  it("leaves it describable, as inactive", () => {
    const batch = new BatchAccount();
    batch.call("RegisterJobDefinition", definition());
    batch.call("DeregisterJobDefinition", { jobDefinition: arn("job-definition/job:1") });
    expect(revisions(describeAll(batch))).toEqual(["job:1 INACTIVE"]);
  });

  it("may be done twice", () => {
    const batch = new BatchAccount();
    batch.call("RegisterJobDefinition", definition());
    batch.call("DeregisterJobDefinition", { jobDefinition: "job:1" });
    expect(() => batch.call("DeregisterJobDefinition", { jobDefinition: "job:1" })).not.toThrow();
  });

  it.each(["job", "job:2", "other:1"])("is refused for %s, which is no revision", (jobDefinition) => {
    const batch = new BatchAccount();
    batch.call("RegisterJobDefinition", definition());
    expect(() => batch.call("DeregisterJobDefinition", { jobDefinition })).toThrow("does not exist");
  });
});

describe("describing job definitions", () => {
  const registered = (): BatchAccount => {
    const batch = new BatchAccount();
    for (const jobDefinitionName of ["a", "b", "a"]) {
      batch.call("RegisterJobDefinition", definition({ jobDefinitionName }));
    }
    batch.call("DeregisterJobDefinition", { jobDefinition: "a:1" });
    return batch;
  };

  it.each<[string, object, string[]]>([
    ["all, newest first", {}, ["a:2 ACTIVE", "b:1 ACTIVE", "a:1 INACTIVE"]],
    ["those of a name", { jobDefinitionName: "a" }, ["a:2 ACTIVE", "a:1 INACTIVE"]],
    ["those of a status", { status: "ACTIVE" }, ["a:2 ACTIVE", "b:1 ACTIVE"]],
    ["those of a name and a status", { jobDefinitionName: "a", status: "INACTIVE" }, ["a:1 INACTIVE"]],
    [
      "given ones, by ARN and by name and revision",
      { jobDefinitions: [arn("job-definition/b:1"), "a:1"] },
      ["b:1 ACTIVE", "a:1 INACTIVE"],
    ],
    ["none where there is none", { jobDefinitions: ["c:1", "a:9"] }, []],
  ])("shows %s", (_case, request, expected) => {
    expect(revisions(describeAll(registered(), request))).toEqual(expected);
  });

  it("goes on with older ones when newer ones were registered between two pages", () => {
    const batch = registered();
    const first = batch.call<DescribeJobDefinitionsResponse>("DescribeJobDefinitions", { maxResults: 1 });
    batch.call("RegisterJobDefinition", definition({ jobDefinitionName: "c" }));
    const rest = describeAll(batch, { nextToken: first.nextToken });
    expect(revisions([...(first.jobDefinitions ?? []), ...rest])).toEqual(["a:2 ACTIVE", "b:1 ACTIVE", "a:1 INACTIVE"]);
  });
});

describe("what a submission means by a definition", () => {
  it.each([
    ["job", 2],
    ["job:1", 1],
    [arn("job-definition/job:1"), 1],
    [arn("job-definition/job"), 2],
  ])("%s is revision %p", (reference, revision) => {
    const batch = new BatchAccount();
    for (let count = 0; count < 3; count += 1) batch.call("RegisterJobDefinition", definition());
    batch.call("DeregisterJobDefinition", { jobDefinition: "job:3" });
    const { state } = batch.service.call(placeIn("eu-west-1", "123456789012"));
    expect(state.jobDefinitions.resolve(reference)?.revision).toBe(revision);
  });
});

/** Shared compute that is created as declared is no drift; what somebody changes of it with AWS's API is. */
import { parseCompute } from "../../../config/compute";
import { asLiveCompute } from "../../../queues/declared-compute";
import { queueDrift } from "../../../queues/drift";
import { readLiveQueues } from "../../../queues/live-queues";
import { standIn } from "../../aws/stand-in";
import { context, noFolders, valid } from "../../config/compute/fixture";
import { BatchAccount } from "./account";
import { answeredBy, createCompute } from "./create-compute";

const model = parseCompute({ file: "compute.yaml", value: valid }, context, noFolders);
const declared = asLiveCompute(model);

const READ = [
  "DescribeComputeEnvironments",
  "DescribeJobQueues",
  "DescribeSchedulingPolicies",
  "ListConsumableResources",
  "DescribeConsumableResource",
  "DescribeJobDefinitions",
] as const;

async function drift(batch: BatchAccount): Promise<string[]> {
  batch.settle();
  const client = standIn(answeredBy(batch, ...READ));
  const live = await readLiveQueues(client, { declared, training: false, definitions: true });
  return queueDrift(declared, live).map(({ kind, name, what, path, declared: wanted, live: found }) =>
    what === "changed" ? `${kind} ${name}: ${path} ${wanted ?? "-"} -> ${found ?? "-"}` : `${kind} ${name} is ${what}`,
  );
}

const definition = (changes: object, container: object = {}) => ({
  jobDefinitionName: "finance-sum",
  type: "container",
  platformCapabilities: ["FARGATE"],
  tags: context.tags,
  containerProperties: {
    image: "busybox",
    executionRoleArn: `arn:aws:iam::123456789012:role/${model.names.executionRole}`,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": model.names.logGroup,
        "awslogs-region": "eu-west-1",
        "awslogs-stream-prefix": "finance-sum",
      },
    },
    resourceRequirements: [
      { type: "MEMORY", value: "2048" },
      { type: "VCPU", value: "1" },
    ],
    ...container,
  },
  ...changes,
});

it("is none of what is created as declared: defaults, roles, networks, ids and what AWS scales are no difference", async () => {
  expect(await drift(createCompute(model))).toEqual([]);
});

it("is none whether a definition names a consumable resource or has its ARN", async () => {
  const batch = createCompute(model);
  const train = batch
    .settled<{ jobDefinitions: Record<string, unknown>[] }>("DescribeJobDefinitions", { jobDefinitionName: "ml-train" })
    .jobDefinitions.at(0);
  const consumableResource = "arn:aws:batch:eu-west-1:123456789012:consumable-resource/licence";
  batch.settled("RegisterJobDefinition", {
    ...train,
    consumableResourceProperties: { consumableResourceList: [{ consumableResource, quantity: 1 }] },
  });
  expect(await drift(batch)).toEqual([]);
});

it.each([
  [
    "a compute environment",
    "UpdateComputeEnvironment",
    { computeEnvironment: "gpu", computeResources: { maxvCpus: 128, instanceTypes: ["g5.12xlarge"] } },
    [
      "compute environment gpu: computeResources.maxvCpus 96 -> 128",
      "compute environment gpu: computeResources.instanceTypes g5.xlarge, g5.12xlarge -> g5.12xlarge",
    ],
  ],
  [
    "the state of one",
    "UpdateComputeEnvironment",
    { computeEnvironment: "gpu", state: "DISABLED" },
    ["compute environment gpu: state ENABLED -> DISABLED"],
  ],
  [
    "the network of one that says where it is",
    "UpdateComputeEnvironment",
    { computeEnvironment: "fargate", computeResources: { securityGroupIds: ["sg-2"] } },
    ["compute environment fargate: computeResources.securityGroupIds sg-1 -> sg-2"],
  ],
  [
    "a queue",
    "UpdateJobQueue",
    { jobQueue: "gpu", priority: 7, state: "DISABLED" },
    ["job queue gpu: priority 10 -> 7", "job queue gpu: state ENABLED -> DISABLED"],
  ],
  [
    "the environments of a queue",
    "UpdateJobQueue",
    { jobQueue: "cpu", computeEnvironmentOrder: [{ order: 1, computeEnvironment: "cpu" }] },
    ["job queue cpu: computeEnvironmentOrder[2] arn:aws:batch:eu-west-1:123456789012:compute-environment/own -> -"],
  ],
  [
    "a share",
    "UpdateSchedulingPolicy",
    {
      arn: "arn:aws:batch:eu-west-1:123456789012:scheduling-policy/fair",
      fairsharePolicy: {
        shareDecaySeconds: 3600,
        computeReservation: 10,
        shareDistribution: [{ shareIdentifier: "ml*", weightFactor: 1 }],
      },
    },
    ["scheduling policy fair: fairsharePolicy.shareDistribution[finance] 3 -> -"],
  ],
  [
    "a consumable resource",
    "UpdateConsumableResource",
    { consumableResource: "licence", operation: "ADD", quantity: 2 },
    ["consumable resource licence: totalQuantity 5 -> 7"],
  ],
  [
    "a newer revision of a definition",
    "RegisterJobDefinition",
    definition(
      { timeout: { attemptDurationSeconds: 60 } },
      { image: "busybox:2", environment: [{ name: "A", value: "b" }] },
    ),
    [
      "job definition finance-sum: containerProperties.image busybox -> busybox:2",
      "job definition finance-sum: timeout.attemptDurationSeconds - -> 60",
      "job definition finance-sum: containerProperties.environment[A] - -> b",
    ],
  ],
  [
    "the tags of a newer revision",
    "RegisterJobDefinition",
    definition({ tags: { ...context.tags, project: "other" } }),
    ["job definition finance-sum: tags.project churn -> other"],
  ],
  ["the same again as a newer revision, which is no change", "RegisterJobDefinition", definition({}), []],
  [
    "a definition that is gone",
    "DeregisterJobDefinition",
    { jobDefinition: "finance-sum:1" },
    ["job definition finance-sum is missing"],
  ],
  [
    "a resource that is gone",
    "DeleteConsumableResource",
    { consumableResource: "licence" },
    ["consumable resource licence is missing"],
  ],
] as const)("tells of %s exactly what differs", async (_, operation, request, differences) => {
  const batch = createCompute(model);
  batch.call(operation, request);
  expect(await drift(batch)).toEqual(differences);
});

it("finds all that is gone of an account without any of it", async () => {
  const missing = await drift(new BatchAccount());
  expect(missing.every((one) => one.endsWith(" is missing"))).toBe(true);
  const kinds = new Set(missing.map((one) => one.split(" ").slice(0, 2).join(" ")));
  expect([...kinds]).toEqual([
    "compute environment",
    "scheduling policy",
    "job queue",
    "consumable resource",
    "job definition",
  ]);
});

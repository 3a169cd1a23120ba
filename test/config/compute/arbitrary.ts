/** Compute files that keep every rule, and such in which something has become another. */
import * as fc from "fast-check";
import { FARGATE_VCPUS, fargateMemory } from "../../../aws/batch/fargate-sizes";
import { mutated } from "../training-queues/arbitrary";

type Value = unknown;
type Group = Record<string, Value>;

const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined });
const tags = maybe(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[\w @.-]{0,12}$/)));
const role = fc.constant("arn:aws:iam::123456789012:role/theirs");

const network = fc.constantFrom<object>(
  {},
  { subnets: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] },
  { securityGroupIds: ["sg-1", "sg-2"] },
);

const cpus = fc
  .tuple(fc.nat(16), fc.nat(16), fc.nat(64))
  .map(([least, more, rest]) => ({ minvCpus: least, desiredvCpus: least + more, maxvCpus: least + more + rest }));

const instances = {
  cpus,
  instanceTypes: fc.subarray(["m6i.large", "c6i", "g5.xlarge", "g5.12xlarge", "optimal", "p4d.24xlarge"], {
    minLength: 1,
  }),
  network,
  instanceRole: maybe(fc.constant("ecsInstanceRole")),
  images: maybe(fc.subarray(["ECS_AL2", "ECS_AL2023", "ECS_AL2023_NVIDIA"], { minLength: 1, maxLength: 2 })),
  delay: maybe(fc.constantFrom(0, 20, 10_080)),
  template: maybe(
    fc.constantFrom<object>({ launchTemplateName: "t" }, { launchTemplateId: "lt-1", version: "$Latest" }),
  ),
};

const toResources = ({
  cpus: amounts,
  network: of,
  images,
  delay,
  template,
  ...rest
}: Record<keyof typeof instances, unknown>) => ({
  ...rest,
  ...Object(amounts),
  ...Object(of),
  ec2Configuration: Array.isArray(images) ? images.map((imageType: unknown) => ({ imageType })) : undefined,
  scalingPolicy: delay === undefined ? undefined : { minScaleDownDelayMinutes: delay },
  launchTemplate: template,
});

const ec2 = fc.record({
  kind: fc.constant("EC2"),
  request: fc
    .tuple(
      fc.record(instances),
      maybe(fc.constantFrom("BEST_FIT", "BEST_FIT_PROGRESSIVE", "BEST_FIT_PROGRESSIVE_ORDERED")),
    )
    .map(([resources, allocationStrategy]) => ({
      type: "MANAGED",
      computeResources: { type: "EC2", allocationStrategy, ...toResources(resources) },
    })),
});
const spot = fc.record({
  kind: fc.constant("EC2"),
  request: fc
    .tuple(
      fc.record(instances),
      maybe(fc.constantFrom("BEST_FIT", "SPOT_CAPACITY_OPTIMIZED", "SPOT_PRICE_CAPACITY_OPTIMIZED")),
      maybe(fc.nat(100)),
      maybe(role),
    )
    .map(([resources, allocationStrategy, bidPercentage, spotIamFleetRole]) => ({
      type: "MANAGED",
      computeResources: {
        type: "SPOT",
        allocationStrategy,
        bidPercentage,
        spotIamFleetRole,
        ...toResources(resources),
      },
    })),
});
const fargate = fc.record({
  kind: fc.constant("FARGATE"),
  request: fc
    .tuple(fc.constantFrom("FARGATE", "FARGATE_SPOT"), fc.nat(64), network)
    .map(([type, maxvCpus, of]) => ({ type: "MANAGED", computeResources: { type, maxvCpus, ...of } })),
});
const unmanaged = fc.record({
  kind: fc.constant("EC2"),
  request: fc
    .tuple(maybe(fc.nat(64)), maybe(role))
    .map(([unmanagedvCpus, serviceRole]) => ({ type: "UNMANAGED", unmanagedvCpus, serviceRole })),
});

const policy = fc.record({
  shareDecaySeconds: maybe(fc.nat(604_800)),
  computeReservation: maybe(fc.nat(99)),
  shareDistribution: maybe(
    fc.subarray([
      { shareIdentifier: "t0" },
      { shareIdentifier: "t1*", weightFactor: 0.5 },
      { shareIdentifier: "x", weightFactor: 999 },
    ]),
  ),
});

const timeLimits = maybe(
  fc
    .subarray(["MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE", "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"])
    .map((reasons) => reasons.map((reason) => ({ state: "RUNNABLE", action: "CANCEL", maxTimeSeconds: 600, reason }))),
);

const sizes = FARGATE_VCPUS.flatMap((vcpus) =>
  fargateMemory(vcpus).map((memory) => [String(vcpus), String(memory)] as const),
);
const needsOf = (vcpus: string, memory: string) => [
  { type: "VCPU", value: vcpus },
  { type: "MEMORY", value: memory },
];
const image = fc.constantFrom(
  "busybox",
  "${repository.lab/train}:1.4",
  "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1",
);

const definition = fc.oneof(
  fc.tuple(image, fc.constantFrom(...sizes)).map(([of, [vcpus, memory]]) => ({
    platformCapabilities: ["FARGATE"],
    containerProperties: { image: of, resourceRequirements: needsOf(vcpus, memory) },
  })),
  fc
    .tuple(
      image,
      fc.integer({ min: 1, max: 96 }),
      fc.integer({ min: 4, max: 65_536 }),
      maybe(fc.constantFrom("r-0", "${role.r-0}")),
      fc.boolean(),
    )
    .map(([of, vcpus, memory, jobRoleArn, hasSecret]) => ({
      containerProperties: {
        image: of,
        jobRoleArn,
        resourceRequirements: needsOf(String(vcpus), String(memory)),
        secrets: hasSecret ? [{ name: "KEY", valueFrom: "${secret.lab/key}" }] : undefined,
      },
      timeout: { attemptDurationSeconds: 60 },
    })),
  fc.tuple(image, fc.integer({ min: 1, max: 4 })).map(([of, numNodes]) => ({
    type: "multinode",
    nodeProperties: {
      numNodes,
      mainNode: 0,
      nodeRangeProperties: [{ targetNodes: "0:", container: { image: of, resourceRequirements: needsOf("1", "64") } }],
    },
  })),
);

const file = fc.record({
  environments: fc.array(fc.record({ of: fc.oneof(ec2, spot, fargate, unmanaged), tags }), { maxLength: 5 }),
  policy,
  queues: fc.array(
    fc.record({
      kind: fc.constantFrom("EC2", "FARGATE"),
      isFair: fc.boolean(),
      isTyped: fc.boolean(),
      byArn: fc.boolean(),
      priority: fc.nat(1000),
      timeLimits,
      tags,
    }),
    { maxLength: 3 },
  ),
  quantities: fc.array(
    fc.record({
      totalQuantity: fc.nat(1000),
      resourceType: fc.constantFrom("REPLENISHABLE", "NON_REPLENISHABLE"),
      tags,
    }),
    { maxLength: 2 },
  ),
  definitions: fc.array(definition, { maxLength: 3 }),
  access: fc.constantFrom("read", "write", "read-write"),
  teams: fc.nat(2),
});

/** Files that keep every rule, so that AWS takes what they declare. */
export const validCompute: fc.Arbitrary<Record<string, Group>> = file.map((one) => {
  const groups: Record<string, Group> = {};
  const declare = (
    group: string,
    infix: string,
    ending: string,
    [key, name]: readonly [string, string],
    request: object,
  ) => {
    const of = (groups[group] ??= {});
    of[`${key}_${infix}_NAME`] = name;
    of[`${key}_${infix}_${ending}`] = withoutUndefined(request);
  };
  one.environments.forEach(({ of, tags: own }, index) => {
    const request = { computeEnvironmentName: `e-${index}`, ...of.request, tags: own };
    declare("ComputeEnvs", "CE", "CREATE_REQUEST", [`E${index}`, `e-${index}`], request);
  });
  declare("SchedulingPolicies", "SP", "CREATE_REQUEST", ["FAIR", "fair"], {
    name: "fair",
    fairsharePolicy: one.policy,
  });
  const queues = one.queues.flatMap((queue, index) => {
    const environments = one.environments
      .flatMap(({ of }, place) => (of.kind === queue.kind ? [`e-${place}`] : []))
      .slice(0, 3);
    if (environments.length === 0) return [];
    const arn = (name: string) => `arn:aws:batch:eu-west-1:123456789012:compute-environment/${name}`;
    declare("JobQueues", "QUEUE", "CREATE_REQUEST", [`Q${index}`, `q-${index}`], {
      jobQueueName: `q-${index}`,
      priority: queue.priority,
      jobQueueType: queue.isTyped ? (queue.kind === "EC2" ? "ECS" : "ECS_FARGATE") : undefined,
      schedulingPolicyArn: queue.isFair ? "fair" : undefined,
      computeEnvironmentOrder: environments.map((name, order) => ({
        order,
        computeEnvironment: queue.byArn ? arn(name) : name,
      })),
      jobStateTimeLimitActions: queue.timeLimits,
      tags: queue.tags,
    });
    return [`q-${index}`];
  });
  one.quantities.forEach((request, index) => {
    declare("ConsumableResources", "CR", "CREATE_REQUEST", [`C${index}`, `c-${index}`], {
      consumableResourceName: `c-${index}`,
      ...request,
    });
  });
  one.definitions.forEach((request, index) => {
    const name = `t${index % 2}-d${index}`;
    declare("JobDefinitions", "JD", "REGISTER_REQUEST", [`D${index}`, name], {
      jobDefinitionName: name,
      type: "container",
      ...request,
    });
  });
  declare("JobRoles", "ROLE", "REQUEST", ["R0", "r-0"], {
    buckets: [{ bucket: "lake", prefix: "raw/", access: one.access }],
  });
  for (let index = 0; index < one.teams && queues.length > 0; index++) {
    declare("Teams", "TEAM", "REQUEST", [`T${index}`, `t-${index}`], {
      queues,
      shareIdentifiers: [`t${index}*`],
      jobDefinitionPrefixes: [`t${index}-`],
      roles: ["r-0"],
    });
  }
  return groups;
});

const odd = fc.oneof(
  fc.constantFrom<Value>(undefined, null, true, "", -1, 0, 1.5, 2 ** 31, 1e300, Number.NaN, Infinity, [], {}, [[]]),
  fc.constantFrom(
    "e-0",
    "q-0",
    "t0-d0",
    "EC2",
    "SPOT",
    "FARGATE",
    "UNMANAGED",
    "multinode",
    "m6g.large",
    "t3.large",
    "m9.huge",
  ),
  fc.constantFrom(
    "${role.r-0}",
    "${repository.x}",
    "${",
    "${nothing.x}",
    "a b",
    "x".repeat(300),
    "DISABLED",
    "BEST_FIT",
  ),
  fc
    .constantFrom("compute-environment", "job-queue", "x")
    .map((kind) => `arn:aws:batch:eu-west-1:123456789012:${kind}/q-0`),
  fc.integer(),
  fc.string(),
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.constant(JSON.parse('{"__proto__": {"a": 1}, "constructor": 1}') as Value), // Cast: JSON of any shape.
);

export const mutatedCompute = mutated(validCompute, odd);

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : [[key, withoutUndefined(one)]])),
  );
}

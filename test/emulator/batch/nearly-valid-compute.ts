/** Compute files that keep the rules, in which values have become others of their kind: some still do, some just do not. */
import * as fc from "fast-check";
import { validCompute } from "../../config/compute/arbitrary";
import { nearlyValidDefinitions } from "./nearly-valid-jobs";

/** Values at the borders of rules, or right elsewhere in a file. */
const NUMBERS = [
  ...[-1, 0, 1, 2, 3, 4, 16, 17, 19, 20, 59, 60, 99, 100, 101, 599, 600, 1000, 1001, 9999, 10_000, 10_080, 10_081],
  ...[86_400, 86_401, 604_800, 604_801, 0.0001, 0.00001, 0.25, 999.9999, 1000.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53],
];
const TEXTS = [
  ...["", " ", "a", "a b", "Über", "x".repeat(128), "x".repeat(129), "x".repeat(257), "fair", "e-0", "e-1", "q-0"],
  ...["MANAGED", "UNMANAGED", "ENABLED", "DISABLED", "EC2", "SPOT", "FARGATE", "FARGATE_SPOT", "spot"],
  ...["BEST_FIT", "BEST_FIT_PROGRESSIVE_ORDERED", "SPOT_CAPACITY_OPTIMIZED_PRIORITIZED", "ECS", "ECS_FARGATE"],
  ...["m6i.large", "c6i", "m6g", "c7g.large", "optimal", "default_arm64", "default_x86_64", "t3.huge", "g5.xlarge"],
  ...["ECS_AL2", "ECS_AL2023_NVIDIA", "EKS_AL2", "$Latest", "7", "latest", "t*", "t0", "t1a", "*", "REPLENISHABLE"],
  ...["RUNNABLE", "CANCEL", "TERMINATE", "MISCONFIGURATION:EC2_INSTANCE_CONFIGURATION_UNSUPPORTED", "UNDETERMINED"],
  ...["ecsInstanceRole", "arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:instance-profile/p"],
  ...["compute-environment", "scheduling-policy"].map((kind) => `arn:aws:batch:eu-west-1:123456789012:${kind}/theirs`),
];

/** Members that objects may have beside those of the files, by how the keys of these objects end; each is right somewhere. */
const MEMBERS: readonly (readonly [within: string, members: readonly (readonly [string, unknown])[]])[] = [
  [
    "CE_CREATE_REQUEST",
    [
      ["state", "DISABLED"],
      ["serviceRole", "arn:aws:iam::123456789012:role/batch"],
      ["unmanagedvCpus", 4],
      ["context", "x"],
      ["ecsSettings", { containerInsights: "ENHANCED" }],
      ["network", { vpcTags: { Name: "lab" }, subnetTags: { Tier: "private" } }],
      ["eksConfiguration", { eksClusterArn: "x", kubernetesNamespace: "y" }],
    ],
  ],
  [
    "computeResources",
    [
      ["minvCpus", 1],
      ["desiredvCpus", 1],
      ["instanceTypes", ["m6g.large", "c7g"]],
      ["instanceTypes", ["c6i.large", "m6g.large"]],
      ["instanceRole", "ecsInstanceRole"],
      ["subnets", Array.from({ length: 17 }, (_, index) => `subnet-${index}`)],
      ["securityGroupIds", []],
      ["securityGroupIds", ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"]],
      ["tags", { Name: "mine" }],
      ["tags", { "aws:name": "x" }],
      ["imageId", "ami-1"],
      ["ec2KeyPair", "key"],
      ["placementGroup", "near"],
      ["bidPercentage", 50],
      ["spotIamFleetRole", "arn:aws:iam::123456789012:role/fleet"],
      ["allocationStrategy", "BEST_FIT_PROGRESSIVE"],
      ["ec2Configuration", [{ imageType: "ECS_AL2023", imageIdOverride: "ami-2" }]],
      ["scalingPolicy", { minScaleDownDelayMinutes: 19 }],
      ["launchTemplate", { overrides: [{ launchTemplateId: "lt-1", targetInstanceTypes: ["c6i.large"] }] }],
      ["launchTemplate", { launchTemplateId: "lt-1", launchTemplateName: "t" }],
    ],
  ],
  [
    "SP_CREATE_REQUEST",
    [
      ["fairsharePolicy", {}],
      ["quotaSharePolicy", { idleResourceAssignmentStrategy: "FIFO" }],
    ],
  ],
  [
    "QUEUE_CREATE_REQUEST",
    [
      ["state", "DISABLED"],
      ["schedulingPolicyArn", "fair"],
      ["jobQueueType", "ECS_FARGATE"],
    ],
  ],
  [
    "REGISTER_REQUEST",
    [
      ["consumableResourceProperties", { consumableResourceList: [{ consumableResource: "c-0", quantity: 1 }] }],
      ["retryStrategy", { attempts: 2, evaluateOnExit: [{ onStatusReason: "Host EC2*", action: "RETRY" }] }],
      ["schedulingPriority", 5],
      ["propagateTags", true],
      ["parameters", { a: "b" }],
      ["platformCapabilities", ["FARGATE"]],
    ],
  ],
  [
    "_REQUEST",
    [
      ["tags", { Name: "mine", "aws:x": "y" }],
      ["tags", Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`t${index}`, ""]))],
      ["tags", Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`t${index}`, ""]))],
    ],
  ],
];

const change = fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 0, max: 7 }));

/** Up to two changes, and a definition of its own in some. */
export const nearlyValidCompute: fc.Arbitrary<object> = fc
  .tuple(
    validCompute,
    fc.option(nearlyValidDefinitions, { nil: undefined, freq: 1 }),
    fc.array(change, { minLength: 1, maxLength: 2 }),
  )
  .map(([groups, definition, changes]) => {
    const { JobDefinitions = {}, ...others } = structuredClone(groups);
    const own =
      definition === undefined
        ? {}
        : { OWN_JD_NAME: Reflect.get(definition, "jobDefinitionName") as unknown, OWN_JD_REGISTER_REQUEST: definition };
    return changes.reduce<object>(changed, { ...others, JobDefinitions: { ...JobDefinitions, ...own } });
  });

/** Takes a value away, says it twice, adds another, or puts one that is elsewhere in the file or at a border in its place. */
function changed(file: object, [where, what, how]: readonly [number, number, number]): object {
  const places = placesIn(file);
  const of = <T>(among: readonly T[], at: number): T | undefined => among[at % Math.max(among.length, 1)];
  if (how <= 2) {
    const additions = places.flatMap(({ key, value }) =>
      typeof value !== "object" || value === null
        ? []
        : MEMBERS.filter(([within]) => key.endsWith(within)).map(([, members]) => ({ within: value, members })),
    );
    const addition = of(additions, where);
    const [member, given] = of(addition?.members ?? [], what) ?? [];
    if (addition !== undefined && member !== undefined) Reflect.set(addition.within, member, given);
    return file;
  }
  const place = of(
    places.filter(({ depth }) => depth > 1),
    where,
  );
  if (place === undefined) return file;
  const { parent, key, value } = place;
  if (how === 3) Reflect.deleteProperty(parent, key);
  else if (how === 4 && Array.isArray(value))
    Reflect.set(parent, key, [...(value as unknown[]), ...(value as unknown[])]);
  else if (how <= 6)
    Reflect.set(
      parent,
      key,
      structuredClone(
        of(
          places.filter((one) => one.key === key),
          what,
        )?.value,
      ),
    );
  else {
    const others = replacementsFor(value);
    Reflect.set(parent, key, of(others, what));
  }
  return file;
}

function replacementsFor(value: unknown): readonly unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, ...NUMBERS, String(value)];
  if (typeof value === "string") return TEXTS;
  if (typeof value === "boolean") return [!value, "true"];
  if (Array.isArray(value)) return [[], value.slice(1), [...(value as unknown[])].reverse()];
  return [{}, null];
}

interface Place {
  readonly parent: object;
  readonly key: string;
  readonly value: unknown;
  /** 0 of a group, 1 of its members. */
  readonly depth: number;
}

function placesIn(value: unknown, depth = 0): Place[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => [
    { parent: value, key, value: child as unknown, depth },
    ...placesIn(child, depth + 1),
  ]);
}

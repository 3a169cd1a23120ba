/**
 * What of a live object is no change although nobody declared it: what AWS fills in, counts or scales by itself.
 * Sources are the pages of the API Reference on the types.
 */
import type { Fact, Facts } from "../aws/fields/facts";

/** One way in which two objects may differ. */
export interface FactDifference {
  readonly path: string;
  readonly declared: Fact | undefined;
  readonly live: Fact | undefined;
}

/** What AWS says where a declaration says nothing. */
type Usual = readonly [path: RegExp, facts?: readonly Fact[]];

/** How objects of a kind are compared. */
export interface Comparison {
  /** AWS changes these by itself. */
  readonly moving: RegExp;
  /** Without facts: anything. */
  readonly usual: readonly Usual[];
}

const NEVER = /^\b$/;

export const PLAIN: Comparison = { moving: NEVER, usual: [] };

export const ENVIRONMENTS: Comparison = {
  // ComputeResource, desiredvCpus: "AWS Batch modifies this value between the minimum and maximum values based on job
  // queue demand". Ec2Configuration, batchImageStatus: what AWS says of the image.
  moving: /^computeResources\.desiredvCpus$|\.batchImageStatus$/,
  usual: [
    [/^unmanagedvCpus$|^computeResources\.minvCpus$/, [0]],
    // "If you leave this field empty, the default value is 100% of the On-Demand price."
    [/^computeResources\.bidPercentage$/, [0, 100]],
    [/^computeResources\.allocationStrategy$/, ["BEST_FIT"]],
    // Looked up when it is deployed, or those of the launch template.
    [/^computeResources\.(subnets|securityGroupIds)$/],
    // "If the ec2Configuration isn't specified, the default is ECS_AL2 ..."; which Amazon Linux that is changes.
    [
      /^computeResources\.ec2Configuration\[0\]\.imageType$/,
      ["ECS_AL2", "ECS_AL2_NVIDIA", "ECS_AL2023", "ECS_AL2023_NVIDIA"],
    ],
    // LaunchTemplateSpecification, version: "If the value is $Default, the default version is used. ... Default: $Default".
    [/\.launchTemplate(\.overrides\[\d+\])?\.version$/, ["$Default"]],
    [/^computeResources\.tags\./],
    [/^ecsSettings\.containerInsights$/, ["DISABLED"]],
    // CreateComputeEnvironment, serviceRole: the role that is linked with the service is used where none is named.
    [/^serviceRole$/, ["AWSServiceRoleForBatch"]],
  ],
};

/** RegisterJobDefinition and the types that it names: their defaults. */
export const DEFINITIONS: Comparison = {
  moving: NEVER,
  usual: [
    [/(^|\.)(privileged|readonlyRootFilesystem|initProcessEnabled|enableExecuteCommand|propagateTags)$/, [false]],
    [/\.mountPoints\[[^\]]*\]\.readOnly$/, [false]],
    [/\.essential$/, [true]],
    [/^platformCapabilities\[0\]$/, ["EC2"]],
    [/\.platformVersion$/, ["LATEST"]],
    [/\.operatingSystemFamily$/, ["LINUX"]],
    [/\.cpuArchitecture$/, ["X86_64"]],
    [/\.(assignPublicIp|transitEncryption|iam)$/, ["DISABLED"]],
    [/\.rootDirectory$/, ["/"]],
    [/^retryStrategy\.attempts$/, [1]],
    // The deprecated members of containerProperties beside resourceRequirements.
    [/^schedulingPriority$|^containerProperties\.(vcpus|memory)$/, [0]],
  ],
};

/** @returns the facts that differ and are not AWS's own, in the order of the declaration */
export function factDifferences(wanted: Facts, found: Facts, { moving, usual }: Comparison): FactDifference[] {
  const [declared, live] = [byNames(wanted), byNames(found)];
  return [...new Set([...declared.keys(), ...live.keys()])]
    .map((path) => ({ path, declared: declared.get(path), live: live.get(path) }))
    .filter((one) => {
      if (moving.test(one.path) || saysNothing(one.declared, one.live)) return false;
      if (one.declared === undefined) return !isUsual(usual, one.path, one.live);
      return !isSame(one.path, one.declared, one.live, isInOrder(declared));
    });
}

/** A definition names what it consumes, or gives its ARN: `consumableResourceList[licence]`. */
function byNames(facts: Facts): Facts {
  return new Map([...facts].map(([path, fact]) => [path.replace(/\[arn:[^\]]*\/([^\]/]+)\]/, "[$1]"), fact]));
}

// Terraform's provider sends an empty text for none.
const saysNothing = (one: Fact | undefined, other: Fact | undefined) => (one ?? "") === "" && (other ?? "") === "";

function isUsual(usual: readonly Usual[], path: string, found: Fact | undefined): boolean {
  return usual.some(([pattern, facts]) => {
    if (!pattern.test(path)) return false;
    return facts === undefined || facts.some((fact) => fact === found || fact === nameOf(found));
  });
}

/** Roles may be named, or given as ARNs. */
const NAMED = /role(arn)?$/i;
/** The order of these means nothing; that of instance types only to strategies that go by it. */
const SETS = /^computeResources\.(subnets|securityGroupIds)$/;
const TYPES = /instanceTypes$/i;
/** Names in declarations that lead to what only AWS knows: of a file system its id, of a secret its random ending. */
const UNKNOWN = /\$\{(?:file_system|secret)\.[^}]*\}/;

function isInOrder(facts: Facts): boolean {
  return /_(ORDERED|PRIORITIZED)$/.test(String(facts.get("computeResources.allocationStrategy") ?? ""));
}

function isSame(path: string, declared: Fact, live: Fact | undefined, inOrder: boolean): boolean {
  if (declared === live) return true;
  if (typeof declared !== "string" || typeof live !== "string") return false;
  if (SETS.test(path) || (TYPES.test(path) && !inOrder)) return sorted(declared) === sorted(live);
  if (NAMED.test(path)) return nameOf(declared) === nameOf(live);
  const [before = "", ...after] = declared.split(UNKNOWN);
  return after.length > 0 && live.startsWith(before) && live.endsWith(after.join(""));
}

const sorted = (list: string) => list.split(", ").sort().join(", ");
const nameOf = (fact: Fact | undefined) => String(fact ?? "").replace(/^.*\//, "");

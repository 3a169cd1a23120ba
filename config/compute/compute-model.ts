/** What a compute file declares, right and complete: for the module that makes it and for commands that look at it. */
import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import type { Reference } from "../declarations/links";
import type { Declaration, DeclarationWarning } from "../declarations/parse";
import type { ComputeContext } from "./context";
import type { ComputeKind } from "./declarations";
import type { ComputeNames } from "./names";
import type { NetworkRequest } from "./network";
import { type PlacedText, type ResourceReference, resolvedText, withTexts } from "./references";
import type { RoleRequest } from "./role-request";
import type {
  ComputeEnvironmentRequest,
  ConsumableResourceRequest,
  JobQueueRequest,
  SchedulingPolicyRequest,
} from "./shapes";
import type { TeamRequest } from "./team-request";

/** Shared compute of an environment. */
export interface ComputeModel {
  /** Path of the file that declares it, relative to the repository root. */
  readonly file: string;
  /** Where it is, and what holds for all of it. */
  readonly context: ComputeContext;
  /** What the things are called that come with it. */
  readonly names: ComputeNames;
  readonly computeEnvironments: readonly ComputeEnvironmentDeclaration[];
  readonly schedulingPolicies: readonly Declaration<SchedulingPolicyRequest>[];
  readonly jobQueues: readonly JobQueueDeclaration[];
  readonly consumableResources: readonly Declaration<ConsumableResourceRequest>[];
  readonly jobDefinitions: readonly JobDefinitionDeclaration[];
  readonly jobRoles: readonly Declaration<RoleRequest>[];
  readonly teams: readonly TeamDeclaration[];
  /** What AWS accepts and is probably not meant: errors under `--strict`. */
  readonly warnings: readonly DeclarationWarning[];
}

export interface ComputeEnvironmentDeclaration extends Declaration<Omit<ComputeEnvironmentRequest, "network">> {
  readonly kind: ComputeKind;
  /** Undefined of an environment that is UNMANAGED, whose instances somebody else starts. */
  readonly network: Network | undefined;
  readonly roles: {
    /** The instance profile: none on Fargate, and of an environment that is UNMANAGED. */
    readonly instance: RoleSource;
    /** None: AWS Batch's service-linked role. */
    readonly service: RoleSource;
    /** None but for Spot instances that a fleet starts. */
    readonly spotFleet: RoleSource;
  };
}

/** Where a role comes from that an environment has. */
export type RoleSource =
  /** The request names it. */
  | { readonly kind: "given"; readonly role: string }
  /** It comes with shared compute: see `ComputeNames`. */
  | { readonly kind: "made" }
  | { readonly kind: "none" };

export interface Network {
  readonly subnets: NetworkSource;
  /** `made`: one is made in the VPC that is looked up. `template`: the launch template has them. */
  readonly securityGroups: NetworkSource | { readonly kind: "made" } | { readonly kind: "template" };
}

export type NetworkSource =
  | { readonly kind: "given"; readonly ids: readonly string[] }
  /** Those of the environment's own VPC. */
  | { readonly kind: "environment" }
  /** Those with the tags, in the VPC with the tags. */
  | { readonly kind: "tags"; readonly vpcTags: Tags; readonly tags: Tags };

type Tags = NetworkRequest["vpcTags"];

export interface JobQueueDeclaration extends Declaration<JobQueueRequest> {
  /** In the order in which they are tried. */
  readonly environments: readonly Reference[];
  /** Absent for a queue in order of submission. */
  readonly schedulingPolicy?: Reference;
  readonly scheduling: "FIFO" | "FAIR_SHARE";
  /** Undefined when no environment of it is declared in the file. */
  readonly kind: ComputeKind | undefined;
}

export interface JobDefinitionDeclaration extends Declaration<RegisterJobDefinitionRequest> {
  /** The file that declares it: the compute file, or one of a folder. */
  readonly file: string;
  readonly kind: ComputeKind;
  /** Where the request names something, in whose place something stands that has the right form: see `resolvedDefinition`. */
  readonly references: readonly PlacedText[];
  /** The keys of the teams that may submit it. */
  readonly teams: readonly string[];
}

export interface TeamDeclaration extends Declaration<TeamRequest> {
  readonly queues: readonly Reference[];
  /** Declared, or ARNs of others. */
  readonly roles: readonly Reference[];
  /** That each of its jobs carries, and by which it is known for one of the team's. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * @param resolve gives the ARN, the address, the name or the id of what is named
 * @returns the request, in which these stand
 */
export function resolvedDefinition(
  { request, references }: Pick<JobDefinitionDeclaration, "request" | "references">,
  resolve: (reference: ResourceReference) => string,
): RegisterJobDefinitionRequest {
  return withTexts(
    request,
    references.map(({ path, text }) => ({ path, text: resolvedText(text, resolve) })),
  );
}

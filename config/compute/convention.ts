import type {
  CreateComputeEnvironmentRequest,
  CreateConsumableResourceRequest,
  CreateJobQueueRequest,
  CreateSchedulingPolicyRequest,
  RegisterJobDefinitionRequest,
} from "@aws-sdk/client-batch";
import type { Convention, Members } from "../declarations/convention";
import type { NetworkRequest } from "./network";
import type { RoleInput } from "./role-request";
import type { TeamInput } from "./team-request";

/** The groups of a compute file. */
export const GROUPS = {
  ComputeEnvs: { infix: "CE", nameField: "computeEnvironmentName", kind: "compute environment" },
  SchedulingPolicies: { infix: "SP", nameField: "name", kind: "scheduling policy" },
  JobQueues: { infix: "QUEUE", nameField: "jobQueueName", kind: "job queue" },
  ConsumableResources: { infix: "CR", nameField: "consumableResourceName", kind: "consumable resource" },
  JobDefinitions: {
    infix: "JD",
    request: "REGISTER_REQUEST",
    nameField: "jobDefinitionName",
    kind: "job definition",
    folders: true,
  },
  JobRoles: { infix: "ROLE", request: "REQUEST", kind: "job role" },
  Teams: { infix: "TEAM", request: "REQUEST", kind: "team" },
} as const;

export type GroupName = keyof typeof GROUPS;

export const CONVENTION: Convention<GroupName> = {
  subject: "shared compute",
  source: "docs/compute-declarations.md, The convention",
  groups: GROUPS,
};

export type ComputeEnvs = Members<"CE", CreateComputeEnvironmentRequest & { readonly network?: NetworkRequest }>;
export type SchedulingPolicies = Members<"SP", CreateSchedulingPolicyRequest>;
export type JobQueues = Members<"QUEUE", CreateJobQueueRequest>;
export type ConsumableResources = Members<"CR", CreateConsumableResourceRequest>;
export type JobDefinitions = Partial<
  Members<"JD", RegisterJobDefinitionRequest, "REGISTER_REQUEST"> & Readonly<Record<`${string}_JD_FOLDER`, string>>
>;
export type JobRoles = Members<"ROLE", RoleInput, "REQUEST">;
export type Teams = Members<"TEAM", TeamInput, "REQUEST">;

/** The value of a compute file. */
export interface ComputeInput {
  readonly ComputeEnvs?: ComputeEnvs;
  readonly SchedulingPolicies?: SchedulingPolicies;
  readonly JobQueues?: JobQueues;
  readonly ConsumableResources?: ConsumableResources;
  readonly JobDefinitions?: JobDefinitions;
  readonly JobRoles?: JobRoles;
  readonly Teams?: Teams;
}

/**
 * For a compute file in TypeScript: `export default defineCompute({ ... })` makes a misspelt member, field or enumerated
 * value a compile error.
 *
 * @returns the argument; it is validated when the environment is synthesized.
 */
export function defineCompute(input: ComputeInput): ComputeInput {
  return input;
}

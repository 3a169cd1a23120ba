/**
 * Rules of compute environments. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-ce-*,
 * pf-batch-fargate-ce-fields, pf-batch-managed-compute-resources and pf-batch-unmanaged-fargate.
 */
import type { ComputeResource } from "@aws-sdk/client-batch";
import type { Orchestration } from "../../../aws/batch/instance-types";
import { computeEnvironment } from "../../../aws/batch/requests/compute-environment";
import { InvalidRequest } from "../plumbing/errors";
import { requireEc2 } from "./compute-resources-ec2";
import { requireFargate } from "./compute-resources-fargate";
import { requireFields } from "./fields";

export interface ComputeEnvironmentRequest {
  readonly orchestration: Orchestration;
  readonly type: "MANAGED" | "UNMANAGED";
  readonly state?: "ENABLED" | "DISABLED" | undefined;
  readonly unmanagedvCpus?: number | undefined;
  readonly computeResources?: ComputeResource | undefined;
  readonly serviceRole?: string | undefined;
}

export function requireComputeEnvironment(request: ComputeEnvironmentRequest): void {
  if (request.state === "DISABLED") {
    throw new InvalidRequest("Compute Environment must be created in ENABLED state.");
  }
  if (request.type === "MANAGED") requireManaged(request);
  else requireUnmanaged(request);
}

function requireManaged({ computeResources, unmanagedvCpus, orchestration }: ComputeEnvironmentRequest): void {
  if (unmanagedvCpus !== undefined) {
    throw new InvalidRequest("unmanagedvCpus is not applicable for managed Compute Environment.");
  }
  if (computeResources === undefined) {
    throw new InvalidRequest("computeResources must be provided for a MANAGED compute environment");
  }
  requireComputeResources(computeResources, orchestration);
}

/** Of a managed environment, as created or as it would be after an update. */
export function requireComputeResources(resources: ComputeResource, orchestration: Orchestration): void {
  if (resources.type === "ECS_MANAGED_INSTANCES") {
    throw new InvalidRequest(`The embedded AWS Batch has no compute environments of type ${resources.type}.`);
  }
  for (const member of ["managedInstancesProvider", "capacityTags"] as const) {
    // ComputeResource: both are for ECS_MANAGED_INSTANCES only.
    if (resources[member] !== undefined) throw new InvalidRequest(`${member} is not applicable for ${resources.type}.`);
  }
  if (isFargate(resources)) requireFargate(resources);
  else requireEc2(resources, orchestration);
  requireNetwork(resources);
  requireFields(computeEnvironment.rows.computeResources.rows, resources, "computeResources");
}

function requireUnmanaged({ computeResources, serviceRole }: ComputeEnvironmentRequest): void {
  if (computeResources !== undefined && isFargate(computeResources)) {
    throw new InvalidRequest("Cannot create an UNMANAGED Fargate Compute Environment.");
  }
  if (serviceRole === undefined) throw new InvalidRequest("ServiceRole is required.");
}

function requireNetwork({ subnets = [], securityGroupIds = [], launchTemplate }: ComputeResource): void {
  if (subnets.length === 0) throw new InvalidRequest("Subnets are required.");
  // A launch template can hold the security groups.
  if (securityGroupIds.length === 0 && launchTemplate === undefined) {
    throw new InvalidRequest("Security group ids are required.");
  }
}

export function isFargate(resources: ComputeResource): boolean {
  return resources.type?.startsWith("FARGATE") === true;
}

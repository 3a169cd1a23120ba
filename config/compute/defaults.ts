/** What compute environments get that their requests leave out. */
import type { ComputeEnvironmentDeclaration, Network, NetworkSource, RoleSource } from "./compute-model";
import type { ComputeEnvironmentRequest } from "./shapes";

type Roles = ComputeEnvironmentDeclaration["roles"];

export function rolesOf({ type, serviceRole, computeResources }: ComputeEnvironmentRequest): Roles {
  const { type: resources, instanceRole, allocationStrategy, spotIamFleetRole } = computeResources ?? {};
  const hasInstances = resources === "EC2" || resources === "SPOT";
  // ComputeResource, spotIamFleetRole: "required if the allocation strategy set to BEST_FIT or if the allocation strategy
  // isn't specified".
  const hasFleet = resources === "SPOT" && (allocationStrategy ?? "BEST_FIT") === "BEST_FIT";
  return {
    instance: sourceOf(instanceRole, hasInstances),
    // CreateComputeEnvironment, serviceRole: without it that is used which is linked with the service; an environment that
    // is UNMANAGED is refused without one.
    service: sourceOf(serviceRole, type === "UNMANAGED"),
    spotFleet: sourceOf(spotIamFleetRole, hasFleet),
  };
}

function sourceOf(given: string | undefined, isNeeded: boolean): RoleSource {
  if (given !== undefined) return { kind: "given", role: given };
  return { kind: isNeeded ? "made" : "none" };
}

export function networkOf(
  { type, computeResources }: ComputeEnvironmentRequest,
  network: ComputeEnvironmentRequest["network"],
): Network | undefined {
  if (type === "UNMANAGED" || computeResources === undefined) return undefined;
  const { subnets, securityGroupIds, launchTemplate } = computeResources;
  if (network !== undefined) {
    const { vpcTags, subnetTags, securityGroupTags } = network;
    return {
      subnets: { kind: "tags", vpcTags, tags: subnetTags },
      securityGroups:
        securityGroupTags === undefined ? { kind: "made" } : { kind: "tags", vpcTags, tags: securityGroupTags },
    };
  }
  return {
    subnets: idsOr(subnets),
    // ComputeResource, securityGroupIds: a launch template can have them, and these would take their place.
    securityGroups:
      securityGroupIds === undefined && launchTemplate !== undefined ? { kind: "template" } : idsOr(securityGroupIds),
  };
}

const idsOr = (ids: readonly string[] | undefined): NetworkSource =>
  ids === undefined ? { kind: "environment" } : { kind: "given", ids };

import type { ComputeResource } from "@aws-sdk/client-batch";
import { FARGATE_SECURITY_GROUPS, FARGATE_SUBNETS } from "../../../aws/batch/limits";
import { InvalidRequest } from "../plumbing/errors";

// ComputeResource: "This parameter isn't applicable to jobs that are running on Fargate resources. Don't specify it."
const EC2_ONLY = [
  "allocationStrategy",
  "minvCpus",
  "desiredvCpus",
  "instanceTypes",
  "imageId",
  "ec2KeyPair",
  "instanceRole",
  "tags",
  "placementGroup",
  "bidPercentage",
  "spotIamFleetRole",
  "launchTemplate",
  "ec2Configuration",
  "scalingPolicy",
] as const satisfies readonly (keyof ComputeResource)[];

/** Compute resources of type FARGATE and FARGATE_SPOT. Sources: as in `compute-environment.ts`. */
export function requireFargate(resources: ComputeResource): void {
  const wrong = EC2_ONLY.find((member) => resources[member] !== undefined);
  if (wrong !== undefined) throw new InvalidRequest(`${wrong} is not applicable for Fargate.`);
  if ((resources.subnets ?? []).length > FARGATE_SUBNETS) {
    throw new InvalidRequest(`Fargate supports a maximum of ${FARGATE_SUBNETS} subnets.`);
  }
  if ((resources.securityGroupIds ?? []).length > FARGATE_SECURITY_GROUPS) {
    throw new InvalidRequest(`Fargate supports a maximum of ${FARGATE_SECURITY_GROUPS} security groups.`);
  }
}

import type { ComputeResource } from "@aws-sdk/client-batch";
import { ClientException } from "../plumbing/errors";

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

// ComputeResource: "Fargate compute resources can contain up to 16 subnets ... up to 5 security groups".
const MAX_SUBNETS = 16;
const MAX_SECURITY_GROUPS = 5;

/** Compute resources of type FARGATE and FARGATE_SPOT. Sources: as in `compute-environment.ts`. */
export function requireFargate(resources: ComputeResource): void {
  const wrong = EC2_ONLY.find((member) => resources[member] !== undefined);
  if (wrong !== undefined) throw new ClientException(`${wrong} is not applicable for Fargate.`);
  if ((resources.subnets ?? []).length > MAX_SUBNETS) {
    throw new ClientException(`Fargate supports a maximum of ${MAX_SUBNETS} subnets.`);
  }
  if ((resources.securityGroupIds ?? []).length > MAX_SECURITY_GROUPS) {
    throw new ClientException(`Fargate supports a maximum of ${MAX_SECURITY_GROUPS} security groups.`);
  }
}

import type { ComputeResource } from "@aws-sdk/client-batch";
import { FARGATE_SECURITY_GROUPS, FARGATE_SUBNETS } from "../../../aws/batch/limits";
import { NOT_ON_FARGATE } from "../../../aws/batch/not-on-fargate";
import { InvalidRequest } from "../plumbing/errors";

/** Compute resources of type FARGATE and FARGATE_SPOT. Sources: as in `compute-environment.ts`. */
export function requireFargate(resources: ComputeResource): void {
  const wrong = NOT_ON_FARGATE.find((member) => resources[member] !== undefined);
  if (wrong !== undefined) throw new InvalidRequest(`${wrong} is not applicable for Fargate.`);
  if ((resources.subnets ?? []).length > FARGATE_SUBNETS) {
    throw new InvalidRequest(`Fargate supports a maximum of ${FARGATE_SUBNETS} subnets.`);
  }
  if ((resources.securityGroupIds ?? []).length > FARGATE_SECURITY_GROUPS) {
    throw new InvalidRequest(`Fargate supports a maximum of ${FARGATE_SECURITY_GROUPS} security groups.`);
  }
}

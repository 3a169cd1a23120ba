/** What of a compute environment can be changed. Source: UpdateComputeEnvironment, AWS Batch User Guide, updating-compute-environments. */
import type { ComputeResourceUpdate, UpdatePolicy } from "@aws-sdk/client-batch";
import { ClientException, InvalidRequest } from "../plumbing/errors";
import type { ComputeEnvironment } from "../plumbing/state";
import { isFargate } from "./compute-environment";

export interface ComputeEnvironmentUpdate {
  readonly unmanagedvCpus?: number | undefined;
  readonly computeResources?: ComputeResourceUpdate | undefined;
  readonly serviceRole?: string | undefined;
  readonly updatePolicy?: UpdatePolicy | undefined;
}

export function requireUpdatable(environment: ComputeEnvironment, update: ComputeEnvironmentUpdate): void {
  if (environment.type === "MANAGED" && update.unmanagedvCpus !== undefined) {
    throw new ClientException("unmanagedvCpus is not applicable for managed Compute Environment.");
  }
  if (environment.type === "UNMANAGED" && update.computeResources !== undefined) {
    throw new ClientException("computeResources is not applicable for unmanaged Compute Environment.");
  }
  // UpdatePolicy: "Valid Range: Minimum value of 1. Maximum value of 360."
  const minutes = update.updatePolicy?.jobExecutionTimeoutMinutes;
  if (minutes !== undefined && (minutes < 1 || minutes > 360)) {
    throw new InvalidRequest("jobExecutionTimeoutMinutes must be between 1 and 360.");
  }
  requireSameKindOfRole(environment, update.serviceRole);
  requireChangeable(environment, update.computeResources ?? {});
}

// "If the compute environment has a service-linked role, it can't be changed to use a regular IAM role. Likewise, ..."
function requireSameKindOfRole(environment: ComputeEnvironment, role: string | undefined): void {
  if (role === undefined || isServiceLinked(role) === isServiceLinked(environment.serviceRole)) return;
  throw new ClientException("A service-linked role and a regular IAM role cannot replace each other.");
}

function isServiceLinked(role: string): boolean {
  return /:role\/aws-service-role\/batch\.amazonaws\.com\//.test(role);
}

/** These change at once; everything else is an infrastructure update. */
const SCALING: readonly string[] = ["minvCpus", "maxvCpus", "desiredvCpus"];
const FARGATE: readonly string[] = ["maxvCpus", "subnets", "securityGroupIds", "type"];

/** Infrastructure updates need the service-linked role, and a strategy other than BEST_FIT. */
function requireChangeable(environment: ComputeEnvironment, changes: ComputeResourceUpdate): void {
  const resources = environment.computeResources;
  if (resources === undefined) return;
  const allowed = isFargate(resources) ? FARGATE : SCALING;
  const others = Object.keys(changes).filter((member) => !allowed.includes(member));
  if (others.length === 0) return;
  const strategy = changes.allocationStrategy ?? resources.allocationStrategy ?? "BEST_FIT";
  if (isFargate(resources) || !isServiceLinked(environment.serviceRole) || strategy === "BEST_FIT") {
    throw new ClientException(
      `Compute environment ${environment.name} does not support updates of ${others.join(", ")}.`,
    );
  }
}

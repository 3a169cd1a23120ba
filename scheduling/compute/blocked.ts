import { BLOCKED, type Blocked } from "../../aws/batch/blocked-reasons";
import type { Misfit } from "./capacity";

/**
 * Rule E12: why a job at the head of its queue cannot start however long it waits.
 *
 * @param misfits - why it cannot be placed, by the environments of its queue in their order
 * @returns undefined: it only has to wait
 */
export function blockedBy(misfits: readonly Misfit[]): Blocked | undefined {
  const enabled = misfits.filter(({ kind }) => kind !== "disabled");
  // AWS names no reason for queues all of whose environments are DISABLED, or that have none.
  if (enabled.length === 0) return BLOCKED.undetermined;
  if (enabled.some(({ kind }) => kind === "busy")) return undefined;
  // "All connected compute environments": one that is too small for the job counts like one that has the same trouble.
  const outage = enabled.find((misfit) => misfit.kind === "outage");
  if (outage !== undefined) return outageReason(outage);
  return enabled.every(({ kind }) => kind === "max-vcpus") ? BLOCKED.maxResource : BLOCKED.resourceRequirement;
}

function outageReason({ outage, instanceType }: Extract<Misfit, { kind: "outage" }>): Blocked {
  switch (outage) {
    case "insufficient-capacity":
      return BLOCKED.insufficientCapacity(instanceType);
    case "service-role":
      return BLOCKED.serviceRole;
    case "unsupported-instances":
      return BLOCKED.unsupportedInstances;
    case "invalid":
      return BLOCKED.invalid;
    case "undetermined":
      return BLOCKED.undetermined;
  }
}

/** Where a job fits. */
import type { Call } from "../../plumbing/operation";
import type { ComputeEnvironment, JobQueue } from "../../plumbing/state";
import type { Job } from "./job";

/** The first compute environment of the queue, by its order, that has room for the job now; undefined: none has. */
export function placeFor(call: Call, queue: JobQueue, { demand }: Job): ComputeEnvironment | undefined {
  return environmentsOf(call, queue).find((environment) => {
    const free = vcpusOf(environment) - call.state.jobs.usedOf(environment.arn).vcpus;
    return environment.state === "ENABLED" && demand.vcpus <= free;
  });
}

/** Why the first job of a queue cannot start however long it waits; undefined: it only has to wait. */
export function stuckReason(call: Call, queue: JobQueue, { demand }: Job): string | undefined {
  const environments = environmentsOf(call, queue);
  if (environments.every(({ state }) => state === "DISABLED")) {
    return "All compute environments of the job queue are DISABLED.";
  }
  if (environments.every((environment) => demand.vcpus > vcpusOf(environment))) {
    // AWS Batch User Guide, "Jobs stuck in RUNNABLE status".
    return (
      "MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE - CE(s) associated with the job queue cannot meet the CPU " +
      "requirement of the job."
    );
  }
  return undefined;
}

/** vCPUs of all compute environments of the queue that are enabled. */
export function capacityOf(call: Call, queue: JobQueue): number {
  const enabled = environmentsOf(call, queue).filter(({ state }) => state === "ENABLED");
  return enabled.reduce((sum, environment) => sum + vcpusOf(environment), 0);
}

function environmentsOf({ state, now }: Call, queue: JobQueue): ComputeEnvironment[] {
  const order = [...queue.computeEnvironmentOrder].sort((one, other) => (one.order ?? 0) - (other.order ?? 0));
  return order.flatMap(({ computeEnvironment = "" }) => state.computeEnvironments.find(computeEnvironment, now) ?? []);
}

/** vCPUs; an unmanaged environment has what its owner gives it. */
function vcpusOf({ computeResources, unmanagedvCpus }: ComputeEnvironment): number {
  return computeResources?.maxvCpus ?? unmanagedvCpus ?? Infinity;
}

/** EC2 takes Spot capacity back. Source: AWS Batch User Guide, "Best practices", Spot Instances; the texts are those of ECS. */
import { Fleet } from "../../../../scheduling";
import type { Call } from "../../plumbing/operation";
import type { ComputeEnvironment } from "../../plumbing/state";
import { capacityOf } from "./capacity";
import type { Job } from "./job";
import { interrupt } from "./lifecycle";
import type { Reclaimed } from "./simulation-rules";

/** stoppedReason of ECS for tasks of a host that is gone; `evaluateOnExit` looks for `Host EC2*`. */
const hostGone = (instanceId: string): string => `Host EC2 (instance ${instanceId}) terminated.`;
/** The same of a task on Fargate Spot (ECS Developer Guide, "Stopped tasks error codes", SpotInterruption). */
const TASK_INTERRUPTED = "Your Spot Task was interrupted.";

/**
 * All Spot capacity of an environment goes, and with it the attempts that run there.
 *
 * @returns undefined when the environment is none of Spot
 */
export function reclaim(call: Call, environment: ComputeEnvironment): Reclaimed | undefined {
  if (environment.computeResources?.type?.endsWith("SPOT") !== true) return undefined;
  return loseMachines(call, environment);
}

/** All machines of an environment go, and with them the attempts that run there. */
export function loseMachines(call: Call, environment: ComputeEnvironment): Reclaimed {
  const { capacity, hosts } = capacityOf(call, environment);
  const lost = capacity instanceof Fleet ? capacity.instances : [];
  for (const instance of lost) if (capacity instanceof Fleet) capacity.reclaim(instance, call.now);
  const jobs = jobsOn(call, environment);
  for (const job of jobs) {
    const { host } = job.placement?.room ?? {};
    interrupt(call, job, host === undefined ? TASK_INTERRUPTED : hostGone(host.id));
  }
  return { instances: lost.flatMap((instance) => hosts.get(instance)?.id ?? []), jobs: jobs.map(({ id }) => id) };
}

/** The jobs that have room on an environment: those that are STARTING or RUNNING there. */
export function jobsOn(call: Call, environment: ComputeEnvironment): Job[] {
  const { capacity } = capacityOf(call, environment);
  return call.state.jobs.placed().filter(({ placement }) => placement?.room.held.capacity === capacity);
}

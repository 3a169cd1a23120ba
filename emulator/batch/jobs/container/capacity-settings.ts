/** A compute environment as the engine has it. */
import type { FleetSettings, VcpuSettings } from "../../../../scheduling";
import type { ComputeEnvironment } from "../../plumbing/state";
import type { EnvironmentRule } from "./environment-rule";

/** What is simulated of an environment; undefined: nothing is wrong with it. */
export type Conditions = EnvironmentRule | undefined;

/** Whether AWS Batch gets instances for it: not on Fargate, and not where the owner does. */
export function hasInstances({ type, computeResources }: ComputeEnvironment): boolean {
  return type === "MANAGED" && computeResources?.type?.startsWith("FARGATE") === false;
}

/** vCPUs: an unmanaged environment has what its owner gives it. */
export function vcpuSettings(environment: ComputeEnvironment, condition: Conditions): VcpuSettings {
  const { computeResources, unmanagedvCpus, state } = environment;
  const maxvCpus = computeResources?.maxvCpus ?? unmanagedvCpus ?? Infinity;
  return { maxvCpus, enabled: state === "ENABLED", outage: condition?.reason };
}

/** @param idle - milliseconds that an instance stays without a job, where the environment says nothing */
export function fleetSettings(environment: ComputeEnvironment, condition: Conditions, idle: number): FleetSettings {
  const { computeResources: resources } = environment;
  const { minvCpus = 0, scalingPolicy } = resources ?? {};
  // ComputeScalingPolicy: 0 is without a delay of its own.
  const delay = (scalingPolicy?.minScaleDownDelayMinutes ?? 0) * 60_000;
  return {
    ...vcpuSettings(environment, condition),
    minvCpus,
    desiredvCpus: resources?.desiredvCpus ?? minvCpus,
    instanceTypes: resources?.instanceTypes ?? [],
    strategy: resources?.allocationStrategy ?? "BEST_FIT",
    spot: resources?.type === "SPOT",
    keepIdle: Math.max(delay, idle),
    outageTypes: condition?.instanceTypes,
  };
}

/** The container of a job: that of the definition, with what the submission overrides. */
import type { ContainerProperties, KeyValuePair, ContainerOverrides } from "@aws-sdk/client-batch";
import type { Resources } from "../../../../scheduling";

/** @returns a container that may break rules; ask `requireContainer` */
export function overridden(container: ContainerProperties, overrides: ContainerOverrides): ContainerProperties {
  const { environment = [], resourceRequirements = [], ...rest } = overrides;
  const replaced = new Set(resourceRequirements.map(({ type }) => type));
  return {
    ...container,
    // ContainerOverrides, resourceRequirements: they override the settings of the definition, also its old members.
    vcpus: replaced.has("VCPU") ? undefined : container.vcpus,
    memory: replaced.has("MEMORY") ? undefined : container.memory,
    ...rest,
    environment: mergedEnvironment(container.environment ?? [], environment),
    resourceRequirements: [
      ...(container.resourceRequirements ?? []).filter(({ type }) => type === undefined || !replaced.has(type)),
      ...resourceRequirements,
    ],
  };
}

function mergedEnvironment(defined: readonly KeyValuePair[], overrides: readonly KeyValuePair[]): KeyValuePair[] {
  const values = new Map([...defined, ...overrides].map(({ name = "", value }) => [name, value]));
  return [...values].map(([name, value]) => ({ name, value }));
}

/** @param container - one that keeps the rules, so vCPUs and memory are there */
export function demandOf({ vcpus, memory, resourceRequirements = [] }: ContainerProperties): Resources {
  const required = (wanted: "VCPU" | "MEMORY" | "GPU"): number =>
    Number(resourceRequirements.find(({ type }) => type === wanted)?.value ?? 0);
  return { vcpus: vcpus ?? required("VCPU"), memory: memory ?? required("MEMORY"), gpus: required("GPU") };
}

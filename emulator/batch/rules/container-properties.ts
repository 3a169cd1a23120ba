/**
 * Rules of a container on ECS. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-* and
 * pf-batch-fargate-*.
 */
import type { ContainerProperties, ResourceRequirement } from "@aws-sdk/client-batch";
import { LEAST_MEMORY_MIB } from "../../../aws/batch/limits";
import { fargateMemory } from "../../../aws/batch/fargate-sizes";
import { ClientException } from "../plumbing/errors";

export function requireContainer(properties: ContainerProperties, fargate: boolean): void {
  const needs = properties.resourceRequirements ?? [];
  if (properties.image === undefined || properties.image === "") throw new ClientException("Image is required.");
  requireDistinct(needs);
  requireNoLegacyBeside(properties, needs);
  if (fargate) requireForFargate(properties, needs);
  requireSize(properties, needs, fargate);
  requireWholeGpus(needs);
  requireEnvironmentNames(properties);
}

function requireDistinct(needs: readonly ResourceRequirement[]): void {
  if (new Set(needs.map(({ type }) => type)).size < needs.length) {
    throw new ClientException("Cannot provide duplicates in resourceRequirements.");
  }
}

/** The old members may stand beside requirements of other types (a GPU), not beside their own. */
function requireNoLegacyBeside(properties: ContainerProperties, needs: readonly ResourceRequirement[]): void {
  for (const [legacy, type] of [
    ["vcpus", "VCPU"],
    ["memory", "MEMORY"],
  ] as const) {
    if (properties[legacy] !== undefined && needs.some((need) => need.type === type)) {
      throw new ClientException(`Cannot use both ECS containerProperties ${legacy} and resourceRequirement ${type}.`);
    }
  }
}

// AWS Batch User Guide, fargate-job-definitions: what Fargate jobs need and cannot have.
function requireForFargate(properties: ContainerProperties, needs: readonly ResourceRequirement[]): void {
  for (const legacy of ["vcpus", "memory"] as const) {
    if (properties[legacy] !== undefined) {
      throw new ClientException(`${legacy} is not applicable for Fargate. Use resource requirements instead.`);
    }
  }
  if (properties.executionRoleArn === undefined) {
    throw new ClientException("executionRoleArn is required for Fargate jobs.");
  }
  if (needs.some(({ type }) => type === "GPU")) throw new ClientException("GPU is not applicable for Fargate.");
  if (properties.privileged === true) {
    throw new ClientException("Fargate requires that the ‘privileged’ setting be ‘false’ at the container level.");
  }
  for (const member of ["instanceType", "ulimits"] as const) {
    if (isGiven(properties[member])) throw new ClientException(`${member} is not applicable for Fargate.`);
  }
}

function isGiven(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

function requireSize(properties: ContainerProperties, needs: readonly ResourceRequirement[], fargate: boolean): void {
  const vcpus = properties.vcpus ?? numberOf(needs, "VCPU");
  const memory = properties.memory ?? numberOf(needs, "MEMORY");
  if (vcpus === undefined) throw new ClientException("vCPU is required.");
  if (memory === undefined) throw new ClientException("Memory is required.");
  if (memory < LEAST_MEMORY_MIB) {
    throw new ClientException(`Memory must be at least ${LEAST_MEMORY_MIB} Mib, got ${memory} Mib.`);
  }
  if (fargate) {
    if (fargateMemory(vcpus).includes(memory)) return;
    // Wording: https://github.com/Netflix/metaflow/issues/749
    throw new ClientException(`Fargate resource requirements (${vcpus.toFixed(2)} vCPU, ${memory} MiB) not valid.`);
  }
  if (vcpus < 1) throw new ClientException(`vCPU must be at least 1, got ${vcpus}.`);
}

function requireWholeGpus(needs: readonly ResourceRequirement[]): void {
  const gpus = numberOf(needs, "GPU");
  if (gpus !== undefined && (!Number.isInteger(gpus) || gpus < 1)) throw badValue("GPU", String(gpus));
}

/** @throws ClientException when the value is no number */
function numberOf(needs: readonly ResourceRequirement[], type: "VCPU" | "MEMORY" | "GPU"): number | undefined {
  const text = needs.find((need) => need.type === type)?.value;
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw badValue(type, text);
  if (type === "MEMORY" && !Number.isInteger(value)) throw badValue(type, text);
  return value;
}

function badValue(type: string, value: string): ClientException {
  return new ClientException(
    `Value ${value} for type ${type} in resourceRequirement is not valid. Please provide a valid value.`,
  );
}

function requireEnvironmentNames({ environment = [] }: ContainerProperties): void {
  if (environment.some(({ name }) => name === undefined || name === "")) {
    throw new ClientException("Environment variable name is required.");
  }
  // KeyValuePair: "Environment variables cannot start with AWS_BATCH. This naming convention is reserved".
  const reserved = environment.find(({ name }) => name?.startsWith("AWS_BATCH"));
  if (reserved !== undefined) {
    throw new ClientException(`Environment variable ${reserved.name ?? ""} cannot start with AWS_BATCH.`);
  }
}

/**
 * Rules of a container on ECS. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-* and
 * pf-batch-fargate-*.
 */
import type { ContainerProperties, PlatformCapability, ResourceRequirement } from "@aws-sdk/client-batch";
import { EPHEMERAL_STORAGE_GIB, SWAPPINESS } from "../../../aws/batch/containers";
import { isWithin, LEAST_MEMORY_MIB } from "../../../aws/batch/limits";
import { fargateMemory } from "../../../aws/batch/fargate-sizes";
import { InvalidRequest } from "../plumbing/errors";
import { requireExecutionRole, requireForPlatform, requirePlace } from "./platform";
import { requireVolumes } from "./volumes";

/** @param platform - MANAGED_INSTANCES takes no container that is a job of its own */
export function requireContainer(properties: ContainerProperties, platform: PlatformCapability): void {
  if (platform === "MANAGED_INSTANCES") {
    throw new InvalidRequest("Cannot use ECS containerProperties for MANAGED_INSTANCES");
  }
  const needs = properties.resourceRequirements ?? [];
  requireBasics(properties, needs);
  if (platform === "FARGATE") requireForFargate(properties, needs);
  requireSize(properties, needs, platform === "FARGATE");
  requireRest(properties, platform);
}

/** One of several nodes; vCPUs and memory may stand in another range of nodes. */
export function requireNode(properties: ContainerProperties): void {
  const needs = properties.resourceRequirements ?? [];
  requireBasics(properties, needs);
  requireWholeVcpus(needs);
  requireLeast(properties.vcpus ?? numberOf(needs, "VCPU"), properties.memory ?? numberOf(needs, "MEMORY"), false);
  requireRest(properties, "EC2");
}

function requireBasics(properties: ContainerProperties, needs: readonly ResourceRequirement[]): void {
  if (properties.image === undefined || properties.image === "") throw new InvalidRequest("Image is required.");
  requireRequirements(needs);
  requireNoLegacyBeside(properties, needs);
}

function requireRest(properties: ContainerProperties, platform: PlatformCapability): void {
  const { volumes = [], jobRoleArn, executionRoleArn, fargatePlatformConfiguration: version } = properties;
  requireEnvironmentNames(properties);
  requirePlace(properties, [properties], platform);
  requireForPlatform(properties, platform);
  requireLinuxParameters(properties);
  requireExecutionRole([properties], executionRoleArn);
  requireVolumes(volumes, [properties], {
    platform,
    platformVersion: version?.platformVersion,
    roleArn: jobRoleArn,
    family: properties.runtimePlatform?.operatingSystemFamily,
  });
}

/** What every list of requirements keeps to, also one of a submission. */
export function requireRequirements(needs: readonly ResourceRequirement[]): void {
  requireDistinct(needs);
  requireWholeGpus(needs);
  requireLeast(numberOf(needs, "VCPU"), numberOf(needs, "MEMORY"), true);
}

function requireLinuxParameters({ linuxParameters = {}, ephemeralStorage }: ContainerProperties): void {
  const { maxSwap = 0, swappiness = 0, tmpfs = [] } = linuxParameters;
  if (maxSwap < 0) throw new InvalidRequest(`Invalid swap memory size: ${maxSwap}, must be non-negative.`);
  if (!isWithin(SWAPPINESS, swappiness)) {
    const { least, most } = SWAPPINESS;
    throw new InvalidRequest(`Invalid swappiness: ${swappiness}, must be between ${least} and ${most}.`);
  }
  if (tmpfs.some(({ size = 0 }) => size < 1)) {
    throw new InvalidRequest("Size of a tmpfs is invalid. The size is required and must be a positive integer.");
  }
  const { least, most } = EPHEMERAL_STORAGE_GIB;
  const size = ephemeralStorage?.sizeInGiB;
  if (size === undefined || isWithin(EPHEMERAL_STORAGE_GIB, size)) return;
  throw new InvalidRequest(`Ephemeral storage for Fargate tasks can be only between range ${least} GiB to ${most} GiB`);
}

function requireDistinct(needs: readonly ResourceRequirement[]): void {
  if (new Set(needs.map(({ type }) => type)).size < needs.length) {
    throw new InvalidRequest("Cannot provide duplicates in resourceRequirements.");
  }
}

/** The old members may stand beside requirements of other types (a GPU), not beside their own. */
function requireNoLegacyBeside(properties: ContainerProperties, needs: readonly ResourceRequirement[]): void {
  for (const [legacy, type] of [
    ["vcpus", "VCPU"],
    ["memory", "MEMORY"],
  ] as const) {
    if (properties[legacy] !== undefined && needs.some((need) => need.type === type)) {
      throw new InvalidRequest(`Cannot use both ECS containerProperties ${legacy} and resourceRequirement ${type}.`);
    }
  }
}

// AWS Batch User Guide, fargate-job-definitions: what Fargate jobs need and cannot have.
function requireForFargate(properties: ContainerProperties, needs: readonly ResourceRequirement[]): void {
  for (const legacy of ["vcpus", "memory"] as const) {
    if (properties[legacy] !== undefined) {
      throw new InvalidRequest(`${legacy} is not applicable for Fargate. Use resource requirements instead.`);
    }
  }
  if (properties.executionRoleArn === undefined) {
    throw new InvalidRequest("executionRoleArn is required for Fargate jobs.");
  }
  if (needs.some(({ type }) => type === "GPU")) throw new InvalidRequest("GPU is not applicable for Fargate.");
  for (const member of ["instanceType", "ulimits"] as const) {
    if (isGiven(properties[member])) throw new InvalidRequest(`${member} is not applicable for Fargate.`);
  }
}

function isGiven(value: string | readonly unknown[] | undefined): boolean {
  return value !== undefined && value.length > 0;
}

function requireSize(properties: ContainerProperties, needs: readonly ResourceRequirement[], fargate: boolean): void {
  if (!fargate) requireWholeVcpus(needs);
  const vcpus = properties.vcpus ?? numberOf(needs, "VCPU");
  const memory = properties.memory ?? numberOf(needs, "MEMORY");
  if (vcpus === undefined) throw new InvalidRequest("vCPU is required.");
  if (memory === undefined) throw new InvalidRequest("Memory is required.");
  requireLeast(vcpus, memory, fargate);
  if (!fargate || fargateMemory(vcpus).includes(memory)) return;
  // Wording: https://github.com/Netflix/metaflow/issues/749
  throw new InvalidRequest(`Fargate resource requirements (${vcpus.toFixed(2)} vCPU, ${memory} MiB) not valid.`);
}

/** ResourceRequirement: "For Amazon EC2 resources, you must specify at least one vCPU". "1.0": kestra-io/plugin-aws #504. */
export function requireWholeVcpus(needs: readonly ResourceRequirement[]): void {
  const text = needs.find(({ type }) => type === "VCPU")?.value;
  if (text === undefined || /^[1-9]\d*$/.test(text) || Number(text) < 1) return;
  throw new InvalidRequest(
    `Value ${text} for type VCPU in resourceRequirement is not valid. Please provide a numeric value.`,
  );
}

/** @param parts - whether less than one vCPU can be right */
function requireLeast(vcpus: number | undefined, memory: number | undefined, parts: boolean): void {
  if (memory !== undefined && memory < LEAST_MEMORY_MIB) {
    throw new InvalidRequest(`Memory must be at least ${LEAST_MEMORY_MIB} Mib, got ${memory} Mib.`);
  }
  if (vcpus !== undefined && vcpus < 1 && !parts) throw new InvalidRequest(`vCPU must be at least 1, got ${vcpus}.`);
}

function requireWholeGpus(needs: readonly ResourceRequirement[]): void {
  const gpus = numberOf(needs, "GPU");
  if (gpus !== undefined && (!Number.isInteger(gpus) || gpus < 1)) throw badValue("GPU", String(gpus));
}

/** @throws InvalidRequest when the value is no number */
function numberOf(needs: readonly ResourceRequirement[], type: "VCPU" | "MEMORY" | "GPU"): number | undefined {
  const text = needs.find((need) => need.type === type)?.value;
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw badValue(type, text);
  if (type === "MEMORY" && !Number.isInteger(value)) throw badValue(type, text);
  return value;
}

function badValue(type: string, value: string): InvalidRequest {
  return new InvalidRequest(
    `Value ${value} for type ${type} in resourceRequirement is not valid. Please provide a valid value.`,
  );
}

function requireEnvironmentNames({ environment = [] }: ContainerProperties): void {
  if (environment.some(({ name }) => name === undefined || name === "")) {
    throw new InvalidRequest("Environment variable name is required.");
  }
  // KeyValuePair: "Environment variables cannot start with AWS_BATCH. This naming convention is reserved".
  const reserved = environment.find(({ name }) => name?.startsWith("AWS_BATCH"));
  if (reserved !== undefined) {
    throw new InvalidRequest(`Environment variable ${reserved.name ?? ""} cannot start with AWS_BATCH.`);
  }
}

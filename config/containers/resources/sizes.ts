import type { ResourceRequirement } from "@aws-sdk/client-batch";
import { FARGATE_VCPUS, fargateMemory } from "../../../aws/batch/fargate-sizes";
import type { ValueProblem } from "../../zod-problems";
import { amountOf, REQUIREMENT_PAGE as source } from "./requirements";

const WHOLE = /^[1-9]\d*$/;

/**
 * @param path of what says how large the container is
 * @returns what is wrong with the vCPUs of a container on EC2
 */
export function ec2SizeProblems(
  requirements: readonly ResourceRequirement[],
  path: readonly PropertyKey[],
): ValueProblem[] {
  const stated = requirements.find(({ type }) => type === "VCPU")?.value;
  const vcpus = Number(stated);
  if (stated === undefined || !Number.isFinite(vcpus) || WHOLE.test(stated)) return [];
  const rule = "must need a whole number of vCPUs, 1 or more, on EC2";
  if (Number.isInteger(vcpus) && vcpus >= 1) {
    // AWS Batch takes no "1.0" (kestra-io/plugin-aws #504).
    return [{ path, rule, found: stated, hint: `write it as "${vcpus}"`, source }];
  }
  const hint = 'parts of a vCPU are for Fargate: platformCapabilities ["FARGATE"]';
  return [{ path, rule, found: vcpus, hint, source }];
}

/** @returns the same of one of several containers on EC2, which may have less than one vCPU of the task */
export function partOfEc2Problems(requirements: readonly ResourceRequirement[], path: readonly PropertyKey[]) {
  return (amountOf(requirements, "VCPU") ?? 0) < 1 ? [] : ec2SizeProblems(requirements, path);
}

/**
 * @param path of what says how large the container is
 * @returns what is wrong with vCPUs and memory of a container on Fargate, which has certain pairs of them
 */
export function fargateSizeProblems(
  requirements: readonly ResourceRequirement[],
  path: readonly PropertyKey[],
): ValueProblem[] {
  const vcpus = amountOf(requirements, "VCPU");
  const memory = amountOf(requirements, "MEMORY");
  if (vcpus === undefined || memory === undefined) return [];
  const sizes = fargateMemory(vcpus);
  if (sizes.length === 0) {
    return [{ path, rule: "has a VCPU that Fargate lacks", found: vcpus, allowed: FARGATE_VCPUS.map(String), source }];
  }
  if (sizes.includes(memory)) return [];
  const rule = `has a MEMORY (MiB) that Fargate lacks for ${vcpus} vCPU`;
  return [{ path, rule, found: memory, allowed: sizes.map(String), source }];
}

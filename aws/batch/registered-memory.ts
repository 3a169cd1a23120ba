/**
 * Of the memory of an instance, what jobs can have. Source: AWS Batch User Guide, "Compute resource memory management".
 */
import type { InstanceSize } from "./instance-sizes";

/** "Because of platform memory overhead and memory occupied by the system kernel": of the 8192 MiB of its m4.large 7985 are left. */
const USABLE_OF_8_GIB = 7985;
const MIB_IN_8_GIB = 8192;

/** "The default AWS Batch compute resource AMI also reserves 32 MiB of memory for the Amazon ECS container agent". */
const RESERVED_BY_AGENT = 32;

/**
 * Rule E2: AWS has the number of one type only; others are taken to lose the same part.
 *
 * @returns MiB that the ECS agent registers for an instance
 */
export function registeredMiB({ memoryMiB }: Pick<InstanceSize, "memoryMiB">): number {
  return Math.max(Math.floor((memoryMiB * USABLE_OF_8_GIB) / MIB_IN_8_GIB) - RESERVED_BY_AGENT, 0);
}

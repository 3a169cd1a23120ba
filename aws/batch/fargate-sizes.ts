const GIB = 1024;

interface Size {
  readonly vcpus: number;
  /** MiB */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

// AWS Batch API Reference, ResourceRequirement: the combinations of vCPU and memory that Fargate has.
const SIZES: readonly Size[] = [
  { vcpus: 0.25, from: GIB / 2, to: GIB / 2, step: GIB },
  { vcpus: 0.25, from: GIB, to: 2 * GIB, step: GIB },
  { vcpus: 0.5, from: GIB, to: 4 * GIB, step: GIB },
  { vcpus: 1, from: 2 * GIB, to: 8 * GIB, step: GIB },
  { vcpus: 2, from: 4 * GIB, to: 16 * GIB, step: GIB },
  { vcpus: 4, from: 8 * GIB, to: 30 * GIB, step: GIB },
  { vcpus: 8, from: 16 * GIB, to: 60 * GIB, step: 4 * GIB },
  { vcpus: 16, from: 32 * GIB, to: 120 * GIB, step: 8 * GIB },
  { vcpus: 32, from: 60 * GIB, to: 120 * GIB, step: 60 * GIB },
  { vcpus: 32, from: 244 * GIB, to: 244 * GIB, step: GIB },
];

/** @returns the numbers of vCPUs that Fargate has. */
export const FARGATE_VCPUS = [...new Set(SIZES.map(({ vcpus }) => vcpus))];

/** @returns the MiB that Fargate has for a number of vCPUs; empty when it does not have that number. */
export function fargateMemory(vcpus: number): number[] {
  return SIZES.filter((size) => size.vcpus === vcpus).flatMap(({ from, to, step }) =>
    Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step),
  );
}

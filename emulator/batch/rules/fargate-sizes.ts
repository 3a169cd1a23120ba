import { ClientException } from "../plumbing/errors";

const GIB = 1024;

interface Size {
  readonly vcpus: number;
  /** MiB */
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

// ResourceRequirement: the combinations of vCPU and memory that Fargate has.
const SIZES: readonly Size[] = [
  { vcpus: 0.25, from: 512, to: 512, step: 512 },
  { vcpus: 0.25, from: GIB, to: 2 * GIB, step: GIB },
  { vcpus: 0.5, from: GIB, to: 4 * GIB, step: GIB },
  { vcpus: 1, from: 2 * GIB, to: 8 * GIB, step: GIB },
  { vcpus: 2, from: 4 * GIB, to: 16 * GIB, step: GIB },
  { vcpus: 4, from: 8 * GIB, to: 30 * GIB, step: GIB },
  { vcpus: 8, from: 16 * GIB, to: 60 * GIB, step: 4 * GIB },
  { vcpus: 16, from: 32 * GIB, to: 120 * GIB, step: 8 * GIB },
];

/** @param memory - MiB */
export function requireFargateSize(vcpus: number, memory: number): void {
  const fits = SIZES.some(({ vcpus: size, from, to, step }) => {
    return size === vcpus && memory >= from && memory <= to && (memory - from) % step === 0;
  });
  // Wording: https://github.com/Netflix/metaflow/issues/749
  if (!fits) {
    throw new ClientException(`Fargate resource requirements (${vcpus.toFixed(2)} vCPU, ${memory} MiB) not valid.`);
  }
}

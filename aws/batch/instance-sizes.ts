/**
 * How much of what an instance type has. Source: Amazon EC2 Instance Types Guide, the pages of specifications (general purpose,
 * compute optimized, memory optimized, storage optimized, accelerated computing, high-performance computing, previous
 * generation), and EC2's DescribeInstanceTypes, which says the same. Most types follow a rule: `large` has 2 vCPUs, `xlarge` 4,
 * `Nxlarge` 4 N, `metal` as many as the largest size of its family, and memory grows with the vCPUs.
 */
import type { CPU_ARCHITECTURES } from "./containers";
import { familyOf, sizesOf } from "./instance-types";

const MIB_IN_GIB = 1024;

export type Architecture = (typeof CPU_ARCHITECTURES)[number];

export interface InstanceSize {
  readonly vcpus: number;
  /** Of the whole instance; containers can have less of it. */
  readonly memoryMiB: number;
  readonly gpus: number;
  /** Of types with GPUs. */
  readonly gpuModel?: string;
  readonly architecture: Architecture;
}

/** GiB of memory for each vCPU -> the families of that ratio. */
const MEMORY: readonly (readonly [gibPerVcpu: number, families: string])[] = [
  [1.875, "c3 c4 g2"],
  [2, "a1 c5 c5a c5ad c5d c6a c6g c6gd c6gn c6i c6id c6in c7a c7g c7gd c7gn c7i c7i-flex g5g inf1 vt1"],
  [2, "c8a c8g c8gb c8gd c8gn c8i c8i-flex c8id"],
  [2.625, "c5n"],
  [3.75, "m1 m3"],
  [4, "m4 m5 m5a m5ad m5d m5dn m5n m5zn m6a m6g m6gd m6i m6id m6idn m6in m7a m7g m7gd m7i m7i-flex"],
  [4, "m8a m8azn m8g m8gb m8gd m8gn m8i m8i-flex m8id t2 t3 t3a t4g"],
  [4, "d3en g4ad g4dn g5 g6 g6f h1 hpc6a hpc8a im4gn inf2 trn1 trn1n"],
  [6, "is4gen"],
  [20 / 3, "p6e-gb200"],
  [7.625, "d2 g3 g3s i2 i3 p3 r3 r4"],
  [8, "r5 r5a r5ad r5b r5d r5dn r5n r6a r6g r6gd r6i r6id r6idn r6in r7a r7g r7gd r7i r7iz"],
  [8, "r8a r8g r8gb r8gd r8gn r8i r8i-flex r8id z1d"],
  [8, "d3 dl1 dl2q g6e g7e gr6 gr6f i3en i4g i4i i7i i7ie i8g i8ge p3dn"],
  [32 / 3, "f2 p5e p5en p6-b200 trn2"],
  [12, "p4d p4de"],
  [96 / 7, "u-3tb1 u7i-6tb u7i-12tb u7ib-12tb"],
  [15.25, "f1 p2 x1"],
  [16, "p5 x2gd x2idn x8g x8i"],
  [256 / 15, "u7inh-32tb"],
  [128 / 7, "u7i-8tb u7in-16tb"],
  [144 / 7, "u-9tb1"],
  [64 / 3, "p6-b300"],
  [192 / 7, "u-6tb1 u-12tb1 u7in-24tb"],
  [30.5, "x1e"],
  [32, "x2iedn x2iezn x8aedz"],
  [256 / 7, "u7in-32tb"],
  [288 / 7, "u-18tb1"],
  [384 / 7, "u-24tb1"],
];

/** Types that follow no rule: vCPUs, GiB. */
const ODD: Readonly<Record<string, readonly [vcpus: number, gib: number]>> = {
  "c1.medium": [2, 1.7],
  "c1.xlarge": [8, 7],
  "c4.8xlarge": [36, 60],
  "c5n.9xlarge": [36, 96],
  "c5n.18xlarge": [72, 192],
  "c5n.metal": [72, 192],
  "cc1.4xlarge": [16, 23],
  "cc2.8xlarge": [32, 60.5],
  "cg1.4xlarge": [16, 22.5],
  "cr1.8xlarge": [32, 244],
  "d2.8xlarge": [36, 244],
  "g4dn.metal": [96, 384],
  "g7e.12xlarge": [48, 512],
  "g7e.24xlarge": [96, 1024],
  "g7e.48xlarge": [192, 2048],
  "hi1.4xlarge": [16, 60.5],
  "hpc6a.48xlarge": [96, 384],
  "hpc6id.32xlarge": [64, 1024],
  "hpc7a.12xlarge": [24, 768],
  "hpc7a.24xlarge": [48, 768],
  "hpc7a.48xlarge": [96, 768],
  "hpc7a.96xlarge": [192, 768],
  "hpc7g.4xlarge": [16, 128],
  "hpc7g.8xlarge": [32, 128],
  "hpc7g.16xlarge": [64, 128],
  "hpc8a.96xlarge": [192, 768],
  "hs1.8xlarge": [16, 117],
  "i3.metal": [72, 512],
  "m1.small": [1, 1.7],
  "m1.medium": [1, 3.7],
  "m2.xlarge": [2, 17.1],
  "m2.2xlarge": [4, 34.2],
  "m2.4xlarge": [8, 68.4],
  "p2.16xlarge": [64, 732],
  "p5.48xlarge": [192, 2048],
  "r3.large": [2, 15],
  "t1.micro": [1, 0.6124],
  "t2.nano": [1, 0.5],
  "t2.micro": [1, 1],
  "t2.small": [1, 2],
  "t2.medium": [2, 4],
  ...burstable("t3"),
  ...burstable("t3a"),
  ...burstable("t4g"),
  "u-6tb1.112xlarge": [448, 6144],
  "u-6tb1.metal": [448, 6144],
};

function burstable(family: string): Record<string, readonly [vcpus: number, gib: number]> {
  return {
    [`${family}.nano`]: [2, 0.5],
    [`${family}.micro`]: [2, 1],
    [`${family}.small`]: [2, 2],
    [`${family}.medium`]: [2, 4],
  };
}

/**
 * Families with GPUs -> their model, and how many: one, or what is said for a size. Those that are parts of one (g6f, gr6f) have
 * no whole one that a container could reserve, and accelerators that are not GPUs (dl1, inf, trn) are not counted.
 */
const GPUS: Readonly<Record<string, readonly [model: string, counts?: Readonly<Record<string, number>>]>> = {
  cg1: ["M2050", { "4xlarge": 2 }],
  g2: ["K520", { "8xlarge": 4 }],
  g3: ["M60", { "8xlarge": 2, "16xlarge": 4 }],
  g3s: ["M60"],
  g4ad: ["Radeon Pro V520", { "8xlarge": 2, "16xlarge": 4 }],
  g4dn: ["T4", { "12xlarge": 4, metal: 8 }],
  g5: ["A10G", { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8 }],
  g5g: ["T4g", { "16xlarge": 2, metal: 2 }],
  g6: ["L4", { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8 }],
  g6e: ["L40S", { "12xlarge": 4, "24xlarge": 4, "48xlarge": 8 }],
  g7e: ["RTX PRO Server 6000", { "12xlarge": 2, "24xlarge": 4, "48xlarge": 8 }],
  gr6: ["L4"],
  p2: ["K80", { "8xlarge": 8, "16xlarge": 16 }],
  p3: ["V100", { "8xlarge": 4, "16xlarge": 8 }],
  p3dn: ["V100", { "24xlarge": 8 }],
  p4d: ["A100", { "24xlarge": 8 }],
  p4de: ["A100", { "24xlarge": 8 }],
  p5: ["H100", { "48xlarge": 8 }],
  p5e: ["H200", { "48xlarge": 8 }],
  p5en: ["H200", { "48xlarge": 8 }],
  "p6-b200": ["B200", { "48xlarge": 8 }],
  "p6-b300": ["B300", { "48xlarge": 8 }],
  "p6e-gb200": ["B200", { "36xlarge": 4 }],
};

/** AWS Graviton: a1 and g5g, the Grace of GB200, and all that have a `g` after their generation. */
const isArm = (family: string): boolean =>
  ["a1", "g5g", "p6e-gb200"].includes(family) || /^(?!g)[a-z]+\d+g/.test(family);

/**
 * What AWS Batch chooses from. Source: API Reference, ComputeResource, instanceTypes: "Starting on 11/01/2025 the behavior of
 * optimal is going to be changed to match default_x86_64."
 */
const CHOSEN_FROM: Readonly<Record<string, readonly string[]>> = {
  optimal: ["m6i", "c6i", "r6i", "c7i"],
  default_x86_64: ["m6i", "c6i", "r6i", "c7i"],
  default_arm64: ["m6g", "c6g", "r6g", "c7g"],
};

const GIB_PER_VCPU = new Map(
  MEMORY.flatMap(([gib, families]) => families.split(" ").map((family) => [family, gib] as const)),
);

function vcpusOf(family: string, size: string): number | undefined {
  if (size === "metal") {
    return Math.max(...sizesOf(family).flatMap((other) => (other === "metal" ? [] : (vcpusOf(family, other) ?? []))));
  }
  if (size === "medium") return 1;
  if (size === "large") return 2;
  const [, times] = /^(\d*)xlarge$/.exec(size) ?? /^metal-(\d+)xl$/.exec(size) ?? [];
  return times === undefined ? undefined : 4 * Number(times === "" ? 1 : times);
}

/** @returns what a type has, `m5.large`; undefined of a type that no page has the size of, and of what is no type */
export function sizeOf(type: string): InstanceSize | undefined {
  const family = familyOf(type);
  const size = type.slice(family.length + 1);
  if (!sizesOf(family).includes(size)) return undefined;
  const vcpus = ODD[type]?.[0] ?? vcpusOf(family, size);
  const gib = ODD[type]?.[1] ?? (vcpus ?? NaN) * (GIB_PER_VCPU.get(family) ?? NaN);
  if (vcpus === undefined || Number.isNaN(gib)) return undefined;
  const [gpuModel, counts] = GPUS[family] ?? [];
  return {
    vcpus,
    memoryMiB: Math.floor(gib * MIB_IN_GIB + 1e-6),
    gpus: gpuModel === undefined ? 0 : (counts?.[size] ?? 1),
    ...(gpuModel === undefined ? {} : { gpuModel }),
    architecture: isArm(family) ? "ARM64" : "X86_64",
  };
}

/** @returns the types of a family, `m5`, the smallest first; none of one that is not known */
export const typesOfFamily = (family: string): string[] => sizesOf(family).map((size) => `${family}.${size}`);

/**
 * The types that an element of `instanceTypes` stands for.
 *
 * @param word - a word for what AWS Batch chooses itself, a family, or a type
 * @returns none of what is not known
 */
export function expand(word: string): string[] {
  const chosen = CHOSEN_FROM[word];
  if (chosen !== undefined) return chosen.flatMap(typesOfFamily);
  if (sizesOf(familyOf(word)).length === 0) return [];
  return word === familyOf(word) ? typesOfFamily(word) : [word].filter((type) => sizeOf(type) !== undefined);
}

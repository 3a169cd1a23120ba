/**
 * The instance types that a compute environment can name. Source: API Reference, ComputeResource, instanceTypes ("a valid
 * Amazon EC2 instance type or family"), and EC2's API Reference, InstanceType.
 */

/** Sizes -> the families that come in just these. */
type Families = readonly (readonly [sizes: string, families: string])[];

const BURSTABLE: Families = [
  ["micro", "t1"],
  ["nano micro small medium large xlarge 2xlarge", "t2 t3 t3a t4g"],
];

const FAMILIES: Families = [
  ["medium large xlarge 2xlarge 4xlarge metal", "a1"],
  ["medium xlarge", "c1"],
  ["large xlarge 2xlarge 4xlarge 8xlarge", "c3 c4 r3"],
  ["large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge metal", "c5 c5d"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge", "c5a c5ad m5a m5ad r5a r5ad"],
  ["large xlarge 2xlarge 4xlarge 9xlarge 18xlarge metal", "c5n"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge metal", "c6a m6a r6a"],
  [
    "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal",
    "c6g c6gd c7g c7gd c7gn m6g m6gd m7g m7gd r6g r6gd r7g r7gd x2gd",
  ],
  ["medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", "c6gn"],
  [
    "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge metal",
    "c6i c6id c6in i4i m6i m6id m6idn m6in r6i r6id r6idn r6in",
  ],
  [
    "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge metal-48xl",
    "c7a m7a r7a",
  ],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge metal-24xl metal-48xl", "c7i i7i m7i r7i"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge", "c7i-flex c8i-flex m7i-flex m8i-flex r8i-flex"],
  [
    "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge metal-24xl metal-48xl",
    "c8a c8g c8gb c8gd c8gn m8a m8g m8gb m8gd m8gn r8a r8g r8gd r8gn x8g",
  ],
  [
    "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 96xlarge metal-48xl metal-96xl",
    "c8i c8id m8i m8id r8i r8id",
  ],
  ["4xlarge", "cc1 cg1 gr6f hi1"],
  ["8xlarge", "cc2 cr1 hs1"],
  ["xlarge 2xlarge 4xlarge 8xlarge", "d2 d3 i2"],
  ["xlarge 2xlarge 4xlarge 6xlarge 8xlarge 12xlarge", "d3en"],
  ["24xlarge", "dl1 dl2q p3dn p4d p4de"],
  ["2xlarge 4xlarge 16xlarge", "f1"],
  ["6xlarge 12xlarge 48xlarge", "f2"],
  ["2xlarge 8xlarge", "g2"],
  ["4xlarge 8xlarge 16xlarge", "g3 hpc7g"],
  ["xlarge", "g3s"],
  ["xlarge 2xlarge 4xlarge 8xlarge 16xlarge", "g4ad"],
  ["xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge metal", "g4dn"],
  ["xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge", "g5 g6 g6e"],
  ["xlarge 2xlarge 4xlarge 8xlarge 16xlarge metal", "g5g"],
  ["large xlarge 2xlarge 4xlarge", "g6f"],
  ["2xlarge 4xlarge 8xlarge 12xlarge 24xlarge 48xlarge", "g7e"],
  ["4xlarge 8xlarge", "gr6"],
  ["2xlarge 4xlarge 8xlarge 16xlarge", "h1"],
  ["48xlarge", "hpc6a p5e p5en p6-b200 p6-b300"],
  ["32xlarge", "hpc6id trn1n"],
  ["12xlarge 24xlarge 48xlarge 96xlarge", "hpc7a"],
  ["96xlarge", "hpc8a"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 16xlarge metal", "i3"],
  ["large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 24xlarge metal", "i3en"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 16xlarge", "i4g im4gn r4"],
  ["large xlarge 2xlarge 3xlarge 6xlarge 12xlarge 18xlarge 24xlarge 48xlarge metal-24xl metal-48xl", "i7ie i8ge"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge metal-24xl", "i8g"],
  ["xlarge 2xlarge 6xlarge 24xlarge", "inf1"],
  ["xlarge 8xlarge 24xlarge 48xlarge", "inf2"],
  ["medium large xlarge 2xlarge 4xlarge 8xlarge", "is4gen"],
  ["small medium large xlarge", "m1"],
  ["xlarge 2xlarge 4xlarge", "m2"],
  ["medium large xlarge 2xlarge", "m3"],
  ["large xlarge 2xlarge 4xlarge 10xlarge 16xlarge", "m4"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge metal", "m5 m5d m5dn m5n r5 r5b r5d r5dn r5n"],
  ["large xlarge 2xlarge 3xlarge 6xlarge 12xlarge metal", "m5zn z1d"],
  ["medium large xlarge 3xlarge 6xlarge 12xlarge 24xlarge metal-12xl metal-24xl", "m8azn"],
  ["xlarge 8xlarge 16xlarge", "p2"],
  ["2xlarge 8xlarge 16xlarge", "p3"],
  ["4xlarge 48xlarge", "p5"],
  ["36xlarge", "p6e-gb200"],
  ["large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 32xlarge metal-16xl metal-32xl", "r7iz"],
  ["medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge metal-24xl", "r8gb"],
  ["2xlarge 32xlarge", "trn1"],
  ["3xlarge 48xlarge", "trn2"],
  ["112xlarge metal", "u-12tb1 u-18tb1 u-24tb1 u-9tb1"],
  ["56xlarge", "u-3tb1"],
  ["56xlarge 112xlarge metal", "u-6tb1"],
  ["224xlarge", "u7i-12tb u7ib-12tb u7in-16tb u7in-24tb u7in-32tb"],
  ["112xlarge", "u7i-6tb u7i-8tb"],
  ["480xlarge", "u7inh-32tb"],
  ["3xlarge 6xlarge 24xlarge", "vt1"],
  ["16xlarge 32xlarge", "x1"],
  ["xlarge 2xlarge 4xlarge 8xlarge 16xlarge 32xlarge", "x1e"],
  ["16xlarge 24xlarge 32xlarge metal", "x2idn"],
  ["xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge metal", "x2iedn"],
  ["2xlarge 4xlarge 6xlarge 8xlarge 12xlarge metal", "x2iezn"],
  ["large xlarge 3xlarge 6xlarge 12xlarge 24xlarge metal-12xl metal-24xl", "x8aedz"],
  [
    "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 32xlarge 48xlarge 64xlarge 96xlarge metal-48xl metal-96xl",
    "x8i",
  ],
];

function typesOf(table: Families): string[] {
  return table.flatMap(([sizes, families]) =>
    families.split(" ").flatMap((family) => [family, ...sizes.split(" ").map((size) => `${family}.${size}`)]),
  );
}

const SIZES_BY_FAMILY: ReadonlyMap<string, readonly string[]> = new Map(
  [...FAMILIES, ...BURSTABLE].flatMap(([sizes, families]) =>
    families.split(" ").map((family) => [family, sizes.split(" ")] as const),
  ),
);

/** The sizes of a family, the smallest first, `large xlarge ..` of `m5`; none of one that is not known. */
export const sizesOf = (family: string): readonly string[] => SIZES_BY_FAMILY.get(family) ?? [];

/** Words for what AWS Batch chooses itself. */
export const CHOSEN_TYPES = ["optimal", "default_x86_64", "default_arm64"] as const;

/** The family of a type, `m5` of `m5.large`; of a family itself. */
export const familyOf = (type: string): string => type.split(".")[0] ?? type;

/** Ec2Configuration, imageType. Until 2020 there was ECS_AL1, which Terraform's provider still knows. */
export const IMAGE_TYPES = {
  ECS: ["ECS_AL1", "ECS_AL2", "ECS_AL2_NVIDIA", "ECS_AL2023", "ECS_AL2023_NVIDIA"],
  EKS: ["EKS_AL2", "EKS_AL2_NVIDIA", "EKS_AL2023", "EKS_AL2023_NVIDIA"],
} as const;

/** What the containers of a compute environment are run by. */
export type Orchestration = keyof typeof IMAGE_TYPES;

/** All that `instanceTypes` may hold: families, types, and words for what AWS Batch chooses itself. */
export const INSTANCE_TYPES: ReadonlySet<string> = new Set([
  ...CHOSEN_TYPES,
  ...typesOf(FAMILIES),
  ...typesOf(BURSTABLE),
]);

/**
 * Burstable types and their families. No page of AWS's says that AWS Batch does not have them, but its own list, in answers of
 * CreateComputeEnvironment, names none (Netflix/metaflow #70, aws/amazon-genomics-cli #209, opensupplyhub/open-supply-hub #1058).
 */
export const BURSTABLE_TYPES: ReadonlySet<string> = new Set(typesOf(BURSTABLE));

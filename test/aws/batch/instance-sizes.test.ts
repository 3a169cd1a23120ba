import fc from "fast-check";
import { expand, sizeOf, typesOfFamily } from "../../../aws/batch/instance-sizes";
import { CHOSEN_TYPES, familyOf, INSTANCE_TYPES } from "../../../aws/batch/instance-types";

const TYPES = [...INSTANCE_TYPES].filter((type) => type.includes("."));
const GIB = 1024;

describe("the sizes of instance types", () => {
  it.each([
    // Amazon EC2 Instance Types Guide, the pages of specifications.
    ["m5.large", 2, 8, 0, "X86_64"],
    ["c5.9xlarge", 36, 72, 0, "X86_64"],
    ["c4.8xlarge", 36, 60, 0, "X86_64"],
    ["m5.metal", 96, 384, 0, "X86_64"],
    ["c7i.metal-24xl", 96, 192, 0, "X86_64"],
    ["r6g.medium", 1, 8, 0, "ARM64"],
    ["c7gn.16xlarge", 64, 128, 0, "ARM64"],
    ["g4dn.xlarge", 4, 16, 1, "X86_64"],
    ["g4dn.metal", 96, 384, 8, "X86_64"],
    ["g5.12xlarge", 48, 192, 4, "X86_64"],
    ["g5g.16xlarge", 64, 128, 2, "ARM64"],
    ["p3.2xlarge", 8, 61, 1, "X86_64"],
    ["p4d.24xlarge", 96, 1152, 8, "X86_64"],
    ["p5.48xlarge", 192, 2048, 8, "X86_64"],
    ["p6-b300.48xlarge", 192, 4096, 8, "X86_64"],
    ["u7in-32tb.224xlarge", 896, 32768, 0, "X86_64"],
  ])("%s has %d vCPUs, %d GiB and %d GPUs, and is %s", (type, vcpus, gib, gpus, architecture) => {
    expect(sizeOf(type)).toMatchObject({ vcpus, memoryMiB: gib * GIB, gpus, architecture });
  });

  it("are known of every type that a compute environment can name", () => {
    expect(TYPES.filter((type) => sizeOf(type) === undefined)).toEqual([]);
  });

  it("are not known of anything else", () => {
    expect(["m5.7xlarge", "m99.large", "m5", "optimal", ""].map(sizeOf)).toEqual([...Array<undefined>(5)]);
  });

  it("have a model with their GPUs, and none without", () => {
    const wrong = TYPES.map(sizeOf).filter((size) => (size?.gpus === 0) !== (size?.gpuModel === undefined));
    expect(wrong).toEqual([]);
  });

  it("are of one architecture in a family, and never smaller in a larger size", () => {
    fc.assert(
      fc.property(fc.constantFrom(...new Set(TYPES.map(familyOf))), (family) => {
        const sizes = typesOfFamily(family).flatMap((type) => sizeOf(type) ?? []);
        expect(new Set(sizes.map(({ architecture }) => architecture)).size).toBe(1);
        const memory = [...sizes].sort((one, other) => one.vcpus - other.vcpus).map(({ memoryMiB }) => memoryMiB);
        expect(memory).toEqual([...memory].sort((one, other) => one - other));
      }),
    );
  });
});

describe("what an element of instanceTypes stands for", () => {
  it("is the type itself, and all sizes of a family", () => {
    expect(expand("g4dn.xlarge")).toEqual(["g4dn.xlarge"]);
    expect(expand("c5n")).toEqual(
      ["large", "xlarge", "2xlarge", "4xlarge", "9xlarge", "18xlarge", "metal"].map((size) => `c5n.${size}`),
    );
  });

  it("is four families of one architecture for what AWS Batch chooses itself", () => {
    const families = (word: string) => [...new Set(expand(word).map(familyOf))];
    expect(CHOSEN_TYPES.map(families)).toEqual([
      ["m6i", "c6i", "r6i", "c7i"],
      ["m6i", "c6i", "r6i", "c7i"],
      ["m6g", "c6g", "r6g", "c7g"],
    ]);
    expect(expand("default_arm64").every((type) => sizeOf(type)?.architecture === "ARM64")).toBe(true);
  });

  it("is nothing for what is not known", () => {
    expect(["m99", "m99.large", "m5.7xlarge", ""].map(expand)).toEqual([[], [], [], []]);
  });
});

import { partitionOf } from "../../aws/partitions";
import { REGION_NAMES } from "../../aws/regions";

describe("partitionOf", () => {
  it.each([
    ["ap-south-1", "aws"],
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("puts %s into %s", (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });
});

describe("REGION_NAMES", () => {
  it("has no region twice, and each of a form that the prefix can take", () => {
    expect(new Set(REGION_NAMES).size).toBe(REGION_NAMES.length);
    expect(REGION_NAMES.filter((name) => !/^[a-z]+(-[a-z]+)+-\d$/.test(name))).toEqual([]);
  });
});

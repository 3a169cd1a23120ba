import { arnOf, bucketArn, iamArn, partsOfArn } from "../../aws/arns";
import { nameInArn, partsOfBatchArn } from "../../aws/batch/arns";
import { placeIn } from "../../aws/place";

const place = placeIn("eusc-de-east-1", "123456789012");

describe("an ARN", () => {
  it.each([
    ["of a Region", arnOf(place, "ssm", "parameter/a"), "arn:aws-eusc:ssm:eusc-de-east-1:123456789012:parameter/a"],
    ["of IAM has no Region", iamArn(place, "role/a"), "arn:aws-eusc:iam::123456789012:role/a"],
    ["of a bucket has neither Region nor account", bucketArn("aws-cn", "a/*"), "arn:aws-cn:s3:::a/*"],
  ])("%s", (_, arn, expected) => {
    expect(arn).toBe(expected);
  });

  it("is read back into its parts, with all colons of the resource", () => {
    const parts = { ...place, service: "batch", resource: "job-definition/a:1" };
    expect(partsOfArn(arnOf(place, "batch", "job-definition/a:1"))).toEqual(parts);
    expect(partsOfArn("job-definition/a:1")).toBeUndefined();
  });
});

describe("an ARN of AWS Batch", () => {
  it.each([
    "arn:aws:ecs:eu-west-1:123456789012:cluster/a",
    "arn:aws:batch:eu-west-1:12345678901:job-queue/a",
    "arn:aws:batch::123456789012:job-queue/a",
    "a",
  ])("is not %s", (text) => {
    expect(partsOfBatchArn(text)).toBeUndefined();
  });

  it.each([
    ["arn:aws-eusc:batch:eusc-de-east-1:123456789012:job-queue/a", "a"],
    ["arn:aws:batch:eusc-de-east-1:123456789012:job-queue/a", undefined],
    ["arn:aws-eusc:batch:eusc-de-east-1:210987654321:job-queue/a", undefined],
    ["arn:aws-eusc:batch:eusc-de-east-1:123456789012:scheduling-policy/a", undefined],
    ["arn:aws-eusc:batch:eusc-de-east-1:123456789012:job-queue/a/quota-share/b", undefined],
  ])("%s names in this place the queue %s", (arn, name) => {
    expect(nameInArn(place, "job-queue", arn)).toBe(name);
  });
});

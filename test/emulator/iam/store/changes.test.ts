import { changedBy } from "../../../../emulator/iam/store/changes";

describe("a call", () => {
  it.each([
    ["iam", "PutRolePolicy", "iam"],
    ["iam", "GetRole", undefined],
    ["s3", "PUT bucket", "s3"],
    ["s3", "PUT bucket?policy", "s3"],
    ["s3", "DELETE bucket?policy", "s3"],
    ["s3", "PUT object", undefined],
    ["s3", "PUT object?tagging", undefined],
    ["s3", "POST bucket?delete", undefined],
    ["s3", "GET bucket?policy", undefined],
    ["kms", "PutKeyPolicy", "kms"],
    ["kms", "Decrypt", undefined],
    ["dynamodb", "PutItem", undefined],
    ["dynamodb", "CreateTable", "dynamodb"],
    ["dynamodb", "TagResource", "dynamodb"],
    ["logs", "PutLogEvents", undefined],
    ["monitoring", "TagResource", "cloudwatch"],
    ["lambda", "POST /2015-03-31/functions/f/policy", "lambda"],
    ["cloudformation", "CreateStack", "all"],
    ["cloudformation", "DescribeStacks", undefined],
    ["tagging", "TagResources", "all"],
    ["sts", "AssumeRole", undefined],
  ])("of %s: %s may change what is known of %s", (service, operation, topic) => {
    expect(changedBy(service, operation)).toBe(topic);
  });
});

import { deniedAnswer, faultyKeyAnswer } from "../../../../emulator/iam/answers/denied";
import { callOf, formCall, jsonCall } from "../live";

const sentence = "User: x is not authorized to perform: y on resource: z";

describe("a denial", () => {
  it.each([
    ["DynamoDB", jsonCall("dynamodb", "GetItem", {}), 400, "AccessDeniedException"],
    ["Glue", jsonCall("glue", "GetJob", {}), 400, "AccessDeniedException"],
    ["Batch", callOf({ service: "batch", url: "/v1/submitjob" }), 403, "AccessDeniedException"],
    ["Lambda", callOf({ service: "lambda", url: "/2015-03-31/functions/" }), 403, "AccessDeniedException"],
    ["IAM", formCall("iam", "ListRoles"), 403, "AccessDenied"],
    ["SNS", formCall("sns", "Publish"), 403, "AuthorizationError"],
    ["SQS", jsonCall("sqs", "SendMessage", {}), 403, "AccessDenied"],
    ["EC2", formCall("ec2", "DescribeVpcs"), 403, "UnauthorizedOperation"],
    ["S3", callOf({ service: "s3", method: "GET", url: "/bkt/key" }), 403, "AccessDenied"],
    ["CloudFormation", formCall("cloudformation", "DescribeStacks"), 403, "AccessDenied"],
  ])("of %s has its code and the sentence", (_, call, status, code) => {
    const answer = deniedAnswer(call, { sentence });
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([status, code]);
    expect(answer.body.toString()).toContain(sentence);
  });
});

describe("an expired key", () => {
  it.each([
    ["S3", callOf({ service: "s3", method: "GET", url: "/bkt" }), 400, "ExpiredToken"],
    ["IAM", formCall("iam", "ListRoles"), 403, "ExpiredToken"],
    ["DynamoDB", jsonCall("dynamodb", "GetItem", {}), 400, "ExpiredTokenException"],
  ])("is told of by %s", (_, call, status, code) => {
    const answer = faultyKeyAnswer(call, "expired", "ASIA");
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([status, code]);
  });
});

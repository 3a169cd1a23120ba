import { AwsCallError, verdictOf } from "../../aws/errors";

const error = (members: object) => Object.assign(new Error("x"), members);

describe("the verdict on an error", () => {
  it.each([
    [error({ name: "TooManyRequestsException", $metadata: { httpStatusCode: 429 } }), "throttled"],
    [error({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } }), "throttled"],
    [error({ code: "ECONNREFUSED" }), "unreachable"],
    [error({ code: "ECONNRESET" }), "unanswered"],
    [error({ name: "TimeoutError" }), "unanswered"],
    [error({ name: "ServerException", $metadata: { httpStatusCode: 500 } }), "unanswered"],
    [error({ name: "SyntaxError", $metadata: { httpStatusCode: 200 } }), "unanswered"],
    [error({ name: "ClientException", $metadata: { httpStatusCode: 400 } }), "refused"],
    [error({ name: "AccessDeniedException", $metadata: { httpStatusCode: 400 } }), "denied"],
    [error({ $metadata: { httpStatusCode: 403 } }), "denied"],
    [error({ name: "CredentialsProviderError" }), "denied"],
    [new TypeError("x is undefined"), "unknown"],
    ["text", "unknown"],
  ])("%p is %s", (value, verdict) => {
    expect(verdictOf(value)).toBe(verdict);
  });
});

describe("the sentence about a call", () => {
  const sentence = (members: object, endpoint?: string) =>
    new AwsCallError(
      { service: "AWS Batch", operation: "DescribeJobs", region: "eu-west-1", endpoint },
      error(members),
      15_000,
    ).message;

  it.each([
    [{ name: "ThrottlingException" }, "AWS Batch throttled DescribeJobs in eu-west-1: x. Try again later."],
    [
      { code: "ENOTFOUND" },
      "AWS Batch was not reached for DescribeJobs in eu-west-1: x. Check the network and the Region, or try again later.",
    ],
    [
      { name: "TimeoutError" },
      "AWS Batch did not answer DescribeJobs in eu-west-1: no answer within 15 s. " +
        "Check the network and the Region, or try again later.",
    ],
    [
      { name: "CredentialsProviderError" },
      "AWS Batch cannot be asked for DescribeJobs in eu-west-1: x. Sign in to AWS first (aws sso login, AWS_PROFILE), " +
        "or say --local for the embedded AWS.",
    ],
    [
      { name: "AccessDeniedException" },
      "AWS Batch does not let you DescribeJobs in eu-west-1: x (AccessDeniedException)",
    ],
    [
      { name: "ClientException", $metadata: { httpStatusCode: 400 } },
      "AWS Batch refused DescribeJobs in eu-west-1: x (ClientException)",
    ],
    [{}, "AWS Batch: DescribeJobs in eu-west-1 failed: x"],
  ])("of %j", (members, text) => expect(sentence(members)).toBe(text));

  it("names the endpoint, and what to look at, when it is not AWS that was asked", () => {
    expect(sentence({ code: "ECONNREFUSED" }, "http://127.0.0.1:1")).toBe(
      "AWS Batch was not reached for DescribeJobs in eu-west-1 (http://127.0.0.1:1): x. " +
        "Check the network and AWS_ENDPOINT_URL, or try again later.",
    );
  });
});

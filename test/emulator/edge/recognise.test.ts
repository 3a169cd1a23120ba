import { DEFAULT_ACCOUNT, identify, operationOf } from "../../../emulator/edge/recognise";

const none = new URLSearchParams();
const signed = (keyId: string, service = "glue") => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/20260101/ap-south-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

describe("who calls which service", () => {
  it("is in the signature's scope", () => {
    expect(identify(signed("731580992380"), none)).toEqual({
      service: "glue",
      region: "ap-south-1",
      account: "731580992380",
      accountIsChosen: true,
    });
  });

  it("leaves the account of an issued key to the back end", () => {
    expect(identify(signed("AKIAIOSFODNN7EXAMPLE"), none)).toMatchObject({
      account: DEFAULT_ACCOUNT,
      accountIsChosen: false,
    });
  });

  it.each(["test", "12345678901", "1234567890123", "12345678901a"])("%s is no account number", (keyId) => {
    expect(identify(signed(keyId), none)).toMatchObject({ account: DEFAULT_ACCOUNT, accountIsChosen: true });
  });

  it("is in the query of a presigned URL", () => {
    const query = new URLSearchParams({ "X-Amz-Credential": "731580992380/20260101/eu-west-1/s3/aws4_request" });
    expect(identify({}, query)).toMatchObject({ service: "s3", region: "eu-west-1", account: "731580992380" });
  });

  it("has no region in a signature of version 4a", () => {
    const authorization = "AWS4-ECDSA-P256-SHA256 Credential=731580992380/20260101/s3/aws4_request, Signature=0";
    expect(identify({ authorization }, none)).toMatchObject({ service: "s3", account: "731580992380" });
  });

  it("is S3 for signatures of version 2 and for anonymous requests", () => {
    expect(identify({ authorization: "AWS 731580992380:c2lnbmF0dXJl" }, none)).toMatchObject({
      service: "s3",
      account: "731580992380",
    });
    expect(identify({}, none)).toMatchObject({ service: "s3", account: DEFAULT_ACCOUNT });
  });

  it("does not stumble over a malformed signature", () => {
    expect(identify({ authorization: "AWS4-HMAC-SHA256 Credential=/" }, none)).toMatchObject({ service: "s3" });
    expect(identify({ authorization: "Bearer token" }, none)).toMatchObject({ service: "s3" });
  });
});

describe("the operation of a call", () => {
  const name = (service: string, method: string, url: string, headers = {}, body?: string) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const identity = identify(signed("731580992380", service), none);
    return operationOf(
      identity,
      method,
      pathname,
      headers,
      searchParams,
      body === undefined ? undefined : Buffer.from(body),
    );
  };

  it("is in the target header of the JSON protocol", () => {
    expect(name("glue", "POST", "/", { "x-amz-target": "AWSGlue.GetJob" })).toBe("GetJob");
  });

  it("is the action of the query protocol, in the body or in the query", () => {
    expect(name("ec2", "POST", "/", {}, "Version=2016-11-15&Action=DescribeVpcs")).toBe("DescribeVpcs");
    expect(name("sts", "GET", "/?Action=GetCallerIdentity")).toBe("GetCallerIdentity");
  });

  it("is in the path of the RPC protocol", () => {
    expect(name("monitoring", "POST", "/service/CloudWatch/operation/ListMetrics")).toBe("ListMetrics");
  });

  it("is method and path for the REST protocols", () => {
    expect(name("batch", "POST", "/v1/createjobqueue")).toBe("POST /v1/createjobqueue");
  });

  it.each([
    ["GET", "/", "GET service"],
    ["PUT", "/bucket", "PUT bucket"],
    ["GET", "/bucket/?versioning", "GET bucket?versioning"],
    ["GET", "/bucket?list-type=2&prefix=a%2F", "GET bucket"],
    ["HEAD", "/bucket/a/b/c.py", "HEAD object"],
    ["POST", "/bucket/key?uploads", "POST object?uploads"],
  ])("for S3, %s %s is %s, whatever the names", (method, url, expected) => {
    expect(name("s3", method, url)).toBe(expected);
  });
});

import { finished } from "../../../emulator/edge/finish";
import type { EdgeResponse } from "../../../emulator/edge/messages";
import { jsonAnswer, jsonError } from "../../../emulator/edge/messages";
import type { Call } from "../../../emulator/edge/protocol";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

const call = (service: string, changes: Partial<Call> = {}): Call => ({
  identity: { service, region: "eu-west-1", account: "444455556666", accountIsChosen: true },
  url: "/",
  headers: {},
  body: Buffer.alloc(0),
  ...changes,
});
const form = (service: string, action: string) => call(service, { body: Buffer.from(`Action=${action}&Version=1`) });
const json = (service: string) => call(service, { headers: { "x-amz-target": "Some.Operation" } });

const xml = (status: number, text: string): EdgeResponse => ({
  status,
  headers: { "content-type": "text/xml", "content-length": text.length },
  body: Buffer.from(text),
});
/** What `emulator/moto/serving.py` answers in moto's place. */
const failure = (status: number, kind: string): EdgeResponse => ({
  status,
  headers: { "content-type": "application/json", "x-dapf-failure": kind },
  body: Buffer.from(JSON.stringify({ message: "embedded AWS: <no> such thing & more" })),
});

const textOf = ({ body }: EdgeResponse) => body.toString("utf8");

describe("the request id of an answer", () => {
  it.each([
    ["JSON", json("glue"), jsonAnswer({ Name: "n" })],
    ["an error in JSON", json("glue"), jsonError(400, "EntityNotFoundException", "none")],
    ["REST and JSON", call("batch", { url: "/v1/listjobs" }), jsonAnswer({})],
    ["nothing", call("lambda", { url: "/2015-03-31/functions/f" }), { ...jsonAnswer({}), body: Buffer.alloc(0) }],
  ])("is in a header of %s, and the body stays as it is", (_, request, answer) => {
    const { headers, body } = finished(request, answer);
    expect(headers["x-amzn-RequestId"]).toMatch(new RegExp(`^${UUID}$`));
    expect(body).toBe(answer.body);
  });

  it("is the one that moto has made, and another one for each call else", () => {
    const known = { ...jsonAnswer({}), headers: { "x-amzn-requestid": "KNOWN" } };
    expect(finished(json("glue"), known).headers).toEqual({ "x-amzn-RequestId": "KNOWN" });
    const two = [1, 2].map(() => finished(json("glue"), jsonAnswer({})).headers["x-amzn-RequestId"]);
    expect(new Set(two).size).toBe(2);
  });

  it.each<[string, Call, EdgeResponse, string]>([
    [
      "a query service that has none",
      form("cloudformation", "DescribeType"),
      xml(200, "<DescribeTypeResponse><DescribeTypeResult/></DescribeTypeResponse>"),
      "<DescribeTypeResponse><DescribeTypeResult/><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></DescribeTypeResponse>",
    ],
    [
      "a query service, where moto has put one",
      form("iam", "ListRoles"),
      xml(200, "<R><ResponseMetadata><RequestId>other</RequestId></ResponseMetadata></R>"),
      "<R><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></R>",
    ],
    [
      "an error of a query service",
      form("sns", "Publish"),
      xml(404, "<ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse>"),
      "<ErrorResponse><Error><Code>NotFound</Code></Error><RequestId>ID</RequestId></ErrorResponse>",
    ],
    [
      "EC2",
      form("ec2", "DescribeVpcs"),
      xml(200, "<R><vpcSet/><requestId>request-id</requestId></R>"),
      "<R><vpcSet/><requestId>ID</requestId></R>",
    ],
    [
      "an error of EC2",
      form("ec2", "DescribeVpcs"),
      xml(400, "<Response><Errors><Error><Code>C</Code></Error></Errors><RequestID>request-id</RequestID></Response>"),
      "<Response><Errors><Error><Code>C</Code></Error></Errors><RequestID>ID</RequestID></Response>",
    ],
    [
      "an error of Route 53",
      call("route53", { url: "/2013-04-01/hostedzone/z" }),
      xml(404, "<ErrorResponse><Error/></ErrorResponse>"),
      "<ErrorResponse><Error/><RequestId>ID</RequestId></ErrorResponse>",
    ],
  ])("is in the body of %s, too", (_, request, answer, expected) => {
    const { headers, body } = finished(request, answer);
    const id = String(headers["x-amzn-RequestId"]);
    expect(body.toString("utf8")).toBe(expected.replace("ID<", `${id}<`));
    expect(headers["content-length"]).toBe(body.length);
  });

  it("is in two headers of S3, and in the body of its errors", () => {
    const object = { status: 200, headers: { "x-amzn-requestid": "m" }, body: Buffer.from("<Error>data</Error>") };
    const found = finished(call("s3", { url: "/bucket/key" }), object);
    expect(found.headers).toEqual({
      "x-amz-request-id": expect.stringMatching(/^[0-9A-F]{16}$/) as string,
      "x-amz-id-2": expect.stringMatching(/^[A-Za-z0-9+/]{75}=$/) as string,
    });
    expect(textOf(found)).toBe("<Error>data</Error>");

    const error = finished(
      call("s3", { url: "/bucket/key" }),
      xml(404, "<Error><Code>NoSuchKey</Code><RequestId>m</RequestId></Error>"),
    );
    const { "x-amz-request-id": id, "x-amz-id-2": host } = error.headers;
    expect(textOf(error)).toBe(
      `<Error><Code>NoSuchKey</Code><RequestId>${String(id)}</RequestId><HostId>${String(host)}</HostId></Error>`,
    );
  });
});

describe("a call that moto has no answer to", () => {
  const text = "embedded AWS: &lt;no&gt; such thing &amp; more";

  it.each<[string, Call, string, RegExp]>([
    [
      "the query protocol",
      form("iam", "CreateDelegationRequest"),
      "text/xml",
      new RegExp(
        `<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>${text}</Message></Error>` +
          `<RequestId>${UUID}</RequestId></ErrorResponse>$`,
      ),
    ],
    [
      "EC2",
      form("ec2", "CreateFpgaImage"),
      "text/xml",
      new RegExp(
        `<Response><Errors><Error><Code>NotImplemented</Code><Message>${text}</Message></Error></Errors>` +
          `<RequestID>${UUID}</RequestID></Response>$`,
      ),
    ],
    [
      "S3",
      call("s3", { url: "/bucket?analytics" }),
      "application/xml",
      /<Error><Code>NotImplemented<\/Code><Message>embedded AWS: .*<\/Message><RequestId>.*<\/HostId><\/Error>$/,
    ],
    [
      "CloudFront",
      call("cloudfront", { url: "/2020-05-31/function" }),
      "text/xml",
      /<ErrorResponse><Error><Type>Receiver<\/Type><Code>NotImplemented<\/Code>.*<\/RequestId><\/ErrorResponse>$/,
    ],
    [
      "a call without a signature, which is one of STS",
      form("s3", "AssumeRoleWithSAML"),
      "text/xml",
      /<ErrorResponse><Error><Type>Receiver<\/Type><Code>NotImplemented<\/Code>/,
    ],
    ["JSON", json("glue"), "application/x-amz-json-1.1", /^\{"__type":"NotImplemented","message":"embedded AWS: /],
    ["REST and JSON", call("lambda", { url: "/2020-06-30/x" }), "application/json", /^\{"message":"embedded AWS: /],
    [
      "CBOR",
      call("monitoring", { url: "/service/GraniteServiceVersion20100801/operation/PutX" }),
      "application/cbor",
      /__type.*NotImplemented/s,
    ],
  ])("is told so in the words of %s", (_, request, type, body) => {
    const { status, headers, ...answer } = finished(request, failure(501, "NotImplemented"));
    expect(answer.body.toString("latin1")).toMatch(body);
    expect(headers).toMatchObject({ "content-type": type, "x-amzn-errortype": "NotImplemented" });
    expect(headers).not.toHaveProperty("x-dapf-failure");
    expect(status).toBe(501);
  });

  it.each([
    ["glue", json("glue"), "InternalFailure"],
    ["lambda", call("lambda", { url: "/2015-03-31/functions" }), "ServiceException"],
    ["ec2", form("ec2", "DescribeVpcs"), "InternalError"],
    ["s3", call("s3", { url: "/bucket" }), "InternalError"],
    ["iam", form("iam", "ListRoles"), "InternalFailure"],
  ])("over which it broke down gets the error that %s has for that", (_, request, code) => {
    const { status, headers } = finished(request, failure(500, "InternalFailure"));
    expect([status, headers["x-amzn-errortype"]]).toEqual([500, code]);
  });
});

import { BatchClient, ListJobsCommand } from "@aws-sdk/client-batch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { type Refusal, refusalOf } from "../../../emulator/edge/fault-answers";
import type { EdgeRequest } from "../../../emulator/edge/messages";
import { type Loopback, serve } from "../batch/loopback";

let refusal: Refusal;
let loopback: Loopback;

const refusing = { handle: (request: EdgeRequest) => Promise.resolve(refusalOf(request, refusal)) };
const services = ["batch", "logs", "dynamodb", "s3"];

beforeAll(async () => {
  loopback = await serve(Object.fromEntries(services.map((service) => [service, refusing])));
});
afterAll(() => loopback.close());

const client = () => ({
  endpoint: loopback.endpoint,
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});

const calls: Readonly<Record<string, () => Promise<unknown>>> = {
  "AWS Batch (rest-json)": () => new BatchClient(client()).send(new ListJobsCommand({ jobQueue: "q" })),
  "CloudWatch Logs (JSON 1.1)": () => new CloudWatchLogsClient(client()).send(new DescribeLogGroupsCommand()),
  "DynamoDB (JSON 1.0)": () => new DynamoDBClient(client()).send(new ListTablesCommand()),
  "S3 (XML)": () => new S3Client({ ...client(), forcePathStyle: true }).send(new ListBucketsCommand()),
  "S3, an object": () =>
    new S3Client({ ...client(), forcePathStyle: true }).send(new GetObjectCommand({ Bucket: "b", Key: "k" })),
};

describe("a call that is refused on purpose", () => {
  test.each<[string, Refusal, string, number]>([
    ["AWS Batch (rest-json)", "throttled", "TooManyRequestsException", 429],
    ["AWS Batch (rest-json)", "failed", "ServerException", 500],
    ["CloudWatch Logs (JSON 1.1)", "throttled", "ThrottlingException", 400],
    ["CloudWatch Logs (JSON 1.1)", "failed", "InternalFailure", 500],
    ["DynamoDB (JSON 1.0)", "throttled", "ThrottlingException", 400],
    ["S3 (XML)", "throttled", "SlowDown", 503],
    ["S3, an object", "failed", "InternalError", 500],
  ])("is understood by the client of %s: %s", async (service, kind, name, status) => {
    refusal = kind;
    const error: unknown = await calls[service]?.().then(
      () => undefined,
      (refused: unknown) => refused,
    );
    expect(error).toMatchObject({
      name,
      message: expect.stringContaining("fault on purpose") as string,
      $metadata: { httpStatusCode: status },
    });
  });

  const request = (service: string, changes: Partial<EdgeRequest>): EdgeRequest => ({
    identity: { service, region: "us-east-1", account: "123456789012", accountIsChosen: true },
    operation: "",
    method: "POST",
    url: "/",
    headers: {},
    body: Buffer.alloc(0),
    ...changes,
  });
  const form = (text: string) => ({ body: Buffer.from(text) });

  test.each<[string, EdgeRequest, Refusal, number, string]>([
    [
      "the query protocol",
      request("iam", form("Action=ListRoles&Version=2010-05-08")),
      "throttled",
      400,
      "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>" +
        "<Message>Too Many Requests (fault on purpose)</Message></Error></ErrorResponse>",
    ],
    [
      "the query protocol, in the address",
      request("sns", { method: "GET", url: "/?Action=ListTopics" }),
      "failed",
      500,
      "<ErrorResponse><Error><Type>Receiver</Type><Code>InternalFailure</Code>" +
        "<Message>Internal error (fault on purpose)</Message></Error></ErrorResponse>",
    ],
    [
      "EC2",
      request("ec2", form("Action=DescribeVpcs")),
      "throttled",
      503,
      "<Response><Errors><Error><Code>RequestLimitExceeded</Code>" +
        "<Message>Too Many Requests (fault on purpose)</Message></Error></Errors></Response>",
    ],
  ])("has the shape of %s", (_protocol, refused, kind, status, element) => {
    const answer = refusalOf(refused, kind);
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${element}`);
    expect(answer.headers["content-length"]).toBe(answer.body.length);
  });

  test("answers JSON in the version that was asked in", () => {
    const headers = {
      "x-amz-target": "AWSStepFunctions.ListStateMachines",
      "content-type": "application/x-amz-json-1.0",
    };
    expect(refusalOf(request("states", { headers }), "failed").headers).toMatchObject({
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-errortype": "InternalFailure",
    });
  });

  test("has the shape of CBOR for a client that speaks it", () => {
    const url = "/service/GraniteServiceVersion20100801/operation/ListMetrics";
    const answer = refusalOf(request("monitoring", { url }), "throttled");
    expect(answer.headers).toMatchObject({ "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" });
    const text = (value: string) => `y${String.fromCharCode(0, value.length)}${value}`;
    const members = ["__type", "ThrottlingException", "message", "Too Many Requests (fault on purpose)"];
    expect(answer.body.toString("latin1")).toBe(`\u00a2${members.map(text).join("")}`);
  });
});

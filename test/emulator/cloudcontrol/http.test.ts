import { SteppedClock } from "../../../emulator/clock";
import { AwsCalls } from "../aws-calls";
import { arn, PLACE } from "../batch/account";
import { serveBatch } from "../batch/embedded";
import type { Loopback } from "../batch/loopback";

const POLICY = "AWS::Batch::SchedulingPolicy";
const TOKEN = "terraform-20260101000000000000000001";

let loopback: Loopback;
let clock: SteppedClock;
let aws: AwsCalls;

beforeEach(async () => {
  clock = new SteppedClock();
  loopback = await serveBatch({ clock });
  aws = new AwsCalls(loopback.endpoint, PLACE.account, PLACE.region);
});
afterEach(() => loopback.close());

interface Progress {
  readonly ProgressEvent: Readonly<Record<string, unknown>>;
}

const target = (operation: string): string => `CloudApiService.${operation}`;
const send = <T>(operation: string, body: object): Promise<T> =>
  aws.json<T>("cloudcontrolapi", target(operation), body);
const refusal = async (operation: string, body: object): Promise<unknown> => {
  const answer = await aws.jsonAnswer("cloudcontrolapi", target(operation), body);
  return { status: answer.status, ...(JSON.parse(answer.text) as object) };
};
const create = (name: string): Promise<Progress> =>
  send<Progress>("CreateResource", { TypeName: POLICY, DesiredState: JSON.stringify({ Name: name }) });

describe("Cloud Control over HTTP", () => {
  it("creates, asks after, reads, updates and deletes a resource", async () => {
    const Identifier = arn("scheduling-policy/p");
    const begun = await send<Progress>("CreateResource", {
      TypeName: POLICY,
      DesiredState: JSON.stringify({ Name: "p", FairsharePolicy: { ComputeReservation: 1 } }),
      ClientToken: TOKEN,
    });
    expect(begun.ProgressEvent).toEqual(
      expect.objectContaining({ OperationStatus: "IN_PROGRESS", Operation: "CREATE" }),
    );

    clock.step(1000);
    const { RequestToken } = begun.ProgressEvent;
    const done = await send<Progress>("GetResourceRequestStatus", { RequestToken });
    expect(done.ProgressEvent).toEqual(expect.objectContaining({ OperationStatus: "SUCCESS", Identifier }));

    const PatchDocument = JSON.stringify([{ op: "replace", path: "/FairsharePolicy/ComputeReservation", value: 2 }]);
    await send("UpdateResource", { TypeName: POLICY, Identifier, PatchDocument });
    clock.step(1000);
    const read = await send<{ ResourceDescription: { Properties: string } }>("GetResource", {
      TypeName: POLICY,
      Identifier,
    });
    expect(read).toEqual({
      TypeName: POLICY,
      ResourceDescription: { Identifier, Properties: expect.any(String) as string },
    });
    expect(JSON.parse(read.ResourceDescription.Properties)).toEqual({
      Arn: Identifier,
      Name: "p",
      FairsharePolicy: { ComputeReservation: 2 },
      Tags: {},
    });

    await send("DeleteResource", { TypeName: POLICY, Identifier });
    clock.step(1000);
    expect(await refusal("GetResource", { TypeName: POLICY, Identifier })).toEqual({
      status: 400,
      __type: "ResourceNotFoundException",
      Message: `Resource of type '${POLICY}' with identifier '${Identifier}' was not found.`,
    });
  });

  it("lists resources and requests page by page", async () => {
    for (const name of ["a", "b", "c"]) await create(name);
    interface Resources {
      readonly ResourceDescriptions: { readonly Identifier: string }[];
      readonly NextToken?: string;
    }
    const first = await send<Resources>("ListResources", { TypeName: POLICY, MaxResults: 2 });
    const rest = await send<Resources>("ListResources", {
      TypeName: POLICY,
      MaxResults: 2,
      NextToken: first.NextToken,
    });
    const identifiers = [first, rest].map((page) => page.ResourceDescriptions.map(({ Identifier }) => Identifier));
    expect(identifiers).toEqual([
      [arn("scheduling-policy/a"), arn("scheduling-policy/b")],
      [arn("scheduling-policy/c")],
    ]);
    expect(rest.NextToken).toBeUndefined();
    expect(await send("ListResourceRequests", {})).toEqual({
      ResourceRequestStatusSummaries: [expect.anything(), expect.anything(), expect.anything()],
    });
  });

  it.each<[string, string, object, string]>([
    [
      "a desired state that is no JSON",
      "CreateResource",
      { TypeName: POLICY, DesiredState: "{" },
      "InvalidRequestException",
    ],
    [
      "a desired state that is no object",
      "CreateResource",
      { TypeName: POLICY, DesiredState: "[]" },
      "InvalidRequestException",
    ],
    ["no type", "CreateResource", { DesiredState: "{}" }, "InvalidRequestException"],
    [
      "a bad client token",
      "CreateResource",
      { TypeName: POLICY, DesiredState: "{}", ClientToken: "ä" },
      "InvalidRequestException",
    ],
    ["a token that nobody gave", "GetResourceRequestStatus", { RequestToken: "x" }, "RequestTokenNotFoundException"],
    ["a page token that nobody gave", "ListResources", { TypeName: POLICY, NextToken: "x" }, "InvalidRequestException"],
    ["an operation that is not there", "CancelResourceRequest", { RequestToken: "x" }, "UnsupportedActionException"],
    ["an unknown type", "GetResource", { TypeName: "AWS::S3::Bucket", Identifier: "b" }, "TypeNotFoundException"],
  ])("refuses %s", async (_case, operation, body, code) => {
    expect(await refusal(operation, body)).toEqual(expect.objectContaining({ status: 400, __type: code }));
  });
});

describe("CloudFormation's DescribeType", () => {
  const describeType = (parameters: Record<string, string>): Promise<string> =>
    aws.query("cloudformation", "2010-05-15", "DescribeType", { Type: "RESOURCE", ...parameters });
  const unescaped = (text: string): string =>
    text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

  it.each(["JobQueue", "QuotaShare", "SchedulingPolicy", "ServiceEnvironment"])(
    "answers the schema of %s",
    async (name) => {
      const xml = await describeType({ TypeName: `AWS::Batch::${name}` });
      const schema: unknown = JSON.parse(unescaped(/<Schema>(.*)<\/Schema>/.exec(xml)?.[1] ?? ""));
      expect(schema).toEqual(expect.objectContaining({ typeName: `AWS::Batch::${name}`, additionalProperties: false }));
    },
  );

  it("answers by ARN, too", async () => {
    const Arn = "arn:aws:cloudformation:eu-west-1::type/resource/AWS-Batch-JobQueue";
    expect(await describeType({ Arn })).toContain(`<Arn>${Arn}</Arn>`);
  });

  it("leaves other types and operations to moto", async () => {
    await expect(describeType({ TypeName: "AWS::S3::Bucket" })).rejects.toThrow("501");
    await expect(aws.query("cloudformation", "2010-05-15", "ListStacks")).rejects.toThrow("501");
    expect(loopback.forwarded).toEqual(["cloudformation DescribeType", "cloudformation ListStacks"]);
  });
});

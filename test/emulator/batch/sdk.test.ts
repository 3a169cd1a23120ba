import { Batch } from "@aws-sdk/client-batch";
import { AwsCalls } from "../aws-calls";
import { arn, BatchAccount, PLACE, valid } from "./account";
import { serveBatch } from "./embedded";
import type { Loopback } from "./loopback";
import { SteppedClock } from "../../../emulator/clock";

let loopback: Loopback;
let client: Batch;
let clock: SteppedClock;

beforeEach(async () => {
  clock = new SteppedClock();
  loopback = await serveBatch({ clock });
  client = new Batch({
    endpoint: loopback.endpoint,
    region: PLACE.region,
    credentials: { accessKeyId: PLACE.account, secretAccessKey: "test" },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await loopback.close();
});

const settle = (): void => clock.step(1000);

describe("the AWS SDK with the embedded Batch", () => {
  it("creates, finds, changes and deletes all four kinds of a training queue's resources", async () => {
    // The requests of the fixtures are of the API's shape; what they are made of is typed as plain objects.
    await client.createServiceEnvironment(valid.serviceEnvironment() as never);
    const { arn: schedulingPolicyArn } = await client.createSchedulingPolicy(valid.quotaPolicy() as never);
    settle();
    await client.createJobQueue(valid.trainingQueue({ schedulingPolicyArn }) as never);
    settle();
    const { quotaShareArn } = await client.createQuotaShare(valid.quotaShare() as never);
    settle();
    expect(quotaShareArn).toBe(arn("job-queue/queue/quota-share/share"));

    await client.updateQuotaShare({ quotaShareArn, state: "DISABLED" });
    await client.updateJobQueue({ jobQueue: "queue", state: "DISABLED" });
    await client.updateServiceEnvironment({ serviceEnvironment: "environment", state: "DISABLED" });
    settle();
    await client.deleteQuotaShare({ quotaShareArn });
    settle();
    await client.deleteJobQueue({ jobQueue: "queue" });
    settle();
    await client.deleteServiceEnvironment({ serviceEnvironment: "environment" });
    await client.deleteSchedulingPolicy({ arn: schedulingPolicyArn });
    settle();
    expect((await client.describeJobQueues()).jobQueues).toEqual([]);
    expect((await client.describeServiceEnvironments()).serviceEnvironments).toEqual([]);
    expect((await client.listSchedulingPolicies()).schedulingPolicies).toEqual([]);
  });

  it("gets a refusal as ClientException with the service's words", async () => {
    await expect(client.updateJobQueue({ jobQueue: "none", priority: 1 })).rejects.toMatchObject({
      name: "ClientException",
      message: "none does not exist",
      $metadata: { httpStatusCode: 400 },
    });
  });

  it("gets the words in front, and the id of the call behind, where the request by itself is wrong", async () => {
    const refused = client.describeJobs({ jobs: Array.from({ length: 101 }, String) });
    await expect(refused).rejects.toMatchObject({ name: "ClientException" });
    const error = (await refused.catch((one: unknown) => one)) as { message: string; $metadata: { requestId: string } };
    expect(error.message).toBe(
      `Error executing request, Exception : Maximum number of jobs supported is 100, RequestId: ${error.$metadata.requestId}`,
    );
  });

  it("gets a taken name as ClientException with the status 409", async () => {
    await client.createSchedulingPolicy(valid.fairPolicy() as never);
    await expect(client.createSchedulingPolicy(valid.fairPolicy() as never)).rejects.toMatchObject({
      name: "ClientException",
      message: "Object already exists",
      $metadata: { httpStatusCode: 409 },
    });
  });

  it("reads and changes tags by ARN", async () => {
    const { arn: resourceArn } = await client.createSchedulingPolicy(valid.fairPolicy({ tags: { a: "1" } }) as never);
    await client.tagResource({ resourceArn, tags: { "b/c": "ü", d: "" } });
    await client.untagResource({ resourceArn, tagKeys: ["a", "d"] });
    expect((await client.listTagsForResource({ resourceArn })).tags).toEqual({ "b/c": "ü" });
  });
});

describe("Batch over HTTP", () => {
  const post = (path: string, body: string) =>
    new AwsCalls(loopback.endpoint, PLACE.account, PLACE.region).send("batch", "POST", path, body);

  it.each([
    ["a body that is no JSON", "/v1/createjobqueue", "{", "The request body is not a JSON object."],
    ["a body that is no object", "/v1/createjobqueue", "[]", "The request body is not a JSON object."],
    ["an operation that is not there", "/v1/dosomething", "{}", "does not have POST /v1/dosomething"],
    ["a tag path that is not encoded well", "/v1/tags/%E0%A4%A", "{}", "is not a percent-encoded ARN"],
  ])("answers %s with a ClientException, in header and body", async (_case, path, body, message) => {
    const { status, headers, text } = await post(path, body);
    expect(status).toBe(400);
    expect(headers.get("x-amzn-errortype")).toBe("ClientException");
    expect(JSON.parse(text)).toEqual({
      __type: "ClientException",
      message: expect.stringContaining(message) as string,
    });
  });

  it("takes null for absent", async () => {
    const body = JSON.stringify({ ...valid.fairPolicy(), tags: null, quotaSharePolicy: null });
    expect((await post("/v1/createschedulingpolicy", body)).status).toBe(200);
  });

  it("answers an internal error as ServerException", async () => {
    const broken = new BatchAccount();
    Object.defineProperty(broken.clock, "now", {
      value: () => {
        throw new Error("out of order");
      },
    });
    const server = await serveBatch({ clock: broken.clock });
    try {
      const answer = await new AwsCalls(server.endpoint).send("batch", "POST", "/v1/describejobqueues", "{}");
      expect(answer.status).toBe(500);
      expect(answer.headers.get("x-amzn-errortype")).toBe("ServerException");
    } finally {
      await server.close();
    }
  });

  it("asks moto for the account of a key that IAM issued", async () => {
    const issued = new AwsCalls(loopback.endpoint, "AKIAIOSFODNN7EXAMPLE", PLACE.region);
    const answer = await issued.send("batch", "POST", "/v1/createschedulingpolicy", JSON.stringify(valid.fairPolicy()));
    // Nobody stands behind this loopback to answer, so it is the default account; the question itself was asked.
    expect(JSON.parse(answer.text)).toEqual({ name: "fair", arn: expect.stringContaining(":123456789012:") as string });
    expect(loopback.forwarded).toEqual(["sts GetCallerIdentity"]);
  });
});

import { randomBytes } from "node:crypto";
import { request as httpRequest } from "node:http";
import {
  DEFAULT_ACCOUNT,
  type Emulator,
  EmulatorError,
  INFERENCING_VPC_NAME,
  PortInUseError,
  seedVpc,
  startEmulator,
  withEmulator,
} from "../../emulator";
import { AwsCalls, elements } from "./aws-calls";

jest.setTimeout(60_000);

const EC2 = "2016-11-15";
const IAM = "2010-05-08";
const STS = "2011-06-15";
const named = { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": INFERENCING_VPC_NAME };

let emulator: Emulator;
let aws: AwsCalls;

beforeAll(async () => {
  emulator = await startEmulator({ glueTriggerLatencyMs: 100 });
});
afterAll(() => emulator.stop());
// An account of its own for each test: that is quicker than to forget everything.
let tests = 0;
beforeEach(() => {
  tests += 1;
  emulator.resetCounters();
  aws = new AwsCalls(emulator.endpoint, String(731580992000 + tests));
});

describe("the account of a call", () => {
  const accountSeenBy = async (calls: AwsCalls): Promise<string | undefined> =>
    elements(await calls.query("sts", STS, "GetCallerIdentity"), "Account")[0];

  it("is the access key id, when that is 12 digits", async () => {
    expect(await accountSeenBy(new AwsCalls(emulator.endpoint, "111122223333"))).toBe("111122223333");
    expect(await accountSeenBy(new AwsCalls(emulator.endpoint, "444455556666"))).toBe("444455556666");
  });

  it("is the default account for a key id that nobody would take for AWS's, and none for one that nobody issued", async () => {
    expect(await accountSeenBy(new AwsCalls(emulator.endpoint, "test"))).toBe(DEFAULT_ACCOUNT);
    const refused = accountSeenBy(new AwsCalls(emulator.endpoint, "AKIAIOSFODNN7EXAMPLE"));
    await expect(refused).rejects.toThrow("InvalidClientTokenId");
  });

  it("is the account that issued the key, for a key of an IAM user", async () => {
    await aws.query("iam", IAM, "CreateUser", { UserName: "pipeline" });
    const key = elements(await aws.query("iam", IAM, "CreateAccessKey", { UserName: "pipeline" }), "AccessKeyId")[0];
    expect(await accountSeenBy(new AwsCalls(emulator.endpoint, key))).toBe(aws.account);
  });

  it("cannot be set by a header of the caller", async () => {
    const body = `Action=GetCallerIdentity&Version=${STS}`;
    const headers = { "content-type": "application/x-www-form-urlencoded", "x-moto-account-id": "999999999999" };
    const answer = await aws.send("sts", "POST", "/", body, headers);
    expect(elements(answer.text, "Account")).toEqual([aws.account]);
  });

  it("is in the ARNs of global and regional services", async () => {
    const topic = await aws.query("sns", "2010-03-31", "CreateTopic", { Name: "notes" });
    const user = await aws.query("iam", IAM, "CreateUser", { UserName: "u" });
    expect(elements(topic, "TopicArn")).toEqual([`arn:aws:sns:${aws.region}:${aws.account}:notes`]);
    expect(elements(user, "Arn")).toEqual([`arn:aws:iam::${aws.account}:user/u`]);
  });
});

describe("AWS managed policies", () => {
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSBatchServiceRole";

  it("are there", async () => {
    expect(elements(await aws.query("iam", IAM, "GetPolicy", { PolicyArn }), "Arn")).toEqual([PolicyArn]);
  });

  it("are not there unless moto is told to load them", async () => {
    await withEmulator({ motoEnvironment: { MOTO_IAM_LOAD_MANAGED_POLICIES: "false" } }, async ({ endpoint }) => {
      await expect(new AwsCalls(endpoint).query("iam", IAM, "GetPolicy", { PolicyArn })).rejects.toThrow("404");
    });
  });
});

describe("S3 through the edge", () => {
  let s3: AwsCalls;

  beforeAll(async () => {
    s3 = new AwsCalls(emulator.endpoint);
    const where = `<LocationConstraint>${s3.region}</LocationConstraint>`;
    await s3.send("s3", "PUT", "/files", `<CreateBucketConfiguration>${where}</CreateBucketConfiguration>`);
  });

  it("keeps large bodies byte for byte", async () => {
    const body = new Uint8Array(randomBytes(24 * 1024 * 1024));
    const put = await s3.send("s3", "PUT", "/files/large", body);
    const got = await fetch(`${emulator.endpoint}/files/large`, {
      headers: { authorization: s3.authorization("s3") },
    });
    expect(put.status).toBe(200);
    expect(Buffer.compare(Buffer.from(await got.arrayBuffer()), body)).toBe(0);
  });

  it("answers HEAD with the length and no body", async () => {
    await s3.send("s3", "PUT", "/files/key", "twelve bytes");
    const head = await s3.send("s3", "HEAD", "/files/key");
    expect([head.status, head.headers.get("content-length"), head.text]).toEqual([200, "12", ""]);
  });

  it("decodes a body that an SDK sends in signed chunks", async () => {
    const chunked = "5;chunk-signature=0\r\nhello\r\n0;chunk-signature=0\r\n\r\n";
    await s3.send("s3", "PUT", "/files/chunked", chunked, {
      "content-encoding": "aws-chunked",
      "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
      "x-amz-decoded-content-length": "5",
    });
    expect((await s3.send("s3", "GET", "/files/chunked")).text).toBe("hello");
  });

  it("takes a body that is announced with Expect: 100-continue and sent in HTTP chunks", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = {
        authorization: s3.authorization("s3"),
        expect: "100-continue",
        "transfer-encoding": "chunked",
      };
      const request = httpRequest(`${emulator.endpoint}/files/expected`, { method: "PUT", headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      request.once("error", reject);
      request.once("continue", () => {
        request.write("first, ");
        request.end("second");
      });
      request.flushHeaders();
    });
    expect(status).toBe(200);
    expect((await s3.send("s3", "GET", "/files/expected")).text).toBe("first, second");
  });

  it("takes a path that begins with two slashes for what it is", async () => {
    expect((await s3.send("s3", "GET", "//files/key")).status).toBe(404);
  });

  it("knows a presigned request by its query", async () => {
    await s3.send("s3", "PUT", "/files/key", "content");
    emulator.resetCounters();
    const credential = encodeURIComponent(`${s3.account}/20260101/${s3.region}/s3/aws4_request`);
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${credential}&X-Amz-Signature=0`;
    const got = await fetch(`${emulator.endpoint}/files/key?${query}`);
    expect(await got.text()).toBe("content");
    expect(emulator.counters().requests).toEqual({ s3: { "GET object": 1 } });
  });

  it("survives a client that goes away in the middle of an upload", async () => {
    await new Promise<void>((resolve) => {
      const headers = { authorization: s3.authorization("s3"), "content-length": "1000000" };
      const request = httpRequest(`${emulator.endpoint}/files/broken`, { method: "PUT", headers });
      request.once("error", () => undefined);
      request.once("close", resolve);
      request.write("only the beginning", () => request.destroy());
    });
    expect((await s3.send("s3", "GET", "/files/broken")).status).toBe(404);
    expect(emulator.counters().errors).toMatchObject({ ClientClosedRequest: 1 });
  });
});

describe("the counters", () => {
  it("count calls by service and operation, and errors by code", async () => {
    await aws.json("glue", "AWSGlue.CreateWorkflow", { Name: "w" });
    await aws.jsonAnswer("glue", "AWSGlue.GetJob", { JobName: "none" });
    await aws.query("sts", STS, "GetCallerIdentity");
    await aws.send("s3", "GET", "/nowhere?versioning");
    const { total, requests, errors } = emulator.counters();
    expect(total).toBe(4);
    expect(requests).toEqual({
      glue: { CreateWorkflow: 1, GetJob: 1 },
      sts: { GetCallerIdentity: 1 },
      s3: { "GET bucket?versioning": 1 },
    });
    expect(errors).toEqual({ EntityNotFoundException: 1, NoSuchBucket: 1 });
  });

  it("say which operation moto lacks, with an answer that clients do not retry", async () => {
    const answer = await aws.jsonAnswer("glue", "AWSGlue.CreateBlueprint", { Name: "b" });
    expect([answer.status, answer.text]).toEqual([501, expect.stringContaining("create_blueprint")]);
    expect(emulator.counters().errors).toEqual({ NotImplemented: 1 });
  });
});

describe("overlapping changes to Glue triggers", () => {
  const conditions = [{ LogicalOperator: "EQUALS", JobName: "i", State: "SUCCEEDED" }];
  const definition = {
    Type: "CONDITIONAL",
    Predicate: { Logical: "AND", Conditions: conditions },
    Actions: [{ JobName: "j" }],
  };
  const trigger = (name: string, workflow: string) =>
    aws.jsonAnswer("glue", "AWSGlue.CreateTrigger", { ...definition, Name: name, WorkflowName: workflow });

  beforeEach(async () => {
    for (const Name of ["one", "two"]) await aws.json("glue", "AWSGlue.CreateWorkflow", { Name });
  });

  it("of one workflow: the first succeeds, the others are refused as AWS refuses them", async () => {
    const answers = await Promise.all(["a", "b", "c"].map((name) => trigger(name, "one")));
    const refused = answers.filter((answer) => answer.status === 400);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400]);
    expect(refused.map((answer) => answer.headers.get("x-amzn-errortype"))).toEqual([
      "ConcurrentModificationException",
      "ConcurrentModificationException",
    ]);
    expect(JSON.parse(refused[0]?.text ?? "")).toMatchObject({ __type: "ConcurrentModificationException" });
    expect(emulator.counters().errors).toEqual({ ConcurrentModificationException: 2 });
  });

  it("of different workflows, accounts or regions all succeed", async () => {
    const elsewhere = [
      new AwsCalls(emulator.endpoint, "444455556666"),
      new AwsCalls(emulator.endpoint, aws.account, "eu-west-1"),
    ];
    const others = elsewhere.map((calls) =>
      calls.jsonAnswer("glue", "AWSGlue.CreateTrigger", { ...definition, Name: "a", WorkflowName: "one" }),
    );
    const answers = await Promise.all([trigger("a", "one"), trigger("b", "two"), ...others]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
  });

  it("are refused for changes and deletions, too, whose workflow is that of the trigger", async () => {
    await trigger("a", "one");
    await trigger("b", "one");
    const answers = await Promise.all([
      aws.jsonAnswer("glue", "AWSGlue.UpdateTrigger", { Name: "a", TriggerUpdate: { Description: "new" } }),
      aws.jsonAnswer("glue", "AWSGlue.DeleteTrigger", { Name: "b" }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400]);
  });

  it("take their time, and one after the other they all succeed", async () => {
    const before = performance.now();
    const statuses = [await trigger("a", "one"), await trigger("b", "one")].map((answer) => answer.status);
    expect(statuses).toEqual([200, 200]);
    expect(performance.now() - before).toBeGreaterThanOrEqual(200);
  });
});

describe("the seeded VPC", () => {
  const subnets = (calls: AwsCalls) => calls.query("ec2", EC2, "DescribeSubnets", named);

  it("is in every account and region from the first EC2 call on, with three subnets in three zones", async () => {
    const xml = await subnets(new AwsCalls(emulator.endpoint, "444455556666", "eu-west-1"));
    expect(elements(xml, "subnetId")).toHaveLength(3);
    expect(new Set(elements(xml, "availabilityZone")).size).toBe(3);
    expect(new Set(elements(xml, "vpcId")).size).toBe(1);
    expect(elements(xml, "mapPublicIpOnLaunch")).toEqual(["false", "false", "false"]);
  });

  it("is there once, however many clients come first", async () => {
    await Promise.all([subnets(aws), subnets(aws), subnets(aws)]);
    expect(elements(await aws.query("ec2", EC2, "DescribeVpcs", named), "vpcId")).toHaveLength(1);
    expect(await seedVpc(emulator.endpoint, aws)).toMatchObject({ created: false });
  });

  it("can be seeded under given ids, once", async () => {
    const seed = { account: aws.account, region: aws.region, vpcId: "vpc-0abc", subnetIds: ["subnet-01", "subnet-02"] };
    expect(await seedVpc(emulator.endpoint, seed)).toEqual({
      vpcId: "vpc-0abc",
      subnetIds: ["subnet-01", "subnet-02"],
      created: true,
    });
    expect(await seedVpc(emulator.endpoint, seed)).toMatchObject({ created: false });
    const more = { ...seed, subnetIds: [...seed.subnetIds, "subnet-03"] };
    expect(await seedVpc(emulator.endpoint, more)).toMatchObject({ created: true });
    const filter = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": "vpc-0abc" };
    expect(elements(await aws.query("ec2", EC2, "DescribeSubnets", filter), "subnetId").sort()).toEqual(more.subnetIds);
  });

  it("is refused when a given subnet is in another VPC", async () => {
    const seed = { account: aws.account, region: aws.region, vpcId: "vpc-0abc", subnetIds: ["subnet-01"] };
    await seedVpc(emulator.endpoint, seed);
    const failed = seedVpc(emulator.endpoint, { ...seed, vpcId: "vpc-0def" });
    await expect(failed).rejects.toThrow(EmulatorError);
    await expect(failed).rejects.toThrow("subnet-01 exists in vpc-0abc");
  });
});

describe("the inventory of an account", () => {
  it("is empty for a new account, counts what is created, and is as before when that is deleted", async () => {
    const before = await emulator.inventory(aws.account);
    await aws.query("iam", IAM, "CreateUser", { UserName: "u" });
    await aws.json("ssm", "AmazonSSM.PutParameter", { Name: "/p", Value: "v", Type: "String" });
    const between = await emulator.inventory(aws.account);
    await aws.query("iam", IAM, "DeleteUser", { UserName: "u" });
    await aws.json("ssm", "AmazonSSM.DeleteParameter", { Name: "/p" });
    // AWS Glue makes it for the runs of jobs, and nobody deletes it.
    await aws.json("logs", "Logs_20140328.CreateLogGroup", { logGroupName: "/aws-glue/jobs/output" });
    expect(before).toEqual({});
    expect(between).toMatchObject({ "iam/aws/users": 1, "ssm/ap-south-1/_parameters": 1 });
    expect(await emulator.inventory(aws.account)).toEqual({});
  });
});

describe("a reset", () => {
  it("forgets the resources of all accounts, and the counters", async () => {
    await withEmulator({}, async ({ endpoint, reset, inventory, counters }) => {
      const calls = new AwsCalls(endpoint);
      const vpcs = async () => elements(await calls.query("ec2", EC2, "DescribeVpcs", named), "vpcId");
      await calls.query("iam", IAM, "CreateUser", { UserName: "u" });
      const [before] = await vpcs();
      await reset();
      expect(await inventory(calls.account)).toEqual({});
      expect(counters().total).toBe(0);
      const after = await vpcs();
      expect(after).toHaveLength(1);
      expect(after).not.toEqual([before]);
    });
  });
});

describe("the control of moto", () => {
  const held = async () => elements(await aws.query("iam", IAM, "ListUsers"), "UserName");

  it.each(["/moto-api/reset", "//moto-api/reset", "/%6doto-api/reset", "/moto-api%2Freset", "/%5Fdapf/reset"])(
    "is not to be had at %s: that is a path of S3",
    async (path) => {
      await aws.query("iam", IAM, "CreateUser", { UserName: "kept" });
      const answers = ["POST", "GET"].map((method) => fetch(`${emulator.endpoint}${path}`, { method }));
      const [post, get] = await Promise.all(answers);
      expect(post?.status).toBeGreaterThanOrEqual(400);
      expect([get?.status, await get?.text()]).toEqual([404, expect.stringContaining("<Code>NoSuchBucket</Code>")]);
      expect(await held()).toEqual(["kept"]);
    },
  );

  it("leaves its names to buckets", async () => {
    const bucket = new AwsCalls(emulator.endpoint, aws.account, "us-east-1");
    expect((await bucket.send("s3", "PUT", "/moto-api")).status).toBe(200);
    await bucket.send("s3", "PUT", "/moto-api/data.json", "mine");
    expect((await bucket.send("s3", "GET", "/moto-api/data.json")).text).toBe("mine");
  });
});

describe("an operation that moto lacks", () => {
  it.each([
    ["iam", IAM, "CreateDelegationRequest", "ErrorResponse", "RequestId"],
    ["cloudformation", "2010-05-15", "ActivateType", "ErrorResponse", "RequestId"],
    ["ec2", EC2, "CreateFpgaImage", "Response", "RequestID"],
  ])("of %s is refused in its XML", async (service, version, action, root, id) => {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const {
      status,
      text,
      headers: answered,
    } = await aws.send(service, "POST", "/", `Action=${action}&Version=${version}`, headers);
    expect(status).toBe(501);
    expect(text).toContain(`<${root}>`);
    expect([elements(text, "Code"), elements(text, id)]).toEqual([
      ["NotImplemented"],
      [answered.get("x-amzn-requestid")],
    ]);
  });

  it("and has no page for is refused, too, where AWS has no such answer as a web page", async () => {
    const { status, headers, text } = await aws.send("eks", "GET", "/addons/supported-versions");
    expect([status, headers.get("content-type")]).toEqual([501, "application/json"]);
    expect(text).toContain("GET /addons/supported-versions has not been implemented");
  });
});

describe("the control routes", () => {
  const control = (method: string, route: string, headers: Record<string, string> = {}) =>
    fetch(`${emulator.endpoint}/_dapf/${route}`, { method, headers });

  it("tell who answers", async () => {
    expect(await (await control("GET", "status")).json()).toEqual(emulator.status);
  });

  it("refuse what a web page asks for, and unknown routes", async () => {
    expect((await control("POST", "reset", { origin: "https://example.com" })).status).toBe(403);
    expect((await control("GET", "nothing")).status).toBe(404);
  });

  it("take how simulated jobs go, refuse what is no such rule, and forget it with a reset", async () => {
    const route = `${emulator.endpoint}/_dapf/simulations`;
    const put = (body: string) => fetch(route, { method: "PUT", body });
    const inForce = async () => (await fetch(route)).json();
    const rules = [{ match: { DAPF_MAPPING_ID: "gearbox/xgb" }, set: { DAPF_EXIT_CODE: "1" } }];
    const taken = await put(JSON.stringify(rules));
    const refused = await put(JSON.stringify([{ match: {}, set: {} }]));
    const unreadable = await put("{");

    expect([taken.status, refused.status, unreadable.status]).toEqual([200, 400, 400]);
    expect(await refused.text()).toContain("must name a variable");
    expect(await inForce()).toEqual(rules);
    await emulator.reset();
    expect(await inForce()).toEqual([]);
  });

  it("do not end an emulator that belongs to the process that started it", async () => {
    expect((await control("POST", "shutdown")).status).toBe(409);
  });
});

describe("starting", () => {
  it("says so when the wanted port is taken, and leaves no process behind", async () => {
    const taken = startEmulator({ port: emulator.port });
    await expect(taken).rejects.toThrow(PortInUseError);
    await expect(taken).rejects.toMatchObject({ port: emulator.port });
  });

  it("refuses to leave out a fix that does not exist", async () => {
    await expect(startEmulator({ disabledFixes: ["nonsense"] })).rejects.toThrow("no such fix: nonsense");
  });
});

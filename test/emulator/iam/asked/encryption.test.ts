import { ACCOUNT, KEY, REGION, type World, contextOf, form, json, rest, s3, short } from "./asking";
import type { Ask } from "../../../../emulator/iam/model";

const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const ID = "key/11111111-2222-3333-4444-555555555555";
const [topic, queue, table] = [arn("sns", "t"), arn("sqs", "q"), arn("dynamodb", "table/t")];
const machine = arn("states", "stateMachine:m");
const parameter = arn("ssm", "parameter/a");
const secret = arn("secretsmanager", "secret:s-abcdef");

const world: World = {
  keys: { [topic]: KEY, [queue]: KEY, [table]: KEY, [machine]: KEY, [parameter]: KEY, [secret]: KEY },
  arns: { "kms:key alias/data": KEY },
};

type Row = readonly [
  what: string,
  source: string,
  actions: string,
  context: string,
  asks: () => Promise<readonly Ask[]>,
];

const USES: readonly Row[] = [
  [
    "publishing",
    'Amazon SNS Developer Guide, "Configure AWS KMS permissions"',
    "GenerateDataKey Decrypt",
    `aws:sns:topicarn=${topic}`,
    () => form("sns", "Publish", { TopicArn: topic }, world),
  ],
  [
    "sending",
    'Amazon SQS Developer Guide, "Key management"',
    "GenerateDataKey Decrypt",
    `aws:sqs:arn=${queue}`,
    () => json("sqs", "SendMessage", { QueueUrl: `http://x/${ACCOUNT}/q` }, world),
  ],
  [
    "receiving",
    'Amazon SQS Developer Guide, "Key management"',
    "Decrypt",
    `aws:sqs:arn=${queue}`,
    () => json("sqs", "ReceiveMessage", { QueueUrl: `http://x/${ACCOUNT}/q` }, world),
  ],
  [
    "reading an item",
    'Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes"',
    "Decrypt",
    "aws:dynamodb:tablename=t",
    () => json("dynamodb", "GetItem", { TableName: "t", Key: {} }, world),
  ],
  [
    "writing several items",
    'Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes"',
    "Decrypt",
    "aws:dynamodb:tablename=t",
    () => json("dynamodb", "BatchWriteItem", { RequestItems: { t: [] } }, world),
  ],
  [
    "making a table",
    'Amazon DynamoDB Developer Guide, "Managing encrypted tables in DynamoDB"',
    "DescribeKey CreateGrant",
    "aws:dynamodb:tablename=t",
    () =>
      json("dynamodb", "CreateTable", { TableName: "t", SSESpecification: { KMSMasterKeyId: "alias/data" } }, world),
  ],
  [
    "reading a parameter",
    'AWS Systems Manager User Guide, "How AWS Systems Manager Parameter Store uses AWS KMS"',
    "Decrypt",
    `parameter_arn=${parameter}`,
    () => json("ssm", "GetParameter", { Name: "a", WithDecryption: true }, world),
  ],
  [
    "writing a parameter",
    "the same",
    "Encrypt",
    `parameter_arn=${parameter}`,
    () => json("ssm", "PutParameter", { Name: "a", Type: "SecureString", KeyId: "alias/data" }, world),
  ],
  [
    "writing an advanced parameter",
    "the same",
    "GenerateDataKey",
    `parameter_arn=${parameter}`,
    () => json("ssm", "PutParameter", { Name: "a", Type: "SecureString", KeyId: KEY, Tier: "Advanced" }, world),
  ],
  [
    "reading a secret",
    'AWS Secrets Manager User Guide, "Secret encryption and decryption in AWS Secrets Manager"',
    "Decrypt",
    `secretarn=${secret}`,
    () => json("secretsmanager", "GetSecretValue", { SecretId: secret }, world),
  ],
  [
    "writing a secret",
    "the same",
    "GenerateDataKey Decrypt",
    `secretarn=${secret}`,
    () => json("secretsmanager", "PutSecretValue", { SecretId: secret }, world),
  ],
  [
    "starting an execution",
    'AWS Step Functions Developer Guide, "Encrypting your data at rest with Step Functions"',
    "GenerateDataKey Decrypt",
    `aws:states:statemachinearn=${machine}`,
    () => json("states", "StartExecution", { stateMachineArn: machine }, world),
  ],
];

describe("the key of what is encrypted", () => {
  it.each(USES)("is used by %s (%s): %s with %s", async (_, __, actions, context, asks) => {
    const onKey = (await asks()).filter(({ resource }) => resource === KEY);
    expect(onKey.map(({ action }) => action)).toEqual(actions.split(" ").map((name) => `kms:${name}`));
    const [name = "", value = ""] = context.split("=");
    expect(onKey[0]?.context.get(`kms:encryptioncontext:${name}`)).toEqual([value]);
  });

  it("is used through the service, in the caller's account", async () => {
    const asks = await json("sqs", "ReceiveMessage", { QueueUrl: `http://x/${ACCOUNT}/q` }, world);
    expect(contextOf(asks, "kms:Decrypt")).toEqual({
      "kms:viaservice": [`sqs.${REGION}.amazonaws.com`],
      "kms:calleraccount": [ACCOUNT],
      "kms:encryptioncontext:aws:sqs:arn": [queue],
      "kms:encryptioncontextkeys": ["aws:sqs:arn"],
    });
  });

  it("is granted to the service itself", async () => {
    const request = { repositoryName: "r", encryptionConfiguration: { kmsKey: KEY } };
    const asks = await json("ecr", "CreateRepository", request);
    expect(contextOf(asks, "kms:CreateGrant")["kms:grantisforawsresource"]).toEqual(["true"]);
    expect(contextOf(asks, "kms:DescribeKey")).not.toHaveProperty(["kms:grantisforawsresource"]);
  });

  it.each<readonly [string, string, () => Promise<readonly Ask[]>]>([
    [
      "a repository",
      "kms:CreateGrant kms:RetireGrant kms:DescribeKey",
      () => json("ecr", "CreateRepository", { repositoryName: "r", encryptionConfiguration: { kmsKey: KEY } }),
    ],
    [
      "the volume of a training job",
      "kms:CreateGrant",
      () => json("sagemaker", "CreateTrainingJob", { TrainingJobName: "t", ResourceConfig: { VolumeKmsKeyId: KEY } }),
    ],
    [
      "the variables of a function",
      "kms:CreateGrant kms:Encrypt kms:Decrypt",
      () => rest("lambda", "POST", "/2015-03-31/functions", { FunctionName: "f", KMSKeyArn: KEY }),
    ],
  ])("is given for %s: %s", async (_, actions, asks) => {
    const onKey = (await asks()).filter(({ resource }) => resource === KEY);
    expect(onKey.map(({ action }) => action).join(" ")).toBe(actions);
  });

  it("is not asked for when it is AWS's own", async () => {
    const byAlias = await json("ssm", "PutParameter", { Name: "a", Type: "SecureString", KeyId: "alias/aws/ssm" });
    expect(short(byAlias)).toEqual(["ssm:PutParameter parameter/a"]);
    const byId = await json("ssm", "PutParameter", { Name: "a", Type: "SecureString", KeyId: KEY }, { awsKeys: [KEY] });
    expect(short(byId)).toEqual(["ssm:PutParameter parameter/a"]);
  });

  it("is not asked for where nothing is read or written", async () => {
    expect(short(await json("dynamodb", "DescribeTable", { TableName: "t" }, world))).toEqual([
      "dynamodb:DescribeTable table/t",
    ]);
    expect(short(await json("ssm", "GetParameter", { Name: "a" }, world))).toEqual(["ssm:GetParameter parameter/a"]);
  });
});

/** Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)". */
describe("the key of an object", () => {
  const encrypted: World = {
    buckets: { b: { kmsKey: KEY }, plain: {}, keyed: { kmsKey: KEY, hasBucketKey: true } },
    objects: { "b/k": { kmsKey: KEY }, "keyed/k": { kmsKey: KEY } },
    arns: { "kms:key alias/data": KEY },
  };
  const sse = (key: string) => ({
    "x-amz-server-side-encryption": "aws:kms",
    "x-amz-server-side-encryption-aws-kms-key-id": key,
  });

  it("is needed to read it", async () => {
    expect(short(await s3("GET", "/b/k", {}, "", encrypted))).toEqual(["s3:GetObject b/k", `kms:Decrypt ${ID}`]);
  });

  it("is not needed to look at its headers, but for checksums", async () => {
    expect(short(await s3("HEAD", "/b/k", {}, "", encrypted))).toEqual(["s3:GetObject b/k"]);
    const asks = await s3("HEAD", "/b/k", { "x-amz-checksum-mode": "ENABLED" }, "", encrypted);
    expect(short(asks)).toEqual(["s3:GetObject b/k", `kms:Decrypt ${ID}`]);
  });

  it("is that of its bucket when it is written", async () => {
    const asks = await s3("PUT", "/b/k", {}, "", encrypted);
    expect(short(asks)).toEqual(["s3:PutObject b/k", `kms:GenerateDataKey ${ID}`]);
    expect(contextOf(asks, "kms:GenerateDataKey")).toMatchObject({
      "kms:viaservice": [`s3.${REGION}.amazonaws.com`],
      "kms:encryptioncontext:aws:s3:arn": ["arn:aws:s3:::b/k"],
    });
  });

  it("has the bucket for its context where there is a bucket key", async () => {
    const asks = await s3("PUT", "/keyed/k", {}, "", encrypted);
    expect(contextOf(asks, "kms:GenerateDataKey")).toMatchObject({
      "kms:encryptioncontext:aws:s3:arn": ["arn:aws:s3:::keyed"],
    });
  });

  it("is the one that the request names", async () => {
    const asks = await s3("PUT", "/plain/k", sse("alias/data"), "", encrypted);
    expect(short(asks)).toEqual(["s3:PutObject plain/k", `kms:GenerateDataKey ${ID}`]);
  });

  it("is none when the request wants S3's or AWS's own", async () => {
    const own = await s3("PUT", "/b/k", { "x-amz-server-side-encryption": "AES256" }, "", encrypted);
    expect(short(own)).toEqual(["s3:PutObject b/k"]);
    expect(short(await s3("PUT", "/b/k", sse("alias/aws/s3"), "", encrypted))).toEqual(["s3:PutObject b/k"]);
  });

  it("is read as well by an upload in parts", async () => {
    expect(short(await s3("POST", "/b/k?uploads", {}, "", encrypted))).toEqual([
      "s3:PutObject b/k",
      `kms:GenerateDataKey ${ID}`,
      `kms:Decrypt ${ID}`,
    ]);
  });

  it("is read by a copy that writes elsewhere", async () => {
    const asks = await s3("PUT", "/plain/k", { "x-amz-copy-source": "b/k" }, "", encrypted);
    expect(short(asks)).toEqual(["s3:PutObject plain/k", "s3:GetObject b/k", `kms:Decrypt ${ID}`]);
  });

  it("is not looked for in a bucket that has no encrypted object", async () => {
    const buckets = { b: { mayHoldEncrypted: false } };
    expect(short(await s3("GET", "/b/k", {}, "", { ...encrypted, buckets }))).toEqual(["s3:GetObject b/k"]);
  });
});

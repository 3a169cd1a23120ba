/** Calls about what keeps data, messages and secrets. */
import { ACCOUNT, KEY, REGION, json, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: object, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB". */
const AMAZON_DYNAMODB: readonly Row[] = [
  [
    "GetItem",
    {
      TableName: "t",
      Key: { id: { S: "a" } },
      ProjectionExpression: "id, #n",
      ExpressionAttributeNames: { "#n": "name" },
    },
    ["dynamodb:GetItem table/t"],
  ],
  [
    "Query",
    {
      TableName: "t",
      IndexName: "i",
      KeyConditionExpression: "id = :v",
      ExpressionAttributeValues: { ":v": { S: "x" } },
    },
    ["dynamodb:Query table/t/index/i"],
  ],
  ["Scan", { TableName: `arn:aws:dynamodb:${HERE}:table/t` }, ["dynamodb:Scan table/t"]],
  [
    "BatchGetItem",
    { RequestItems: { t: { Keys: [{ id: { S: "a" } }] }, u: { Keys: [] } } },
    ["dynamodb:BatchGetItem table/t", "dynamodb:BatchGetItem table/u"],
  ],
  [
    "BatchWriteItem",
    { RequestItems: { t: [{ PutRequest: { Item: { id: { S: "a" } } } }] } },
    ["dynamodb:BatchWriteItem table/t"],
  ],
  [
    "TransactWriteItems",
    {
      TransactItems: [
        { Put: { TableName: "t", Item: { id: { S: "a" } } } },
        { ConditionCheck: { TableName: "u", Key: { id: { S: "b" } } } },
        { Put: { TableName: "t", Item: { id: { S: "c" } } } },
      ],
    },
    ["dynamodb:PutItem table/t", "dynamodb:ConditionCheckItem table/u"],
  ],
  ["TransactGetItems", { TransactItems: [{ Get: { TableName: "t", Key: {} } }] }, ["dynamodb:GetItem table/t"]],
  ["ExecuteStatement", { Statement: 'SELECT * FROM "t"."i" WHERE id=1' }, ["dynamodb:PartiQLSelect table/t/index/i"]],
  [
    "BatchExecuteStatement",
    {
      Statements: [
        { Statement: "INSERT INTO t VALUE {}" },
        { Statement: 'UPDATE "t" SET a=1 WHERE id=1' },
        { Statement: "DELETE FROM t WHERE id=1" },
      ],
    },
    ["dynamodb:PartiQLInsert table/t", "dynamodb:PartiQLUpdate table/t", "dynamodb:PartiQLDelete table/t"],
  ],
  [
    "CreateTable",
    { TableName: "t", Tags: [{ Key: "a", Value: "1" }], SSESpecification: { KMSMasterKeyId: `${KEY}` } },
    [
      "dynamodb:CreateTable table/t",
      "dynamodb:TagResource table/t",
      "kms:DescribeKey key/11111111-2222-3333-4444-555555555555",
      "kms:CreateGrant key/11111111-2222-3333-4444-555555555555",
    ],
  ],
  ["DescribeTable", { TableName: "t" }, ["dynamodb:DescribeTable table/t"]],
  ["ListTables", {}, ["dynamodb:ListTables *"]],
  ["TagResource", { ResourceArn: `arn:aws:dynamodb:${HERE}:table/t`, Tags: [] }, ["dynamodb:TagResource table/t"]],
  [
    "GetShardIterator",
    { StreamArn: `arn:aws:dynamodb:${HERE}:table/t/stream/2026-01-01T00:00:00.000` },
    ["dynamodb:GetShardIterator table/t/stream/2026-01-01T00:00:00.000"],
  ],
  ["GetRecords", { ShardIterator: "x" }, ["dynamodb:GetRecords table/*/stream/*"]],
  ["DescribeTimeToLive", { TableName: "t" }, ["dynamodb:DescribeTimeToLive table/t"]],
  ["UpdateContinuousBackups", { TableName: "t" }, ["dynamodb:UpdateContinuousBackups table/t"]],
  [
    "DescribeStream",
    { StreamArn: `arn:aws:dynamodb:${HERE}:table/t/stream/2026-01-01T00:00:00.000` },
    ["dynamodb:DescribeStream table/t/stream/2026-01-01T00:00:00.000"],
  ],
  ["CreateBackup", { TableName: "t", BackupName: "b" }, ["dynamodb:CreateBackup table/t"]],
  ["DescribeLimits", {}, ["dynamodb:DescribeLimits *"]],
  [
    "ExportTableToPointInTime",
    { TableArn: `arn:aws:dynamodb:${HERE}:table/t` },
    ["dynamodb:ExportTableToPointInTime table/t"],
  ],
];

describe("calls of Amazon DynamoDB", () => {
  it.each(AMAZON_DYNAMODB)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("dynamodb", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon SQS". */
const AMAZON_SQS: readonly Row[] = [
  ["SendMessage", { QueueUrl: "http://127.0.0.1:4566/123456789012/q" }, ["sqs:SendMessage q"]],
  ["SendMessageBatch", { QueueUrl: "http://127.0.0.1:4566/123456789012/q" }, ["sqs:SendMessage q"]],
  ["ReceiveMessage", { QueueUrl: "http://127.0.0.1:4566/123456789012/q" }, ["sqs:ReceiveMessage q"]],
  ["CreateQueue", { QueueName: "q", tags: { a: "1" } }, ["sqs:CreateQueue q", "sqs:TagQueue q"]],
  [
    "GetQueueUrl",
    { QueueName: "q", QueueOwnerAWSAccountId: "999999999999" },
    ["sqs:GetQueueUrl arn:aws:sqs:eu-central-1:999999999999:q"],
  ],
  ["ListQueues", {}, ["sqs:ListQueues *"]],
  ["GetQueueAttributes", { QueueUrl: "http://127.0.0.1:4566/123456789012/q" }, ["sqs:GetQueueAttributes q"]],
  ["DeleteMessageBatch", { QueueUrl: "http://127.0.0.1:4566/123456789012/q" }, ["sqs:DeleteMessage q"]],
  ["StartMessageMoveTask", { SourceArn: `arn:aws:sqs:${HERE}:q` }, ["sqs:StartMessageMoveTask q"]],
];

describe("calls of Amazon SQS", () => {
  it.each(AMAZON_SQS)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("sqs", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems Manager". */
const AWS_SYSTEMS_MANAGER: readonly Row[] = [
  [
    "PutParameter",
    { Name: "/a/b", Type: "SecureString", KeyId: `${KEY}`, Overwrite: true },
    ["ssm:PutParameter parameter/a/b", "kms:Encrypt key/11111111-2222-3333-4444-555555555555"],
  ],
  ["GetParameter", { Name: "/a/b:3" }, ["ssm:GetParameter parameter/a/b"]],
  ["GetParameters", { Names: ["a", "/b/c"] }, ["ssm:GetParameters parameter/a", "ssm:GetParameters parameter/b/c"]],
  ["GetParametersByPath", { Path: "/a/", Recursive: true }, ["ssm:GetParametersByPath parameter/a/"]],
  ["DeleteParameters", { Names: ["x"] }, ["ssm:DeleteParameters parameter/x"]],
  ["DescribeParameters", {}, ["ssm:DescribeParameters *"]],
  [
    "AddTagsToResource",
    { ResourceType: "Parameter", ResourceId: "/a/b", Tags: [{ Key: "k", Value: "v" }] },
    ["ssm:AddTagsToResource parameter/a/b"],
  ],
  ["ListTagsForResource", { ResourceType: "Document", ResourceId: "d" }, ["ssm:ListTagsForResource document/d"]],
  ["GetDocument", { Name: "d" }, ["ssm:GetDocument document/d"]],
  [
    "SendCommand",
    { DocumentName: "d", InstanceIds: ["i-1"] },
    ["ssm:SendCommand document/d", `ssm:SendCommand arn:aws:ec2:${HERE}:instance/i-1`],
  ],
];

describe("calls of AWS Systems Manager", () => {
  it.each(AWS_SYSTEMS_MANAGER)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("ssm", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Key Management Service". */
const AWS_KEY_MANAGEMENT_SERVICE: readonly Row[] = [
  [
    "CreateKey",
    { KeySpec: "RSA_2048", Tags: [{ TagKey: "a", TagValue: "1" }] },
    ["kms:CreateKey *", "kms:TagResource key/*"],
  ],
  [
    "CreateAlias",
    { AliasName: "alias/x", TargetKeyId: `${KEY}` },
    ["kms:CreateAlias alias/x", "kms:CreateAlias key/11111111-2222-3333-4444-555555555555"],
  ],
  ["DescribeKey", { KeyId: "alias/x" }, ["kms:DescribeKey key/11111111-2222-3333-4444-555555555555"]],
  [
    "Encrypt",
    { KeyId: "11111111-2222-3333-4444-555555555555", EncryptionContext: { a: "b" } },
    ["kms:Encrypt key/11111111-2222-3333-4444-555555555555"],
  ],
  [
    "Decrypt",
    { CiphertextBlob: "MTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
    ["kms:Decrypt key/11111111-2222-3333-4444-555555555555"],
  ],
  ["GenerateDataKey", { KeyId: `${KEY}` }, ["kms:GenerateDataKey key/11111111-2222-3333-4444-555555555555"]],
  [
    "ReEncrypt",
    {
      CiphertextBlob: "MTExMTExMTEtMjIyMi0zMzMzLTQ0NDQtNTU1NTU1NTU1NTU1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      DestinationKeyId: "alias/x",
    },
    [
      "kms:ReEncryptFrom key/11111111-2222-3333-4444-555555555555",
      "kms:ReEncryptTo key/11111111-2222-3333-4444-555555555555",
    ],
  ],
  ["ListAliases", {}, ["kms:ListAliases *"]],
  ["ListKeys", {}, ["kms:ListKeys *"]],
  ["ScheduleKeyDeletion", { KeyId: `${KEY}` }, ["kms:ScheduleKeyDeletion key/11111111-2222-3333-4444-555555555555"]],
  [
    "TagResource",
    { KeyId: `${KEY}`, Tags: [{ TagKey: "a", TagValue: "1" }] },
    ["kms:TagResource key/11111111-2222-3333-4444-555555555555"],
  ],
  [
    "DeleteAlias",
    { AliasName: "alias/x" },
    ["kms:DeleteAlias alias/x", "kms:DeleteAlias key/11111111-2222-3333-4444-555555555555"],
  ],
  [
    "CreateGrant",
    { KeyId: `${KEY}`, Operations: ["Decrypt"] },
    ["kms:CreateGrant key/11111111-2222-3333-4444-555555555555"],
  ],
  ["GenerateRandom", {}, ["kms:GenerateRandom *"]],
];

const AWS_KEY_MANAGEMENT_SERVICE_WORLD = { arns: { "kms:key alias/x": `${KEY}` } };

describe("calls of AWS Key Management Service", () => {
  it.each(AWS_KEY_MANAGEMENT_SERVICE)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("kms", request, members, AWS_KEY_MANAGEMENT_SERVICE_WORLD))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager". */
const AWS_SECRETS_MANAGER: readonly Row[] = [
  ["GetSecretValue", { SecretId: "s" }, ["secretsmanager:GetSecretValue secret:s-abcdef"]],
  ["GetSecretValue", { SecretId: "nobody" }, ["secretsmanager:GetSecretValue secret:nobody-??????"]],
  ["CreateSecret", { Name: "s" }, ["secretsmanager:CreateSecret secret:s-abcdef"]],
  [
    "DeleteSecret",
    { SecretId: `arn:aws:secretsmanager:${HERE}:secret:s-abcdef` },
    ["secretsmanager:DeleteSecret secret:s-abcdef"],
  ],
  ["ListSecrets", {}, ["secretsmanager:ListSecrets *"]],
];

const AWS_SECRETS_MANAGER_WORLD = {
  arns: { "secretsmanager:secret s": `arn:aws:secretsmanager:${HERE}:secret:s-abcdef` },
};

describe("calls of AWS Secrets Manager", () => {
  it.each(AWS_SECRETS_MANAGER)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("secretsmanager", request, members, AWS_SECRETS_MANAGER_WORLD))).toEqual(asked);
  });
});

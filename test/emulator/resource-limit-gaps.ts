import { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";
import { codeOf, codes, many, roleArn, states } from "./refusal-codes";
import { roleFor } from "./roles";

const rule = { EventPattern: '{"source":["a"]}' };
const target = (Id: string) => ({ Id, Arn: "arn:aws:sqs:ap-south-1:731580992380:q" });
const newTable = (TableName: string) => {
  const key = { AttributeName: "a" };
  return {
    ...{ TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: [{ ...key, KeyType: "HASH" }] },
    AttributeDefinitions: [{ ...key, AttributeType: "S" }],
  };
};

const transformer = (text: string) => ({ InputTransformer: { InputPathsMap: {}, InputTemplate: `"${text}"` } });

/** The same of names, sizes and numbers of other resources. */
export const RESOURCE_LIMIT_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  sagemaker_group_names: [
    {
      title: "a model package group has a name as SageMaker takes it, which no other has",
      observe: (aws) =>
        codes(
          aws,
          "sagemaker",
          "SageMaker",
          ["limits-mpg", "limits_mpg", "limits-", "x".repeat(64), "limits-mpg"].map(
            (ModelPackageGroupName) => ["CreateModelPackageGroup", { ModelPackageGroupName }] as const,
          ),
        ),
      expected: ["ok", ...Array.from({ length: 4 }, () => "ValidationException")],
    },
  ],
  events_limits: [
    {
      title: "rules and buses have the names, patterns and schedules that EventBridge takes",
      observe: (aws) =>
        codes(aws, "events", "AWSEvents", [
          ["PutRule", { Name: "limits", ...rule }],
          ["PutRule", { Name: "a b", ...rule }],
          ["PutRule", { Name: "x".repeat(65), ...rule }],
          ["PutRule", { Name: "described", ...rule, Description: "x".repeat(513) }],
          ["PutRule", { Name: "long", EventPattern: `{"source":["${"a".repeat(2036)}"]}` }],
          ["PutRule", { Name: "hourly", ScheduleExpression: "rate(1 hour)" }],
          ["PutRule", { Name: "hours", ScheduleExpression: "rate(1 hours)" }],
          ["CreateEventBus", { Name: "a b" }],
        ]),
      expected: [
        "ok",
        ...Array.from({ length: 4 }, () => "ValidationException"),
        "ok",
        "ValidationException",
        "ValidationException",
      ],
    },
    {
      title: "a rule has at most five targets, which have ids as EventBridge takes them",
      observe: (aws) =>
        codes(aws, "events", "AWSEvents", [
          ["PutRule", { Name: "full", ...rule }],
          ["PutTargets", { Rule: "full", Targets: ["1", "2", "3", "4", "5"].map(target) }],
          ["PutTargets", { Rule: "full", Targets: [target("5")] }],
          ["PutTargets", { Rule: "full", Targets: [target("6")] }],
          ["PutTargets", { Rule: "full", Targets: [target("a b")] }],
          ["PutTargets", { Rule: "full", Targets: [{ ...target("5"), ...transformer("x".repeat(8190)) }] }],
          ["PutTargets", { Rule: "full", Targets: [{ ...target("5"), ...transformer("x".repeat(8191)) }] }],
        ]),
      expected: ["ok", "ok", "ok", "LimitExceededException", "ValidationException", "ok", "ValidationException"],
    },
    {
      title: "a bus has room for 300 rules, and each of them can be changed",
      observe: async ({ endpoint, region }) => {
        const aws = new AwsCalls(endpoint, "333333333333", region);
        const put = (number: number) => ["PutRule", { Name: `rule-${number}`, ...rule }] as const;
        const answers = await codes(aws, "events", "AWSEvents", [
          ...Array.from({ length: 301 }, (_, index) => put(index)),
          put(7),
        ]);
        return [new Set(answers.slice(0, 300)), ...answers.slice(300)];
      },
      expected: [new Set(["ok"]), "LimitExceededException", "ok"],
    },
  ],
  lambda_limits: [
    {
      title: "a function has the name, size, time and variables that Lambda takes",
      observe: async (aws) => {
        const create = async (name: string, more: object = {}) => {
          // An empty archive: the record that ends one.
          const ZipFile = Buffer.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)]).toString("base64");
          const body = { FunctionName: name, Runtime: "python3.13", Role, Handler: "a.b", Code: { ZipFile } };
          return codeOf(
            await aws.send("lambda", "POST", "/2015-03-31/functions", JSON.stringify({ ...body, ...more })),
          );
        };
        const Role = await roleFor(aws, "limits-function", "lambda.amazonaws.com");
        const variables = (Variables: object) => ({ Environment: { Variables } });
        return [
          await create("limits", { Timeout: 900, MemorySize: 10_240, ...variables({ some_name: "x" }) }),
          await create("x".repeat(65)),
          await create("slow", { Timeout: 901 }),
          await create("small", { MemorySize: 64 }),
          await create("described", { Description: "x".repeat(257) }),
          await create("reserved", variables({ AWS_REGION: "x" })),
          await create("named", variables({ "1st": "x" })),
          await create("large", variables({ some_name: "x".repeat(4096) })),
        ];
      },
      expected: [
        "ok",
        ...Array.from({ length: 4 }, () => "ValidationException"),
        ...["InvalidParameterValueException", "ValidationException", "InvalidParameterValueException"],
      ],
    },
  ],
  dynamodb_table_names: [
    {
      title: "a table has a name of 3 to 255 letters, digits, _, . and -",
      observe: (aws) =>
        codes(
          aws,
          "dynamodb",
          "DynamoDB_20120810",
          ["limits_a.b-c", "ab", "x".repeat(256), "a b c"].map((name) => ["CreateTable", newTable(name)] as const),
        ),
      expected: ["ok", "ValidationException", "ValidationException", "ValidationException"],
    },
  ],
  dynamodb_tag_pages: [
    {
      title: "all tags of a table are told at once",
      observe: async (aws) => {
        const TableName = "with-tags";
        const made = await aws.json<{ TableDescription: { TableArn: string } }>(
          "dynamodb",
          "DynamoDB_20120810.CreateTable",
          { ...newTable(TableName), Tags: many(12) },
        );
        const asked = { ResourceArn: made.TableDescription.TableArn };
        const told = await aws.json<{ Tags: readonly object[]; NextToken?: string }>(
          "dynamodb",
          "DynamoDB_20120810.ListTagsOfResource",
          asked,
        );
        return [told.Tags.length, told.NextToken];
      },
      expected: [12, undefined],
    },
  ],
  s3_limits: [
    {
      title: "buckets, objects in parts and lifecycle rules are such as S3 takes them",
      observe: async (aws) => {
        const where = `<CreateBucketConfiguration><LocationConstraint>${aws.region}</LocationConstraint></CreateBucketConfiguration>`;
        const bucket = async (name: string) => codeOf(await aws.send("s3", "PUT", `/${name}`, where));
        const upload = async (tags: number) => {
          const tagging = many(tags).map((tag) => `${tag.Key ?? ""}=v`);
          const headers = { "x-amz-tagging": tagging.join("&") };
          return codeOf(await aws.send("s3", "POST", "/limits-bucket/key?uploads", "", headers));
        };
        const lifecycle = async (days: number) => {
          const expiration = `<NoncurrentVersionExpiration><NoncurrentDays>${days}</NoncurrentDays></NoncurrentVersionExpiration>`;
          const one = `<Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix></Prefix></Filter>${expiration}</Rule>`;
          const body = `<LifecycleConfiguration>${one}</LifecycleConfiguration>`;
          return codeOf(await aws.send("s3", "PUT", "/limits-bucket?lifecycle", body));
        };
        return [
          ...[await bucket("limits-bucket"), await bucket("limits..bucket"), await bucket("sthree-limits")],
          ...[await upload(10), await upload(11), await lifecycle(1), await lifecycle(0)],
        ];
      },
      expected: ["ok", "InvalidBucketName", "InvalidBucketName", "ok", "InvalidTag", "ok", "InvalidArgument"],
    },
  ],
  stepfunctions_definition_size: [
    {
      title: "a definition has at most 1 MiB",
      observe: (aws) =>
        codes(aws, "states", "AWSStepFunctions", [
          ["CreateStateMachine", { name: "sizes", definition: states("x"), roleArn }],
          ["CreateStateMachine", { name: "large", definition: states("x".repeat(1_048_577)), roleArn }],
        ]),
      expected: ["ok", "ValidationException"],
    },
  ],
};

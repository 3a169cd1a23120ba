/** What a client sees of moto's gaps of DynamoDB. */
import type { AwsCalls } from "./aws-calls";
import type { Gap } from "./gap";

const table = {
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
};
const index = {
  IndexName: "by-id",
  KeySchema: table.KeySchema,
  Projection: { ProjectionType: "ALL" },
};
const capacity = (ReadCapacityUnits: number) => ({ ReadCapacityUnits, WriteCapacityUnits: 1 });
const ON_DEMAND = { BillingMode: "PAY_PER_REQUEST" };

type Described = Readonly<Record<string, unknown>>;

class Table {
  constructor(
    private readonly aws: AwsCalls,
    private readonly name: string,
  ) {}

  /** The answer; of an error its text. */
  async call(operation: string, body: object): Promise<unknown> {
    const target = `DynamoDB_20120810.${operation}`;
    const { status, text } = await this.aws.jsonAnswer("dynamodb", target, { TableName: this.name, ...body });
    const answer = JSON.parse(text) as { message?: string };
    return status === 200 ? answer : answer.message;
  }

  create = (body: object) => this.call("CreateTable", { ...table, ...body });
  update = (body: object) => this.call("UpdateTable", body);

  async described(...members: readonly string[]): Promise<Described> {
    const { Table: all } = (await this.call("DescribeTable", {})) as { Table: Described };
    return Object.fromEntries(members.map((member) => [member, all[member]]));
  }

  async stream(): Promise<{ StreamStatus?: string; StreamViewType?: string }> {
    const { LatestStreamArn: StreamArn } = await this.described("LatestStreamArn");
    const answer = await this.aws.jsonAnswer("dynamodb", "DynamoDBStreams_20120810.DescribeStream", { StreamArn });
    return (JSON.parse(answer.text) as { StreamDescription: object }).StreamDescription;
  }
}

const INVALID = "One or more parameter values were invalid: ";

export const TABLE_GAPS: Readonly<Record<string, readonly Gap[]>> = {
  dynamodb_table_settings: [
    {
      title: "a table and its indexes become on-demand, and provisioned again with what they are to have then",
      observe: async (aws) => {
        const one = new Table(aws, "switched");
        await one.create({
          ProvisionedThroughput: capacity(2),
          GlobalSecondaryIndexes: [{ ...index, ProvisionedThroughput: capacity(3) }],
        });
        await one.update(ON_DEMAND);
        const units = async () => {
          const { ProvisionedThroughput: own, GlobalSecondaryIndexes: of } = await one.described(
            "ProvisionedThroughput",
            "GlobalSecondaryIndexes",
          );
          const [first] = of as { ProvisionedThroughput: object }[];
          return [own, first?.ProvisionedThroughput].map((said) => Reflect.get(said as object, "ReadCapacityUnits"));
        };
        const onDemand = await units();
        const refused = [
          await one.update({ BillingMode: "PROVISIONED" }),
          await one.update({ BillingMode: "PROVISIONED", ProvisionedThroughput: capacity(4) }),
          await one.update({ ProvisionedThroughput: capacity(4) }),
        ];
        const Update = { IndexName: "by-id", ProvisionedThroughput: capacity(5) };
        await one.update({
          BillingMode: "PROVISIONED",
          ProvisionedThroughput: capacity(4),
          GlobalSecondaryIndexUpdates: [{ Update }],
        });
        return { onDemand, refused, provisioned: await units() };
      },
      expected: {
        onDemand: [0, 0],
        refused: [
          `${INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
          `${INVALID}ReadCapacityUnits and WriteCapacityUnits must both be specified for index: by-id`,
          `${INVALID}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
        ],
        provisioned: [4, 5],
      },
    },
    {
      title: "a table becomes on-demand at most four times a day",
      observe: async (aws) => {
        const one = new Table(aws, "to-and-fro");
        await one.create({ ProvisionedThroughput: capacity(1) });
        const answers: unknown[] = [];
        for (let times = 0; times < 5; times += 1) {
          answers.push(typeof (await one.update(ON_DEMAND)));
          await one.update({ BillingMode: "PROVISIONED", ProvisionedThroughput: capacity(1) });
        }
        return answers;
      },
      expected: ["object", "object", "object", "object", "string"],
    },
    {
      title: "a table and an index have limits of on-demand throughput, which are changed one by one and taken away",
      observe: async (aws) => {
        const one = new Table(aws, "limited");
        const limits = { MaxReadRequestUnits: 20, MaxWriteRequestUnits: 15 };
        await one.create({
          ...ON_DEMAND,
          OnDemandThroughput: limits,
          GlobalSecondaryIndexes: [{ ...index, OnDemandThroughput: { MaxReadRequestUnits: 7 } }],
        });
        await one.update({ OnDemandThroughput: { MaxReadRequestUnits: 40 } });
        const merged = await one.described("OnDemandThroughput");
        await one.update({ OnDemandThroughput: { MaxWriteRequestUnits: -1 } });
        const { OnDemandThroughput, GlobalSecondaryIndexes: of } = await one.described(
          "OnDemandThroughput",
          "GlobalSecondaryIndexes",
        );
        const refused = await one.update({ OnDemandThroughput: { MaxReadRequestUnits: 0 } });
        const provisioned = new Table(aws, "unlimited");
        return [
          merged,
          OnDemandThroughput,
          Reflect.get((of as object[])[0] ?? {}, "OnDemandThroughput"),
          refused,
          await provisioned.create({ ProvisionedThroughput: capacity(1), OnDemandThroughput: limits }),
        ];
      },
      expected: [
        { OnDemandThroughput: { MaxReadRequestUnits: 40, MaxWriteRequestUnits: 15 } },
        { MaxReadRequestUnits: 40 },
        { MaxReadRequestUnits: 7 },
        `${INVALID}Requested MaxReadRequestUnits for OnDemandThroughput for table is outside of valid range`,
        `${INVALID}MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED`,
      ],
    },
    {
      title: "a table has a class, which is changed at most twice in 30 days",
      observe: async (aws) => {
        const one = new Table(aws, "classed");
        await one.create({ ...ON_DEMAND, TableClass: "STANDARD" });
        const changes = ["STANDARD_INFREQUENT_ACCESS", "STANDARD", "STANDARD_INFREQUENT_ACCESS"];
        const answers: unknown[] = [];
        for (const TableClass of changes) answers.push(typeof (await one.update({ TableClass })));
        const { TableClassSummary: said } = await one.described("TableClassSummary");
        return [answers, Reflect.get(said as object, "TableClass"), await one.update({ TableClass: "COLD" })];
      },
      expected: [
        ["object", "object", "string"],
        "STANDARD",
        expect.stringContaining("Member must satisfy enum value set: [STANDARD, STANDARD_INFREQUENT_ACCESS]"),
      ],
    },
    {
      title: "encryption by a key of the account is switched off and on, by the name of a key, too",
      observe: async (aws) => {
        const key = await aws.json<{ KeyMetadata: { KeyId: string; Arn: string } }>(
          "kms",
          "TrentService.CreateKey",
          {},
        );
        const one = new Table(aws, "encrypted");
        await one.create({ ...ON_DEMAND, SSESpecification: { Enabled: true } });
        const on = await one.described("SSEDescription");
        await one.update({ SSESpecification: { Enabled: false } });
        const off = await one.described("SSEDescription");
        await one.update({ SSESpecification: { Enabled: true, KMSMasterKeyId: key.KeyMetadata.KeyId } });
        const { SSEDescription: said } = await one.described("SSEDescription");
        return [
          on,
          off,
          Reflect.get(said as object, "KMSMasterKeyArn") === key.KeyMetadata.Arn,
          Reflect.get(said as object, "Status"),
        ];
      },
      expected: [
        { SSEDescription: expect.objectContaining({ Status: "ENABLED", SSEType: "KMS" }) as object },
        { SSEDescription: undefined },
        true,
        "ENABLED",
      ],
    },
    {
      title: "at most one index is made or deleted in a call",
      observe: async (aws) => {
        const one = new Table(aws, "indexed");
        await one.create(ON_DEMAND);
        const Create = (IndexName: string) => ({ Create: { ...index, IndexName } });
        return one.update({ ...table, GlobalSecondaryIndexUpdates: [Create("one"), Create("two")] });
      },
      expected: "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    },
  ],
  dynamodb_streams_off: [
    {
      title: "a stream is disabled and another one enabled; the table is written to meanwhile",
      observe: async (aws) => {
        const one = new Table(aws, "streamed");
        const on = (StreamViewType: string) => ({ StreamSpecification: { StreamEnabled: true, StreamViewType } });
        const off = { StreamSpecification: { StreamEnabled: false } };
        await one.create({ ...ON_DEMAND, ...on("KEYS_ONLY") });
        const first = await one.described("LatestStreamArn");
        await one.update(off);
        const disabled = await one.stream();
        const put = await one.call("PutItem", { Item: { id: { S: "a" } } });
        const refused = await one.update(off);
        await one.update(on("NEW_IMAGE"));
        const enabled = await one.stream();
        const second = await one.described("LatestStreamArn");
        return {
          disabled: [disabled.StreamStatus, disabled.StreamViewType],
          put: typeof put,
          enabled: [enabled.StreamStatus, enabled.StreamViewType],
          refused: [refused, await one.update(on("KEYS_ONLY"))],
          isAnother: first["LatestStreamArn"] !== second["LatestStreamArn"],
        };
      },
      expected: {
        disabled: ["DISABLED", "KEYS_ONLY"],
        put: "object",
        enabled: ["ENABLED", "NEW_IMAGE"],
        refused: [
          "Table has no enabled stream: TableName: streamed",
          "Table already has an enabled stream: TableName: streamed",
        ],
        isAnother: true,
      },
    },
  ],
};

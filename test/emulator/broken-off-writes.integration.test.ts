import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DEFAULT_ACCOUNT, type Emulator, settle, startEmulator } from "../../emulator";

jest.setTimeout(60_000);

let emulator: Emulator;
let client: DynamoDBClient;

beforeAll(async () => {
  emulator = await startEmulator();
  const { endpoint } = emulator;
  const credentials = { accessKeyId: DEFAULT_ACCOUNT, secretAccessKey: "test" };
  client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

const create = (TableName: string, abortSignal?: AbortSignal) => {
  const request = new CreateTableCommand({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  });
  return client.send(request, { abortSignal });
};

test("what a client breaks off while it is being ended never happened; what others do then happens", async () => {
  await expect(settle(emulator.endpoint)).resolves.toBe(true);
  const broken = create("broken-off", AbortSignal.timeout(200));
  const other = create("of-somebody-else");

  await expect(broken).rejects.toThrow();
  await other;
  const { TableNames } = await client.send(new ListTablesCommand());
  expect(TableNames).toEqual(["of-somebody-else"]);
});

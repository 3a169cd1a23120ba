import {
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { ServiceQuotas } from "../../emulator/service-quotas";
import { type Loopback, serve } from "./batch/loopback";

const STANDARD = { ServiceCode: "ec2", QuotaCode: "L-1216C47A" };

let loopback: Loopback;
let client: ServiceQuotasClient;
const quotas = new ServiceQuotas({ "L-DB2E81BA": 8 });

beforeAll(async () => {
  loopback = await serve({ servicequotas: quotas });
  const credentials = { accessKeyId: "123456789012", secretAccessKey: "secret" };
  client = new ServiceQuotasClient({ region: "eu-west-1", endpoint: loopback.endpoint, credentials, maxAttempts: 1 });
});
beforeEach(() => quotas.reset());
afterAll(async () => {
  client.destroy();
  await loopback.close();
});

const valueOf = async (request: object) => {
  const { Quota } = await client.send(new GetServiceQuotaCommand({ ...STANDARD, ...request }));
  return Quota?.Value;
};

describe("the service quotas of an account", () => {
  it("are as many vCPUs as nobody needs, unless it is said otherwise", async () => {
    expect([await valueOf({}), await valueOf({ QuotaCode: "L-DB2E81BA" })]).toEqual([10_000, 8]);
  });

  it("grow as soon as somebody asks for it, and never shrink", async () => {
    const request = { ServiceCode: "ec2", QuotaCode: "L-DB2E81BA" };
    const { RequestedQuota } = await client.send(
      new RequestServiceQuotaIncreaseCommand({ ...request, DesiredValue: 96 }),
    );
    expect(RequestedQuota).toMatchObject({ Status: "APPROVED", DesiredValue: 96 });
    expect(await valueOf(request)).toBe(96);
    const less = client.send(new RequestServiceQuotaIncreaseCommand({ ...request, DesiredValue: 8 }));
    await expect(less).rejects.toMatchObject({ name: "IllegalArgumentException" });
  });

  it("are listed by service", async () => {
    const { Quotas = [] } = await client.send(new ListServiceQuotasCommand({ ServiceCode: "fargate" }));
    expect(Quotas.map(({ QuotaName }) => QuotaName)).toEqual([
      "Fargate On-Demand vCPU resource count",
      "Fargate Spot vCPU resource count",
    ]);
  });

  it("that do not exist are refused, and those of other services are moto's", async () => {
    await expect(valueOf({ QuotaCode: "L-0" })).rejects.toMatchObject({ name: "NoSuchResourceException" });
    await expect(valueOf({ ServiceCode: "vpc" })).rejects.toThrow();
    expect(loopback.forwarded).toEqual(["servicequotas GetServiceQuota"]);
  });
});

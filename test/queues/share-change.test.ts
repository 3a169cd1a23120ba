import { changeShare, type ShareChange } from "../../queues";
import type { BatchClient } from "../../aws/services";
import { standIn } from "../aws/stand-in";
import { SteppedClock } from "../../emulator/clock";
import { PLACE, valid } from "../emulator/batch/account";
import { serveBatch } from "../emulator/batch/embedded";
import type { Loopback } from "../emulator/batch/loopback";
import { Batch } from "@aws-sdk/client-batch";

let loopback: Loopback;
let client: Batch;
let batch: BatchClient;
let clock: SteppedClock;

const settle = () => clock.step(1000);
const time = {
  now: () => clock.now(),
  random: Math.random,
  sleep: (milliseconds: number) => Promise.resolve(clock.step(milliseconds)),
};
const change = (queue: string, share: string, wanted: ShareChange) => changeShare(batch, queue, share, wanted);

beforeEach(async () => {
  clock = new SteppedClock();
  loopback = await serveBatch({ clock });
  const credentials = { accessKeyId: PLACE.account, secretAccessKey: "test" };
  client = new Batch({ endpoint: loopback.endpoint, region: PLACE.region, credentials, maxAttempts: 1 });
  const sdk = client;
  batch = standIn(
    {
      describeJobQueues: (request) => sdk.describeJobQueues(request),
      listQuotaShares: (request) => sdk.listQuotaShares(request),
      updateQuotaShare: (request) => sdk.updateQuotaShare(request),
    },
    time,
  );
  // The requests of the fixtures are of the API's shape; what they are made of is typed as plain objects.
  await client.createServiceEnvironment(valid.serviceEnvironment() as never);
  const { arn: schedulingPolicyArn } = await client.createSchedulingPolicy(valid.quotaPolicy() as never);
  settle();
  await client.createJobQueue(valid.trainingQueue({ schedulingPolicyArn }) as never);
  settle();
  await client.createQuotaShare(valid.quotaShare() as never);
  settle();
});
afterEach(async () => {
  client.destroy();
  await loopback.close();
});

const live = async () => {
  settle();
  return (await client.listQuotaShares({ jobQueue: "queue" })).quotaShares?.[0];
};

describe("a live quota share of the embedded AWS", () => {
  it("gets another capacity and keeps all else", async () => {
    const before = await live();
    const [limit] = before?.capacityLimits ?? [];
    await change("queue", "share", { capacity: [{ max: 2 }] });
    expect(await live()).toEqual({ ...before, capacityLimits: [{ ...limit, maxCapacity: 2 }] });
  });

  it("is disabled and enabled and keeps its capacity", async () => {
    const before = await live();
    await change("queue", "share", { state: "DISABLED" });
    expect(await live()).toEqual({ ...before, state: "DISABLED" });
    settle();
    await change("queue", "share", { state: "ENABLED" });
    expect(await live()).toEqual(before);
  });

  it("cannot be changed where it does not exist", async () => {
    await expect(change("none", "share", { state: "DISABLED" })).rejects.toThrow(
      "There is no live training queue none",
    );
    await expect(change("queue", "none", { state: "DISABLED" })).rejects.toMatchObject({
      known: ["share"],
    });
  });
});

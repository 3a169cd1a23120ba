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
    await expect(change("none", "share", { state: "DISABLED" })).rejects.toThrow("There is no live queue none");
    await expect(change("queue", "none", { state: "DISABLED" })).rejects.toMatchObject({
      known: ["share"],
    });
  });
});

describe("a change of a share that somebody else changes, too", () => {
  const limits = (a: number, b?: number) => [
    { capacityUnit: "ml.g5.xlarge", maxCapacity: a },
    ...(b === undefined ? [] : [{ capacityUnit: "ml.g5.2xlarge", maxCapacity: b }]),
  ];

  /** Changes a share that AWS Batch describes first in the one way and then in the other. */
  async function between(first: object, then: object, wanted: ShareChange) {
    const answers = [first, then].map((one) => ({ quotaShareArn: "share", quotaShareName: "share", ...one }));
    const stood = standIn(
      {
        describeJobQueues: () => Promise.resolve({ jobQueues: [{} as never] }), // Cast: a queue without a name.
        listQuotaShares: () => Promise.resolve({ quotaShares: [(answers.shift() ?? {}) as never] }), // Cast: as given.
        updateQuotaShare: () => Promise.resolve({} as never), // Cast: nobody reads the answer.
      },
      time,
    );
    return changeShare(stood, "queue", "share", wanted);
  }

  it("says which other limits and which state came meanwhile", async () => {
    const before = { capacityLimits: limits(1, 1) };
    const after = { capacityLimits: limits(2, 3), state: "DISABLED" };
    const { meanwhile, state } = await between(before, after, { capacity: [{ unit: "ml.g5.xlarge", max: 2 }] });
    expect(meanwhile).toEqual(["ml.g5.2xlarge is 3 (was 1)", "its state is disabled"]);
    expect(state).toBe("DISABLED");
  });

  it("says which limits came and went", async () => {
    const enable = { state: "ENABLED" } as const;
    const added = await between({}, { capacityLimits: limits(1) }, enable);
    expect(added.meanwhile).toEqual(["ml.g5.xlarge is 1 (was none)"]);
    const gone = await between({ capacityLimits: limits(1) }, {}, enable);
    expect(gone.meanwhile).toEqual(["ml.g5.xlarge is gone (was 1)"]);
  });

  it("is an error when it is the change itself that is gone", async () => {
    await expect(between({ state: "ENABLED" }, { state: "ENABLED" }, { state: "DISABLED" })).rejects.toThrow(
      "Live now: its state is enabled. Agree with them",
    );
    await expect(
      between({}, { capacityLimits: limits(1) }, { capacity: [{ unit: "ml.g5.xlarge", max: 2 }] }),
    ).rejects.toThrow("Live now: ml.g5.xlarge is 1 (asked for: 2).");
  });

  it.each([
    [
      "several units",
      limits(1, 1),
      "share has the units ml.g5.xlarge, ml.g5.2xlarge: say which one changes, e.g. ml.g5.xlarge=2",
    ],
    ["no unit", [], "share has the units : say which one changes, e.g. ml.g5.xlarge=2"],
  ])("needs the unit of a capacity where the share has %s", async (_case, capacityLimits, message) => {
    await expect(between({ capacityLimits }, {}, { capacity: [{ max: 2 }] })).rejects.toThrow(message);
  });

  it("cannot be made where the queue has no shares", async () => {
    await expect(between({ quotaShareName: undefined }, {}, { state: "ENABLED" })).rejects.toThrow(
      "queue has no quota share share (there are: none)",
    );
  });
});

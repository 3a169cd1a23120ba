/** Two people who change one quota share at the same time. */
import type { JobQueueDetail, QuotaShareDetail } from "@aws-sdk/client-batch";
import { changeShare, type ShareChange } from "../../queues";
import { ShareOverwrittenError } from "../../queues/errors";
import { type BatchCalls, standIn } from "../aws/stand-in";

const G5 = "ml.g5.xlarge";
const P4 = "ml.p4d.24xlarge";
const LOOK_AGAIN = 3000;

/** One share. Each call has its effect at once, and takes no time but what a test says. */
class OneShare {
  now = 0;
  share: QuotaShareDetail = {
    quotaShareName: "share",
    quotaShareArn: "arn:share",
    state: "ENABLED",
    status: "VALID",
    capacityLimits: [
      { capacityUnit: G5, maxCapacity: 1 },
      { capacityUnit: P4, maxCapacity: 1 },
    ],
  };

  get limits(): Record<string, number> {
    return Object.fromEntries(
      (this.share.capacityLimits ?? []).map(({ capacityUnit = "", maxCapacity = 0 }) => [capacityUnit, maxCapacity]),
    );
  }

  /** What one person does. @param before is called with the name of each call before it is made, and of each pause */
  change(change: ShareChange, before: (call: string) => Promise<void> | void = () => undefined) {
    const queue = { jobQueueName: "queue", jobQueueArn: "arn:queue" } as JobQueueDetail; // Cast: as it is read.
    const calls: Partial<BatchCalls> = {
      describeJobQueues: () => Promise.resolve({ jobQueues: [queue] }),
      listQuotaShares: async () => {
        await before("shares");
        return { quotaShares: [this.share] };
      },
      updateQuotaShare: async ({ capacityLimits, state }) => {
        await before("update");
        this.share = { ...this.share, ...(state === undefined ? { capacityLimits } : { state }) };
        return {};
      },
    };
    const time = {
      now: () => this.now,
      random: Math.random,
      sleep: async (milliseconds: number) => {
        await before("pause");
        this.now += milliseconds;
      },
    };
    return changeShare(standIn(calls, time), "queue", "share", change, LOOK_AGAIN);
  }
}

const set = (unit: string, max: number): ShareChange => ({ capacity: [{ unit, max }] });

/** @returns a hook that does something once, before a call of that name */
function once(name: string, act: () => Promise<unknown>): (call: string) => Promise<void> {
  let isDone = false;
  return async (call) => {
    if (isDone || call !== name) return;
    isDone = true;
    await act();
  };
}

describe.each([
  [G5, P4],
  [P4, G5],
])("who sets %s", (mine, theirs) => {
  test("is told when somebody who has looked before takes it back without knowing", async () => {
    const aws = new OneShare();
    // They look, then all of mine but the second look is done, then they change.
    let goOn = (): void => undefined;
    const isMineDone = new Promise<void>((resolve) => (goOn = resolve));
    let hasLooked = (): void => undefined;
    const theyHaveLooked = new Promise<void>((resolve) => (hasLooked = resolve));
    const other = aws.change(
      set(theirs, 5),
      once("update", () => {
        hasLooked();
        return isMineDone;
      }),
    );
    await theyHaveLooked;
    const own = aws.change(
      set(mine, 5),
      once("pause", async () => {
        goOn();
        await other;
      }),
    );

    const failure = await own.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ShareOverwrittenError);
    expect(failure).toMatchObject({ live: [`${mine} is 1 (asked for: 5)`] });
    expect((await other).capacity).toContainEqual({ unit: theirs, max: 5 });
  });

  test("is told what else has been changed meanwhile, and nothing is lost", async () => {
    const aws = new OneShare();
    const { meanwhile } = await aws.change(
      set(mine, 5),
      once("pause", () => aws.change(set(theirs, 5))),
    );

    expect(meanwhile).toEqual([`${theirs} is 5 (was 1)`]);
    expect(aws.limits).toEqual({ [mine]: 5, [theirs]: 5 });
  });

  test("and was so slow that the other has looked again before, says that it is not sure", async () => {
    const aws = new OneShare();
    const slow = once("update", async () => {
      await aws.change(set(theirs, 5));
    });
    const { unsure } = await aws.change(set(mine, 5), slow);

    expect(aws.limits).toEqual({ [mine]: 5, [theirs]: 1 });
    expect(unsure).toBe(true);
  });
});

test("of two who set the same unit, the one whose number is not live is told", async () => {
  const aws = new OneShare();
  const own = aws.change(
    set(G5, 5),
    once("pause", () => aws.change(set(G5, 7))),
  );

  await expect(own).rejects.toMatchObject({ live: [`${G5} is 7 (asked for: 5)`] });
});

test.each(["ENABLED", "DISABLED"] as const)(
  "who asks for %s is told when somebody else asks for the other",
  async (state) => {
    const aws = new OneShare();
    const other = state === "ENABLED" ? "DISABLED" : "ENABLED";
    const own = aws.change(
      { state },
      once("pause", () => aws.change({ state: other })),
    );

    await expect(own).rejects.toMatchObject({ live: [`its state is ${other.toLowerCase()}`] });
  },
);

test("a state and a capacity do not disturb each other", async () => {
  const aws = new OneShare();
  const { meanwhile, state } = await aws.change(
    set(G5, 5),
    once("update", () => aws.change({ state: "DISABLED" })),
  );

  expect([aws.limits[G5], state, meanwhile]).toEqual([5, "DISABLED", ["its state is disabled"]]);
});

test("an update that is under way is waited for", async () => {
  const aws = new OneShare();
  aws.share = { ...aws.share, status: "UPDATING" };
  await aws.change(set(G5, 5), (call) => {
    if (call === "update") expect(aws.share.status).toBe("VALID");
    if (aws.now >= 2000) aws.share = { ...aws.share, status: "VALID" };
  });

  expect(aws.limits[G5]).toBe(5);
});

import { inTurns, Pace, pauseAfter, TokenBucket, verdictOf, withRetry } from "../../../../jobs/engine/rate";
import { virtualTime } from "../mortal";

describe("the token bucket", () => {
  it("lets a burst pass at once and the rest at the rate", async () => {
    const time = virtualTime(Math.random);
    const start = time.now();
    const bucket = new TokenBucket(50, 5, time);
    const passed: number[] = [];
    for (let call = 0; call < 105; call += 1) {
      await bucket.take();
      passed.push(time.now() - start);
    }
    expect(passed.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(passed.at(-1)).toBeCloseTo(2000, 5);
  });

  it("passes concurrent callers at the same rate, in their order", async () => {
    const time = virtualTime(Math.random);
    const start = time.now();
    const bucket = new TokenBucket(10, 1, time);
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((caller) => bucket.take().then(() => order.push(caller))));
    expect(order).toEqual([1, 2, 3, 4]);
    expect(time.now() - start).toBeCloseTo(300, 5);
  });
});

const error = (members: object) => Object.assign(new Error("x"), members);

describe("the verdict on an error", () => {
  it.each([
    [error({ name: "TooManyRequestsException", $metadata: { httpStatusCode: 429 } }), "throttled"],
    [error({ name: "ThrottlingException", $metadata: { httpStatusCode: 400 } }), "throttled"],
    [error({ code: "ECONNREFUSED" }), "unsent"],
    [error({ code: "ECONNRESET" }), "unanswered"],
    [error({ name: "TimeoutError" }), "unanswered"],
    [error({ name: "ServerException", $metadata: { httpStatusCode: 500 } }), "unanswered"],
    [error({ name: "SyntaxError", $metadata: { httpStatusCode: 200 } }), "unanswered"],
    [error({ name: "ClientException", $metadata: { httpStatusCode: 400 } }), "refused"],
    [error({ name: "CredentialsProviderError" }), "refused"],
    ["text", "refused"],
  ])("%p is %s", (value, verdict) => {
    expect(verdictOf(value)).toBe(verdict);
  });
});

describe("retries", () => {
  const policy = { attempts: 3, base: 100, cap: 250 };

  it("pause for any time up to a bound that doubles to its cap", () => {
    const bounds = [1, 2, 3, 9].map((failures) => pauseAfter(failures, policy, { random: () => 1 }));
    expect(bounds).toEqual([100, 200, 250, 250]);
    expect(pauseAfter(2, policy, { random: () => 0 })).toBe(0);
  });

  it("end with the last error, and do not follow a refusal", async () => {
    let calls = 0;
    const failing = (members: object) => () => {
      calls += 1;
      return Promise.reject(error(members));
    };
    await expect(withRetry(failing({ code: "ECONNRESET" }), virtualTime(Math.random), policy)).rejects.toThrow("x");
    expect(calls).toBe(3);
    await expect(withRetry(failing({ name: "ClientException" }), virtualTime(Math.random), policy)).rejects.toThrow(
      "x",
    );
    expect(calls).toBe(4);
  });
});

describe("the pace of looks", () => {
  const middle = { random: () => 0.5 };

  it("is quick after news, then slower and slower, up to a bound", () => {
    const pace = new Pace(middle, { shortest: 100, longest: 300 });
    const pauses = [true, false, false, false, false, true].map((isNews) => pace.next(isNews));
    expect(pauses).toEqual([100, 150, 225, 300, 300, 100]);
  });

  it("leaves four times as long as a look takes", () => {
    expect(new Pace(middle).next(true, 2000)).toBe(8000);
  });
});

describe("taking turns", () => {
  it("has no more under way than it may, and goes through all", async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    await inTurns([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      most = Math.max(most, (underWay += 1));
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("begins nothing new after a failure, and throws it when all under way have ended", async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = inTurns([1, 2, 3, 4], 2, async (item) => {
      begun.push(item);
      await new Promise((resolve) => setImmediate(resolve));
      if (item === 1) throw new Error("one");
      ended.push(item);
    });
    await expect(run).rejects.toThrow("one");
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });
});

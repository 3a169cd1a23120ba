import { Pace, TokenBucket } from "../../../../jobs/engine/rate";
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

describe("a rate", () => {
  it.each([0, -1, Number.NaN])("of %p a second is none", (rate) => {
    expect(() => new TokenBucket(rate, 1, virtualTime(Math.random))).toThrow(RangeError);
  });

  it("without a limit lets everything pass at once", async () => {
    const time = virtualTime(Math.random);
    const start = time.now();
    const bucket = new TokenBucket(Infinity, 1, time);
    for (let call = 0; call < 100; call += 1) await bucket.take();
    expect(time.now()).toBe(start);
  });
});

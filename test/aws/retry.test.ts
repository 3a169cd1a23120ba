import { DEFAULT_RETRY, pauseAfter, QUICK_RETRY, withRetry } from "../../aws/retry";
import { virtualTime } from "../jobs/engine/mortal";

const error = (members: object) => Object.assign(new Error("x"), members);

describe("retries", () => {
  const policy = { attempts: 3, base: 100, cap: 250, answer: 1000 };

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

  it("end in time where somebody waits, and are told how long each may take", async () => {
    const time = virtualTime(() => 0);
    const begun = time.now();
    const limits: number[] = [];
    const silent = async (limit: number) => {
      limits.push(limit);
      await time.sleep(limit);
      throw error({ name: "TimeoutError" });
    };
    await expect(withRetry(silent, time, QUICK_RETRY)).rejects.toThrow("x");
    // The limits are whole milliseconds.
    expect(time.now() - begun).toBeLessThan(12_001);
    expect(limits.slice(0, 2)).toEqual([6000, 6000]);
  });

  it("are patient where something changes", async () => {
    const time = virtualTime(() => 1);
    const begun = time.now();
    const away = () => Promise.reject(error({ code: "ECONNREFUSED" }));
    await expect(withRetry(away, time, DEFAULT_RETRY)).rejects.toThrow("x");
    expect(time.now() - begun).toBeGreaterThan(60_000);
  });
});

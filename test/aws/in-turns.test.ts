import { inTurns } from "../../aws/in-turns";

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

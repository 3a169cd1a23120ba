import { Generations } from "../../../../emulator/iam/store/generations";

/** A reading that ends when it is told to. */
function pending() {
  let end: (value: string) => void = () => undefined;
  const value = new Promise<string>((resolve) => (end = resolve));
  return { read: () => value, end };
}

describe("what was read", () => {
  it("is held until something of its topic changes", async () => {
    const generations = new Generations();
    let reads = 0;
    const read = () => Promise.resolve(++reads);
    const held = () => generations.hold("iam", "identities", read);
    expect([await held(), await held()]).toEqual([1, 1]);
    generations.changed("s3");
    expect(await held()).toBe(1);
    generations.changed("iam");
    expect(await held()).toBe(2);
    generations.changedAll();
    expect(await held()).toBe(3);
  });

  it("does not win over a change that came while it was being read", async () => {
    const generations = new Generations();
    const old = pending();
    const before = generations.hold("iam", "identities", old.read);
    generations.changed("iam");
    const after = generations.hold("iam", "identities", () => Promise.resolve("new"));
    old.end("old");
    expect([await before, await after]).toEqual(["old", "new"]);
    expect(await generations.hold("iam", "identities", () => Promise.resolve("newer"))).toBe("new");
  });

  it("is read again when the reading failed", async () => {
    const generations = new Generations();
    const fail = () => Promise.reject(new Error("gone"));
    await expect(generations.hold("s3", "buckets", fail)).rejects.toThrow("gone");
    expect(await generations.hold("s3", "buckets", () => Promise.resolve("there"))).toBe("there");
  });

  it("is forgotten, the oldest first, when there is too much of it", async () => {
    const generations = new Generations(2);
    let reads = 0;
    const hold = (key: string) => generations.hold("tags", key, () => Promise.resolve(++reads));
    for (const key of ["a", "b", "c"]) await hold(key);
    expect([await hold("c"), await hold("b"), await hold("a")]).toEqual([3, 2, 4]);
  });
});

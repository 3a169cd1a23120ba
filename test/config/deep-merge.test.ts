import { deepMerge, withoutNulls } from "../../config/deep-merge";

describe("deepMerge", () => {
  it("merges objects key by key, at every depth", () => {
    expect(deepMerge([{ a: { b: 1, c: 2 } }, { a: { c: 3, d: 4 } }])).toEqual({ a: { b: 1, c: 3, d: 4 } });
  });

  it("replaces lists and scalars by the later value", () => {
    expect(
      deepMerge([
        { a: [1, 2], b: 1 },
        { a: [3], b: { c: 1 } },
      ]),
    ).toEqual({ a: [3], b: { c: 1 } });
  });

  it("keeps keys in the order in which they first appear", () => {
    const merged = deepMerge([
      { b: 1, a: 1 },
      { c: 1, a: 2 },
    ]);
    expect(Object.keys(merged as object)).toEqual(["b", "a", "c"]);
  });

  it("changes none of its arguments", () => {
    const first = { a: { b: 1 } };
    deepMerge([first, { a: { b: 2 } }]);
    expect(first).toEqual({ a: { b: 1 } });
  });

  it("is not tricked by a key __proto__", () => {
    const merged = deepMerge([{}, JSON.parse('{ "__proto__": { "polluted": true } }')]);
    expect(Object.keys(merged as object)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe("withoutNulls", () => {
  it("leaves out what is null, at every depth, but not in lists", () => {
    expect(withoutNulls({ a: null, b: { c: null, d: 1 }, e: [{ f: null }, null] })).toEqual({
      b: { d: 1 },
      e: [{}, null],
    });
  });
});

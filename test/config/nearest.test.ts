import fc from "fast-check";
import { nearest, nearestHint, suggestions, typingErrors } from "../../config/nearest";

describe("typingErrors", () => {
  it.each([
    ["region", "region", 0],
    ["regio", "region", 1],
    ["regions", "region", 1],
    ["rekion", "region", 1],
    ["regoin", "region", 1],
    ["", "env", 3],
  ])("takes %j to %j in %i", (a, b, count) => {
    expect(typingErrors(a, b)).toBe(count);
  });

  it("is symmetric, and zero only for equal words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        expect(typingErrors(a, b)).toBe(typingErrors(b, a));
        expect(typingErrors(a, b) === 0).toBe(a === b);
      }),
    );
  });
});

describe("typingErrors up to a number", () => {
  it("are as many, or more than the number", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, most) => {
        const all = typingErrors(a, b);
        const counted = typingErrors(a, b, most);
        if (all <= most) expect(counted).toBe(all);
        else expect(counted).toBeGreaterThan(most);
      }),
    );
  });
});

describe("many words", () => {
  it("share an effort: when it is used up there are no more hints", () => {
    const effort = { left: 18 };
    const hints = ["on", "tow", "thre"].map((word) => nearestHint(word, ["one", "two"], "number", effort));
    expect(hints).toEqual(["did you mean one?", "did you mean two?", undefined]);
    expect(suggestions("x", ["one", "two"], "number", effort)).toEqual({});
  });
});

describe("nearest", () => {
  it("finds the word that takes the fewest typing errors, whatever the case", () => {
    expect(nearest("Utils_Pth", ["repo_url", "utils_path", "env"])).toBe("utils_path");
  });

  it("knows nothing where nothing is known", () => {
    expect(nearest("anything", [])).toBeUndefined();
    expect(nearestHint("anything", [], "key")).toBeUndefined();
  });
});

describe("nearestHint", () => {
  it("asks back when it was a slip of the keys", () => {
    expect(nearestHint("regoin", ["region", "env"], "key")).toBe("did you mean region?");
  });

  it("names the nearest one even when it is far away", () => {
    expect(nearestHint("completely_different", ["region"], "key")).toBe("the nearest key is region");
  });
});

describe("suggestions", () => {
  it("are all that is known when nothing is near", () => {
    expect(suggestions("xyz", ["region", "env"], "key")).toEqual({
      hint: "the nearest key is env",
      allowed: ["region", "env"],
    });
    expect(suggestions("regin", ["region", "env"], "key")).toEqual({ hint: "did you mean region?" });
    expect(suggestions("xyz", [], "key")).toEqual({});
  });

  it("are no long list", () => {
    const known = Array.from({ length: 51 }, (_, index) => `key-${index}`);
    expect(suggestions("xyz", known, "key")).toEqual({ hint: "the nearest key is key-0" });
  });
});

import * as fc from "fast-check";
import type { Json } from "../../../emulator/cloudcontrol/json";
import { applyPatch, PatchError } from "../../../emulator/cloudcontrol/json-patch";

const document = (): Json => ({ a: { b: [1, 2, 3] }, "x/y": 1, "~": 2 });

describe("a JSON Patch", () => {
  // Most of these are the examples of RFC 6902, appendix A.
  it.each<[string, Json, Json[], Json]>([
    ["adds a member", { a: 1 }, [{ op: "add", path: "/b", value: 2 }], { a: 1, b: 2 }],
    ["adds an item at a place", ["a", "c"], [{ op: "add", path: "/1", value: "b" }], ["a", "b", "c"]],
    ["adds an item at the end", [1], [{ op: "add", path: "/-", value: [2] }], [1, [2]]],
    ["replaces what it adds over", { a: 1 }, [{ op: "add", path: "/a", value: null }], { a: null }],
    ["replaces an item", { a: [1, 2] }, [{ op: "replace", path: "/a/1", value: 9 }], { a: [1, 9] }],
    ["removes a member", { a: 1, b: 2 }, [{ op: "remove", path: "/b" }], { a: 1 }],
    ["removes an item", [1, 2, 3], [{ op: "remove", path: "/1" }], [1, 3]],
    ["moves a member", { a: { b: 1 }, c: {} }, [{ op: "move", from: "/a/b", path: "/c/d" }], { a: {}, c: { d: 1 } }],
    ["moves an item", [1, 2, 3], [{ op: "move", from: "/0", path: "/2" }], [2, 3, 1]],
    ["copies", { a: [1] }, [{ op: "copy", from: "/a", path: "/b" }], { a: [1], b: [1] }],
    ["tests", { a: { c: 1, b: 2 } }, [{ op: "test", path: "/a", value: { b: 2, c: 1 } }], { a: { c: 1, b: 2 } }],
    [
      "unescapes ~1 and ~0",
      { "x/y": 1, "~": 2 },
      [
        { op: "remove", path: "/x~1y" },
        { op: "remove", path: "/~0" },
      ],
      {},
    ],
    ["takes ~01 for ~1", { "~1": 10 }, [{ op: "replace", path: "/~01", value: 9 }], { "~1": 9 }],
    [
      "sees what it did before",
      {},
      [
        { op: "add", path: "/a", value: {} },
        { op: "add", path: "/a/b", value: 1 },
      ],
      { a: { b: 1 } },
    ],
  ])("%s", (_case, given, patch, expected) => {
    expect(applyPatch(given, patch)).toEqual(expected);
  });

  it.each<[string, Json]>([
    ["is no list", {}],
    ["has an operation that is no object", [1]],
    ["has an unknown operation", [{ op: "swap", path: "/a" }]],
    ["has no path", [{ op: "remove" }]],
    ["has a path without a slash", [{ op: "remove", path: "a" }]],
    ["has no value", [{ op: "add", path: "/n" }]],
    ["removes what is not there", [{ op: "remove", path: "/n" }]],
    ["replaces what is not there", [{ op: "replace", path: "/n", value: 1 }]],
    ["adds beyond the end of a list", [{ op: "add", path: "/a/b/4", value: 1 }]],
    ["names a place with a leading zero", [{ op: "remove", path: "/a/b/01" }]],
    ["names a place that is no number", [{ op: "remove", path: "/a/b/x" }]],
    ["adds below a number", [{ op: "add", path: "/x~1y/z", value: 1 }]],
    ["adds below what is not there", [{ op: "add", path: "/n/m", value: 1 }]],
    ["tests for another value", [{ op: "test", path: "/x~1y", value: 2 }]],
    ["moves a value into itself", [{ op: "move", from: "/a", path: "/a/b/0" }]],
    ["removes the whole", [{ op: "remove", path: "" }]],
    ["replaces the whole", [{ op: "replace", path: "", value: {} }]],
  ])("that %s is refused, and the document stays as it is", (_case, patch) => {
    const given = document();
    expect(() => applyPatch(given, patch)).toThrow(PatchError);
    expect(given).toEqual(document());
  });

  it("says which operation did not fit, and where", () => {
    const patch = [
      { op: "test", path: "/a/b/0", value: 1 },
      { op: "remove", path: "/n" },
    ];
    expect(() => applyPatch(document(), patch)).toThrow("operation 1: Value required at path: /n");
    expect(() => applyPatch(document(), [patch[0], { op: "add", path: "/a" }])).toThrow(
      "operation 1: value: there is no",
    );
    expect(() => applyPatch(document(), [{ op: "add", path: "/x~1y/z", value: 1 }])).toThrow("has no members");
  });

  it("does not reach the prototype of an object", () => {
    for (const path of ["/__proto__/polluted", "/constructor/prototype/polluted"]) {
      applyPatch({}, [{ op: "add", path, value: true }]);
      expect({}).not.toHaveProperty("polluted");
    }
  });

  it("either gives another document or throws PatchError, whatever it is", () => {
    const path = fc.constantFrom("", "/a", "/a/b", "/a/b/0", "/a/b/-", "/x~1y", "/n/m", "bad");
    const operation = fc.record(
      {
        op: fc.constantFrom("add", "remove", "replace", "move", "copy", "test", "?"),
        path,
        from: path,
        value: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (patch) => {
        const given = document();
        try {
          applyPatch(given, patch);
        } catch (error) {
          expect(error).toBeInstanceOf(PatchError);
        }
        expect(given).toEqual(document());
      }),
    );
  });
});

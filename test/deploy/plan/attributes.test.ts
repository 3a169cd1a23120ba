import { needsAttributes, withAttributes } from "../../../deploy/plan/attributes";
import type { ChangeAction, PlannedChange } from "../../../deploy/plan/changes";

const change = (address: string, action: ChangeAction): PlannedChange => ({ address, type: "t", module: "", action });

function planOf(address: string, entry: object): string {
  return JSON.stringify({ format_version: "1.2", resource_changes: [{ address, change: entry }] });
}

describe("the plan's JSON", () => {
  test("is not needed for a plan that only creates and destroys", () => {
    expect(needsAttributes([change("a", "create"), change("b", "delete"), change("c", "move")])).toBe(false);
  });

  test("is needed as soon as something is updated or replaced", () => {
    expect(needsAttributes([change("a", "create"), change("b", "update")])).toBe(true);
  });

  test("tells which arguments of an update differ", () => {
    const json = planOf("a", {
      before: { name: "x", size: 1, tags: { one: "1" }, same: [1, 2] },
      after: { name: "x", size: 2, tags: { one: "2" }, same: [1, 2] },
      after_unknown: {},
    });
    expect(withAttributes([change("a", "update")], json)).toMatchObject([{ attributes: ["size", "tags"] }]);
  });

  test("counts an argument that is known only after the apply", () => {
    const json = planOf("a", {
      before: { arn: "old", block: [{ id: "1", n: 1 }], stays: { x: 1 } },
      after: { block: [{ n: 1 }], stays: { x: 1 } },
      after_unknown: { arn: true, block: [{ id: true }], stays: { x: false } },
    });
    expect(withAttributes([change("a", "update")], json)).toMatchObject([{ attributes: ["arn", "block"] }]);
  });

  test("does not tell an absent argument from one that is null", () => {
    const json = planOf("a", { before: { x: null, y: 1 }, after: { y: 2 }, after_unknown: {} });
    expect(withAttributes([change("a", "update")], json)).toMatchObject([{ attributes: ["y"] }]);
  });

  test("tells what forces a replacement", () => {
    const json = planOf("a", {
      before: { hash_key: "a", arn: "1" },
      after: { hash_key: "b" },
      after_unknown: { arn: true },
      replace_paths: [["hash_key"], ["hash_key", 0]],
    });
    expect(withAttributes([change("a", "replace")], json)).toMatchObject([
      { attributes: ["arn", "hash_key"], forcedBy: ["hash_key"] },
    ]);
  });

  test("leaves other changes as they are", () => {
    const creation = change("a", "create");
    const json = planOf("a", { before: null, after: { x: 1 }, after_unknown: {} });
    expect(withAttributes([creation], json)).toEqual([creation]);
  });

  test("is refused when it is something else", () => {
    expect(() => withAttributes([], "terraform: no plan")).toThrow(SyntaxError);
  });
});

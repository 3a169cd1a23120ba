import { parseYaml } from "../../config/yaml";
import { configErrorOf } from "./support";

const messageOf = (content: string): string => configErrorOf(() => parseYaml("q.yaml", content)).message;

describe("parseYaml", () => {
  it("reads mappings, lists, anchors and comments", () => {
    const content = "a: &limits # three\n  - { maxCapacity: 3 }\nb: *limits\n";
    expect(parseYaml("q.yaml", content).value).toEqual({ a: [{ maxCapacity: 3 }], b: [{ maxCapacity: 3 }] });
  });

  it("leaves words that YAML 1.1 took for booleans as words", () => {
    expect(parseYaml("q.yaml", "a: on\nb: no").value).toEqual({ a: "on", b: "no" });
  });

  it("tells line and column of a key, an entry, and the last part of a path that is there", () => {
    const yaml = parseYaml("q.yaml", "a:\n  b:\n    - c: 1\n    - d: 2\n");
    expect([
      yaml.locate(["a", "b"]),
      yaml.locate(["a", "b", 1]),
      yaml.locate(["a", "b", 1, "d"]),
      yaml.locate(["a", "x", "y"]),
      yaml.locate([]),
    ]).toEqual([
      { line: 2, column: 3 },
      { line: 4, column: 7 },
      { line: 4, column: 7 },
      { line: 1, column: 1 },
      { line: 1, column: 1 },
    ]);
  });

  it("locates everything of an empty file at its beginning", () => {
    expect(parseYaml("q.yaml", "").locate(["a", 0])).toEqual({ line: 1, column: 1 });
  });

  it("says where the syntax breaks", () => {
    expect(messageOf("a: 1\nb: [1, 2\nc: 3")).toMatch(/^q\.yaml:3:1: is not valid YAML: /);
  });

  it("refuses a key that stands twice", () => {
    expect(messageOf("a: 1\na: 2")).toBe("q.yaml:2:1: is not valid YAML: Map keys must be unique");
  });

  it("refuses an alias without its anchor", () => {
    expect(messageOf("a: *nowhere")).toContain("is not valid YAML");
  });

  it("refuses aliases that would grow without bounds", () => {
    const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef"]) bomb.push(`${to}: &${to} [${`*${from},`.repeat(9)}]`);
    expect(messageOf(bomb.join("\n"))).toContain("is not valid YAML");
  });

  it("refuses a second document", () => {
    expect(messageOf("a: 1\n---\nb: 2")).toContain("is not valid YAML");
  });
});

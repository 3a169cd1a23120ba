import { buildGraph, findCycle, GraphError, graphProblems } from "../../../../jobs/engine/graph";

/** `a: b c` is a node `a` that needs `b` and `c`. */
const nodes = (...lines: string[]) =>
  lines.map((line) => {
    const [name = "", needs = ""] = line.split(":");
    return { name, needs: needs.split(" ").filter((need) => need !== "") };
  });

describe("a cycle", () => {
  it.each([
    ["of a node that needs itself", ["a: a"], ["a", "a"]],
    ["of two", ["a: b", "b: a"], ["a", "b", "a"]],
    ["without the way that leads to it", ["a: b", "b: c", "c: d", "d: b"], ["b", "c", "d", "b"]],
    ["behind nodes that are in order", ["a", "b: a", "c: a b d", "d: b c"], ["c", "d", "c"]],
    ["behind a need that no node has", ["a: nobody b", "b: a"], ["a", "b", "a"]],
    ["in the needs of a node that was come back to", ["a: b c", "b", "c: b d", "d: c"], ["c", "d", "c"]],
  ])("%s is found as a path whose end is its beginning", (_, lines, path) => {
    expect(findCycle(nodes(...lines))).toEqual(path);
  });

  it.each([
    ["nothing", []],
    ["a diamond", ["d: b c", "b: a", "c: a", "a"]],
    ["a need that is given twice", ["b: a a", "a"]],
    ["a need that no node has", ["a: nobody"]],
  ])("is not found in %s", (_, lines) => {
    expect(findCycle(nodes(...lines))).toBeUndefined();
  });

  it("is looked for once in what many nodes share", () => {
    // 2^60 ways lead through these layers.
    const layers = Array.from({ length: 60 }, (_, layer) =>
      layer === 0 ? ["l0", "r0"] : [`l${layer}: l${layer - 1} r${layer - 1}`, `r${layer}: l${layer - 1} r${layer - 1}`],
    );

    expect(findCycle(nodes(...layers.flat().reverse()))).toBeUndefined();
  });
});

describe("what is wrong with a graph", () => {
  it("is nothing, when nodes are in order", () => {
    expect(graphProblems(nodes("b: a", "a"))).toEqual([]);
  });

  it("is told with the positions of the nodes: duplicates, unknown needs, one cycle", () => {
    expect(graphProblems(nodes("a", "b: a x", "a", "a", "c: d", "d: c y"))).toEqual([
      { kind: "duplicate", index: 2, first: 0, name: "a" },
      { kind: "duplicate", index: 3, first: 0, name: "a" },
      { kind: "unknown", index: 1, need: "x" },
      { kind: "unknown", index: 5, need: "y" },
      { kind: "cycle", index: 4, path: ["c", "d", "c"] },
    ]);
  });

  it("is in the error", () => {
    const build = () => buildGraph(nodes("a: b", "b: a", "c", "c: x"));

    expect(build).toThrow(GraphError);
    expect(build).toThrow("not a graph: duplicate, unknown, cycle");
    expect(build).toThrow(expect.objectContaining({ problems: graphProblems(nodes("a: b", "b: a", "c", "c: x")) }));
  });
});

describe("a graph", () => {
  it("takes nodes that are free at once in the order of the file", () => {
    const { order, layers } = buildGraph(nodes("d: b", "b: a a", "c", "a"));

    expect(layers.map((layer) => layer.map(({ name }) => name))).toEqual([["c", "a"], ["b"], ["d"]]);
    expect(order.map(({ name }) => name)).toEqual(["c", "a", "b", "d"]);
  });

  it("knows who needs a node directly", () => {
    const { dependents } = buildGraph(nodes("a", "b: a", "c: b a a"));

    expect(dependents("a").map(({ name }) => name)).toEqual(["b", "c"]);
    expect(dependents("c")).toEqual([]);
    expect(dependents("nobody")).toEqual([]);
  });
});

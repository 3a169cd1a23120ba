import fc from "fast-check";
import { buildGraph, findCycle, GraphError, referencedName } from "../../../../jobs/engine/graph";

/** Nodes that only need earlier ones, in any order. */
const acyclic = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 30 }).chain((lists) => {
  const nodes = lists.map((list, index) => ({
    name: `n${index}`,
    needs: index === 0 ? [] : list.map((number) => `n${number % index}`),
  }));
  return fc.shuffledSubarray(nodes, { minLength: nodes.length });
});

describe("a graph", () => {
  it("has each node once, after all that it needs, a layer further down", () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const { order, layers } = buildGraph(nodes);
        expect(order.map(({ name }) => name).sort()).toEqual(nodes.map(({ name }) => name).sort());
        const layerOf = new Map(layers.flatMap((layer, index) => layer.map(({ name }) => [name, index] as const)));
        for (const { name, needs } of nodes) {
          const deepest = Math.max(-1, ...needs.map((need) => layerOf.get(need) ?? Infinity));
          expect(layerOf.get(name)).toBe(deepest + 1);
        }
      }),
    );
  });

  it("has a cycle as a path on which each node needs the next", () => {
    fc.assert(
      fc.property(
        acyclic.filter((nodes) => nodes.length > 1),
        fc.nat(),
        fc.nat(),
        (nodes, from, to) => {
          const first = nodes[from % nodes.length];
          const second = nodes[to % nodes.length];
          if (first === undefined || second === undefined) return;
          const ringed = nodes.map((node) =>
            node === first ? { ...node, needs: [...node.needs, second.name] } : node,
          );
          const path = findCycle(ringed);
          for (const [index, name] of (path ?? []).slice(0, -1).entries()) {
            expect(ringed.find((node) => node.name === name)?.needs).toContain(path?.[index + 1]);
          }
          expect(path?.[0]).toBe(path?.at(-1));
          if (path === undefined) expect(() => buildGraph(ringed)).not.toThrow();
          else expect(() => buildGraph(ringed)).toThrow(GraphError);
        },
      ),
    );
  });

  it("may be a chain longer than the call stack", () => {
    const nodes = Array.from({ length: 50_000 }, (_, index) => ({
      name: `n${index}`,
      needs: index === 49_999 ? [] : [`n${index + 1}`],
    }));
    expect(buildGraph(nodes).layers).toHaveLength(50_000);
  });

  it.each([
    ["${a}", "a"],
    ["${a-b_1}", "a-b_1"],
    ["x${a}", undefined],
    ["${a}:0", undefined],
    ["a", undefined],
  ])("%s refers to %s", (text, name) => {
    expect(referencedName(text)).toBe(name);
  });
});

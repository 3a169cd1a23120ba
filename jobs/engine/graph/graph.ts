import type { GraphNode } from "./node";
import { graphProblems, type GraphProblem } from "./problems";

export interface Graph<N extends GraphNode> {
  /** In the order of the file. */
  readonly nodes: readonly N[];
  /** Each node after all that it needs; among those that are free at once, the order of the file. */
  readonly order: readonly N[];
  /** Nodes by the length of the longest way to them; those of a layer do not depend on each other. */
  readonly layers: readonly (readonly N[])[];
  /** Nodes that need the node of that name directly. */
  dependents(name: string): readonly N[];
}

/** The nodes do not make a graph. */
export class GraphError extends Error {
  override readonly name = "GraphError";

  constructor(readonly problems: readonly GraphProblem[]) {
    super(`not a graph: ${problems.map(({ kind }) => kind).join(", ")}`);
  }
}

/**
 * Orders nodes by what they need (Kahn), in time proportional to nodes and edges.
 *
 * @throws GraphError for duplicate names, unknown needs and cycles
 */
export function buildGraph<N extends GraphNode>(nodes: readonly N[]): Graph<N> {
  const problems = graphProblems(nodes);
  if (problems.length > 0) throw new GraphError(problems);
  const dependents = new Map<string, N[]>(nodes.map(({ name }) => [name, []]));
  const missing = new Map<string, number>();
  for (const node of nodes) {
    const needs = new Set(node.needs);
    missing.set(node.name, needs.size);
    for (const need of needs) dependents.get(need)?.push(node);
  }
  const layers: N[][] = [];
  for (let layer = nodes.filter(({ needs }) => needs.length === 0); layer.length > 0;) {
    layers.push(layer);
    const next: N[] = [];
    for (const dependent of layer.flatMap(({ name }) => dependents.get(name) ?? [])) {
      const left = (missing.get(dependent.name) ?? 0) - 1;
      missing.set(dependent.name, left);
      if (left === 0) next.push(dependent);
    }
    layer = next;
  }
  return { nodes, order: layers.flat(), layers, dependents: (name) => dependents.get(name) ?? [] };
}

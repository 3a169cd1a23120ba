import type { GraphNode } from "./node";

/** What is wrong with nodes that are to become a graph, as facts. Indices are positions in the list of nodes. */
export type GraphProblem =
  | { readonly kind: "duplicate"; readonly index: number; readonly first: number; readonly name: string }
  | { readonly kind: "unknown"; readonly index: number; readonly need: string }
  | { readonly kind: "cycle"; readonly index: number; readonly path: readonly string[] };

/** @returns duplicate names, needs that no node has, and one cycle when there is one; empty for a graph in order. */
export function graphProblems(nodes: readonly GraphNode[]): GraphProblem[] {
  const indices = new Map<string, number>();
  const problems: GraphProblem[] = [];
  for (const [index, { name }] of nodes.entries()) {
    const first = indices.get(name);
    if (first === undefined) indices.set(name, index);
    else problems.push({ kind: "duplicate", index, first, name });
  }
  for (const [index, { needs }] of nodes.entries()) {
    for (const need of needs) if (!indices.has(need)) problems.push({ kind: "unknown", index, need });
  }
  const path = findCycle(nodes);
  if (path !== undefined) problems.push({ kind: "cycle", index: indices.get(path[0] ?? "") ?? 0, path });
  return problems;
}

/** @returns names along a cycle, each needing the next, the first repeated at the end; undefined when there is none. */
export function findCycle(nodes: readonly GraphNode[]): string[] | undefined {
  const needsOf = new Map(nodes.map(({ name, needs }) => [name, needs]));
  const finished = new Set<string>();
  for (const { name } of nodes) {
    const path = cycleFrom(name, needsOf, finished);
    if (path !== undefined) return path;
  }
  return undefined;
}

/** Depth first with a stack of its own: a chain may be longer than the call stack. */
function cycleFrom(
  start: string,
  needsOf: ReadonlyMap<string, readonly string[]>,
  finished: Set<string>,
): string[] | undefined {
  if (finished.has(start)) return undefined;
  const trail = [{ name: start, next: 0 }];
  const onTrail = new Set([start]);
  for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
    const need = needsOf.get(top.name)?.[top.next];
    top.next += 1;
    if (need === undefined) {
      finished.add(top.name);
      onTrail.delete(top.name);
      trail.pop();
    } else if (onTrail.has(need)) {
      const names = trail.map(({ name }) => name);
      return [...names.slice(names.indexOf(need)), need];
    } else if (!finished.has(need)) {
      trail.push({ name: need, next: 0 });
      onTrail.add(need);
    }
  }
  return undefined;
}

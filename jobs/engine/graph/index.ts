export { buildGraph, type Graph, GraphError } from "./graph";
export type { GraphNode } from "./node";
export { findCycle, type GraphProblem, graphProblems } from "./problems";
export { referencedName, referenceJudge } from "./reference";

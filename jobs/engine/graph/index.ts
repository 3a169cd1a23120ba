export { buildGraph, type Graph, GraphError, type GraphNode } from "./graph";
export { findCycle, type GraphProblem, graphProblems } from "./problems";
export { referencedName } from "./reference";

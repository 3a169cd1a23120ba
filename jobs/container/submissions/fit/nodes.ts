import type { JobDefinition } from "@aws-sdk/client-batch";
import { nodesOf } from "../../../../aws/batch/containers";
import type { PlannedContainerJob } from "../planned-job";
import type { Findings } from "./findings";

const SOURCE = "AWS Batch API Reference, NodeOverrides";

/** Whether the nodes that a submission has can be nodes of its definition. */
export function checkNodes({ path, request }: PlannedContainerJob, definition: JobDefinition, found: Findings): void {
  const { nodeOverrides: overrides } = request;
  const { nodeProperties: nodes } = definition;
  if (overrides === undefined || nodes === undefined) return;
  const at = [...path, "nodeOverrides"];
  const { numNodes, nodePropertyOverrides = [] } = overrides;
  const refuse = (member: readonly PropertyKey[], rule: string, what: unknown) =>
    found.problems.push({ path: [...at, ...member], rule, found: what, source: SOURCE });
  if (numNodes !== undefined && numNodes !== nodes.numNodes) {
    const open = (nodes.nodeRangeProperties ?? []).flatMap(({ targetNodes = "" }) => lowerOfOpen(targetNodes) ?? []);
    const [lower] = open.sort((a, b) => a - b);
    const main = nodes.mainNode ?? 0;
    if (lower === undefined) {
      refuse(
        ["numNodes"],
        `needs a range of nodes in ${request.jobDefinition} that is open above, like "1:"`,
        numNodes,
      );
    } else if (lower >= numNodes) {
      refuse(
        ["numNodes"],
        `must be more than ${lower}, where the open range of ${request.jobDefinition} begins`,
        numNodes,
      );
    }
    if (main >= numNodes) {
      refuse(["numNodes"], `must be more than ${main}, the main node of ${request.jobDefinition}`, numNodes);
    }
  }
  // A range that goes past the nodes that the submission itself states is seen in the file.
  if (numNodes !== undefined || nodes.numNodes === undefined) return;
  for (const [index, { targetNodes = "" }] of nodePropertyOverrides.entries()) {
    const highest = nodesOf(targetNodes, nodes.numNodes)?.most ?? 0;
    if (highest < nodes.numNodes) continue;
    const rule = `must end at node ${nodes.numNodes - 1}: ${request.jobDefinition} has ${nodes.numNodes} nodes`;
    refuse(["nodePropertyOverrides", index, "targetNodes"], rule, targetNodes);
  }
}

/** @returns where a range begins that has no end: `n:` or `:` */
function lowerOfOpen(targetNodes: string): number | undefined {
  return targetNodes.endsWith(":") ? nodesOf(targetNodes, Number.MAX_SAFE_INTEGER)?.least : undefined;
}

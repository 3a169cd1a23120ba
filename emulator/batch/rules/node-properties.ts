/**
 * Rules of multi-node parallel jobs. Messages as recorded by badmintoncryer/cdk-preflight, rules/batch/pf-batch-jd-node-*,
 * where it has one.
 */
import type { NodeProperties, NodeRangeProperty } from "@aws-sdk/client-batch";
import { MOST_NODE_RANGES, NODE_COUNT, NODE_RANGE, nodesOf } from "../../../aws/batch/containers";
import { isWithin } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import { InvalidRequest } from "../plumbing/errors";
import { requireConsumables } from "./consumables";
import { requireNode } from "./container-properties";
import { requirePod } from "./pod-properties";
import { requireTasks } from "./task-properties";

type Range = Checked<NodeRangeProperty>;

export function requireNodes({ numNodes, mainNode, nodeRangeProperties: ranges }: Checked<NodeProperties>): void {
  if (!isWithin(NODE_COUNT, numNodes)) {
    throw new InvalidRequest(`Number of nodes must be between ${NODE_COUNT.least} and ${NODE_COUNT.most}.`);
  }
  if (mainNode < 0 || mainNode >= numNodes) {
    throw new InvalidRequest("Main node index is out of range, must be less than numNodes.");
  }
  if (ranges.length > MOST_NODE_RANGES) {
    throw new InvalidRequest(`Maximum allowed size of node range properties is ${MOST_NODE_RANGES}`);
  }
  for (const range of ranges) requireRange(range, numNodes);
  // NodeRangeProperty: "Your accumulative node ranges must account for all nodes (0:n)."
  requireForEachNode(ranges, numNodes, (node) => `Node range properties must account for node ${node}.`);
  // ResourceRequirement: "It must be specified for each node at least once."
  const stating = (type: "VCPU" | "MEMORY") =>
    ranges.filter(({ container }) => container === undefined || isStated(container, type));
  requireForEachNode(stating("VCPU"), numNodes, () => "vCPU is required.");
  requireForEachNode(stating("MEMORY"), numNodes, () => "Memory is required.");
  // ContainerProperties: "All node groups in a multi-node parallel job must use the same instance type."
  if (new Set(ranges.flatMap(({ container }) => container?.instanceType ?? [])).size > 1) {
    throw new InvalidRequest("All node groups must use the same instance type.");
  }
}

function isStated(container: NonNullable<Range["container"]>, type: "VCPU" | "MEMORY"): boolean {
  if ((type === "VCPU" ? container.vcpus : container.memory) !== undefined) return true;
  return (container.resourceRequirements ?? []).some((one) => one.type === type);
}

/** @param numNodes - undefined when only the definition says it */
export function requireTargetNodes(targetNodes: string, numNodes: number | undefined): void {
  if (!NODE_RANGE.test(targetNodes)) throw new InvalidRequest("targetNodes should contain only digits.");
  const nodes = nodesOf(targetNodes, numNodes ?? Number.MAX_SAFE_INTEGER);
  if (nodes !== undefined && nodes.most < (numNodes ?? Infinity)) return;
  throw new InvalidRequest(`targetNodes ${targetNodes} is out of range of the nodes.`);
}

function requireRange(range: Range, numNodes: number): void {
  const { targetNodes, container, ecsProperties, eksProperties } = range;
  requireTargetNodes(targetNodes, numNodes);
  const kinds = [container, ecsProperties, eksProperties].filter((one) => one !== undefined);
  if (kinds.length === 0) throw new InvalidRequest(`Must specify container for node range ${targetNodes}`);
  if (kinds.length > 1) {
    const other = ecsProperties === undefined ? "eksProperties" : "ecsProperties";
    throw new InvalidRequest(`NodeRangeProperties can not use both ${other} and container fields`);
  }
  if (container !== undefined) requireNode(container);
  if (ecsProperties !== undefined) requireTasks(ecsProperties, "EC2");
  if (eksProperties?.podProperties !== undefined) requirePod(eksProperties.podProperties);
  requireConsumables(range.consumableResourceProperties);
}

function requireForEachNode(ranges: readonly Range[], numNodes: number, message: (node: number) => string): void {
  const covered = new Set<number>();
  for (const { targetNodes } of ranges) {
    const { least, most } = nodesOf(targetNodes, numNodes) ?? { least: 0, most: -1 };
    for (let node = least; node <= most; node += 1) covered.add(node);
  }
  for (let node = 0; node < numNodes; node += 1) if (!covered.has(node)) throw new InvalidRequest(message(node));
}

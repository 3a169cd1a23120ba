/** Rules of multi-node parallel jobs, in definitions and in submissions. */
import type { NodeOverrides, NodeProperties, NodeRangeProperty, ResourceType } from "@aws-sdk/client-batch";
import { nodesOf } from "../../../aws/batch/containers";
import { isWithin } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { amountOf, ec2SizeProblems, needsOf } from "../resources";
import { consumableProblems } from "./consumables";
import { containerProblems } from "./container";
import { podProblems } from "./pod";
import { type Path, problem } from "./problem";
import { ecsProblems } from "./task";

const KINDS = ["container", "ecsProperties", "eksProperties"] as const;
const LISTED = "nodeRangeProperties";

export function nodeProblems(nodes: Checked<NodeProperties>, path: Path): ValueProblem[] {
  const { numNodes, mainNode, nodeRangeProperties: ranges } = nodes;
  const problems: ValueProblem[] = [];
  if (mainNode >= numNodes) {
    const rule = `must be less than numNodes, which is ${numNodes}: the first node is 0`;
    problems.push(problem([...path, "mainNode"], rule, "NodeProperties", { found: mainNode }));
  }
  const ofRanges = ranges.flatMap(({ targetNodes }, index) =>
    rangeProblems(targetNodes, numNodes, [...path, LISTED, index, "targetNodes"]),
  );
  return [
    ...problems,
    ...ofRanges,
    ...(ofRanges.length > 0 ? [] : coverageProblems(nodes, path)),
    ...ranges.flatMap((range, index) => ofRange(range, [...path, LISTED, index])),
    ...instanceTypeProblems(ranges, [...path, LISTED]),
  ];
}

/** What a submission says of nodes; how many there are may stand in the definition only. */
export function nodeOverrideProblems(overrides: Checked<NodeOverrides>, path: Path): ValueProblem[] {
  const { numNodes, nodePropertyOverrides: ranges = [] } = overrides;
  return ranges.flatMap(({ targetNodes }, index) =>
    rangeProblems(targetNodes, numNodes, [...path, "nodePropertyOverrides", index, "targetNodes"]),
  );
}

function rangeProblems(found: string, numNodes: number | undefined, path: Path): ValueProblem[] {
  const nodes = nodesOf(found, numNodes ?? Number.MAX_SAFE_INTEGER);
  const page = "NodeRangeProperty";
  if (nodes === undefined) return [problem(path, "must be a range that goes upwards", page, { found })];
  if (numNodes === undefined || nodes.most < numNodes) return [];
  const rule = `must end at node ${numNodes - 1}: there are ${numNodes} nodes, and the first is 0`;
  return [problem(path, rule, page, { found, hint: `"0:${numNodes - 1}" or "0:" are all of them` })];
}

/** Each node has a range, and states its vCPUs and memory in one at least (ResourceRequirement). */
function coverageProblems({ numNodes, nodeRangeProperties: ranges }: Checked<NodeProperties>, path: Path) {
  const missing = (of: readonly Checked<NodeRangeProperty>[]): number | undefined => {
    const covered = of.flatMap(({ targetNodes }) => nodesOf(targetNodes, numNodes) ?? []);
    return Array.from({ length: numNodes }, (_, node) => node).find(
      (node) => !covered.some((one) => isWithin(one, node)),
    );
  };
  const at = [...path, LISTED];
  const node = missing(ranges);
  if (node !== undefined) return [problem(at, `must have a range for node ${node}`, "NodeRangeProperty")];
  return (["VCPU", "MEMORY"] as const).flatMap((type): ValueProblem[] => {
    const without = missing(ranges.filter((range) => states(range, type)));
    return without === undefined ? [] : [problem(at, `must say the ${type} of node ${without}`, "ResourceRequirement")];
  });
}

/** Tasks and pods have rules of their own for what they need. */
function states({ container }: Checked<NodeRangeProperty>, type: ResourceType): boolean {
  if (container === undefined) return true;
  const legacy = type === "VCPU" ? container.vcpus : container.memory;
  return legacy !== undefined || amountOf(container.resourceRequirements ?? [], type) !== undefined;
}

function ofRange(range: Checked<NodeRangeProperty>, path: Path): ValueProblem[] {
  const { container, ecsProperties, eksProperties, consumableResourceProperties: consumables } = range;
  const [first, second] = KINDS.filter((kind) => range[kind] !== undefined);
  const kinds =
    first === undefined
      ? [problem(path, `must have one of ${KINDS.join(", ")}`, "NodeRangeProperty")]
      : second === undefined
        ? []
        : [problem([...path, second], `cannot stand beside ${first}`, "NodeRangeProperty")];
  return [
    ...kinds,
    ...(container === undefined ? [] : ofContainer(container, [...path, "container"])),
    ...(ecsProperties === undefined ? [] : ecsProblems(ecsProperties, "EC2", [...path, "ecsProperties"])),
    ...podProblemsOf(eksProperties?.podProperties, [...path, "eksProperties", "podProperties"]),
    ...consumableProblems(consumables, [...path, "consumableResourceProperties"]),
  ];
}

const podProblemsOf = (pod: Parameters<typeof podProblems>[0] | undefined, path: Path) =>
  pod === undefined ? [] : podProblems(pod, path);

function ofContainer(container: NonNullable<Checked<NodeRangeProperty>["container"]>, path: Path): ValueProblem[] {
  const { vcpus, memory, resourceRequirements = [] } = container;
  const stated = {
    resourceRequirements,
    ...(vcpus === undefined ? {} : { vcpus: String(vcpus) }),
    ...(memory === undefined ? {} : { memory: String(memory) }),
  };
  const { requirements, problems } = needsOf(stated, path);
  return [...problems, ...ec2SizeProblems(requirements, path), ...containerProblems(container, "EC2", path)];
}

/** ContainerProperties: "All node groups in a multi-node parallel job must use the same instance type." */
function instanceTypeProblems(ranges: readonly Checked<NodeRangeProperty>[], path: Path): ValueProblem[] {
  const stated = ranges.flatMap(({ container }, index) =>
    container?.instanceType === undefined ? [] : [[index, container.instanceType] as const],
  );
  const first = stated[0]?.[1];
  return stated
    .filter(([, found]) => found !== first)
    .map(([index, found]) => {
      const rule = `must be that of the other nodes, ${first}`;
      return problem([...path, index, "container", "instanceType"], rule, "ContainerProperties", { found });
    });
}

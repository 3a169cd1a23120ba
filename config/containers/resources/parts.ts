import type { JobDefinition, NodeOverrides, NodeProperties, SubmitJobRequest } from "@aws-sdk/client-batch";
import { nodesOf } from "../../../aws/batch/containers";
import { type Group, groupsOf, overridden } from "./asks";

type Path = readonly PropertyKey[];

/** Nodes of a job that ask for the same; of a job without nodes all of it. */
export interface JobPart {
  /** The member that describes it. */
  readonly at: Path;
  /** Undefined of a job that is not made of nodes. */
  readonly nodes: number | undefined;
  /** Undefined when nothing is said of these. */
  readonly group: Group | undefined;
}

type Definition = Pick<JobDefinition, "containerProperties" | "nodeProperties" | "ecsProperties" | "eksProperties">;
type Overrides = Pick<
  SubmitJobRequest,
  "containerOverrides" | "nodeOverrides" | "ecsPropertiesOverride" | "eksPropertiesOverride"
>;

/** @returns all that one job consists of at once, with what a submission overrides of its definition */
export function partsOf(definition: Definition, overrides: Overrides = {}): JobPart[] {
  const { containerProperties: container, ecsProperties: task, eksProperties: pod, nodeProperties } = definition;
  if (nodeProperties !== undefined) return partsOfNodes(nodeProperties, overrides.nodeOverrides);
  const places = { container: ["containerProperties"], task: ["ecsProperties"], pod: ["eksProperties"] };
  const groups = groupsOf({ container, task, pod }, places);
  const own = overrideGroups(overrides, []);
  if (groups.length === 0) return [{ at: [], nodes: undefined, group: undefined }];
  return groups.map((group) => ({ at: group.at, nodes: undefined, group: overridden(group, own) }));
}

/** @returns each override by itself: the least that a job with it asks for, whatever its definition says */
export function overridesOf(overrides: Overrides): JobPart[] {
  const ofNodes = (overrides.nodeOverrides?.nodePropertyOverrides ?? []).flatMap((one, index) =>
    overrideGroups(one, ["nodeOverrides", "nodePropertyOverrides", index]),
  );
  return [...overrideGroups(overrides, []), ...ofNodes].map((group) => ({ at: group.at, nodes: undefined, group }));
}

function overrideGroups(overrides: Omit<Overrides, "nodeOverrides">, at: Path): Group[] {
  const { containerOverrides: container, ecsPropertiesOverride: task, eksPropertiesOverride: pod } = overrides;
  return groupsOf(
    { container, task, pod },
    {
      container: [...at, "containerOverrides"],
      task: [...at, "ecsPropertiesOverride"],
      pod: [...at, "eksPropertiesOverride"],
    },
  );
}

/** First and last index of nodes, and what is said of them. */
interface Range {
  readonly first: number;
  readonly last: number;
  readonly groups: readonly Group[];
}

/**
 * NodeRangeProperty: ranges may be nested, and then the properties of the inner one override those of the outer one. What
 * a container of the inner one does not say is that of the outer one: ContainerProperties, vcpus and memory: "required but
 * can be specified in several places; it must be specified for each node at least once".
 */
function partsOfNodes(properties: NodeProperties, overrides: NodeOverrides = {}): JobPart[] {
  const count = overrides.numNodes ?? properties.numNodes ?? 0;
  const at = ["nodeProperties"];
  if (!(count >= 1)) return [{ at, nodes: undefined, group: undefined }];
  const rangesAt = [...at, "nodeRangeProperties"];
  const ranges = (properties.nodeRangeProperties ?? [])
    .flatMap(({ targetNodes, container, ecsProperties: task, eksProperties: pod }, index) => {
      const path = [...rangesAt, index];
      const places = {
        container: [...path, "container"],
        task: [...path, "ecsProperties"],
        pod: [...path, "eksProperties"],
      };
      return rangeOf(targetNodes, count, groupsOf({ container, task, pod }, places));
    })
    .sort((a, b) => b.last - b.first - (a.last - a.first));
  const overriding = (overrides.nodePropertyOverrides ?? []).flatMap((one, index) =>
    rangeOf(one.targetNodes, count, overrideGroups(one, ["nodeOverrides", "nodePropertyOverrides", index])),
  );
  const edges = [...ranges, ...overriding].flatMap(({ first, last }) => [first, last + 1]);
  const starts = [...new Set([0, ...edges])].filter((start) => start < count).sort((a, b) => a - b);
  return starts.map((start, index) => {
    const covering = (one: Range) => one.first <= start && start <= one.last;
    const layers = ranges.filter(covering).flatMap(({ groups }) => groups);
    const group = layers.reduce<Group | undefined>(
      (outer, inner) =>
        outer?.kind === "container" && inner.kind === "container" ? overridden(outer, [inner]) : inner,
      undefined,
    );
    const own = overriding.filter(covering).flatMap(({ groups }) => groups);
    return { at, nodes: (starts[index + 1] ?? count) - start, group: group && overridden(group, own) };
  });
}

/** One that cannot be read covers no node. */
function rangeOf(targetNodes = "", count: number, groups: readonly Group[]): Range[] {
  const { least: first, most } = nodesOf(targetNodes, count) ?? { least: 0, most: -1 };
  const last = Math.min(most, count - 1);
  return first > last ? [] : [{ first, last, groups }];
}

/** What containers ask for, in whichever of its ways AWS Batch is told. */
import type {
  ContainerOverrides,
  ContainerProperties,
  EcsProperties,
  EcsPropertiesOverride,
  EksContainer,
  EksContainerOverride,
  EksProperties,
  EksPropertiesOverride,
  ResourceRequirement,
  ResourceType,
} from "@aws-sdk/client-batch";
import { quantityOf } from "./quantity";

type Path = readonly PropertyKey[];

/** One container. */
export interface Ask {
  /** Undefined also for the name that Amazon EKS gives a container without one. */
  readonly name: string | undefined;
  /** Where it stands. */
  readonly at: Path;
  /** Member -> vCPUs, MiB or GPUs; NaN when nobody can read it. */
  readonly stated: ReadonlyMap<string, number>;
}

/** Containers that are placed together: a container alone, a task of Amazon ECS, a pod of Amazon EKS. */
export interface Group {
  readonly kind: "container" | "task" | "pod";
  readonly at: Path;
  readonly containers: readonly Ask[];
  /** Those that run one after the other before the others. */
  readonly init: readonly Ask[];
}

/**
 * Where an amount is stated, best first; of what stands together the larger counts.
 *
 * ContainerOverrides, vcpus: it "overrides the vcpus parameter set in the job definition, but doesn't override any vCPU
 * requirement specified in the resourceRequirements". EksContainerResourceRequirements: `limits`, `requests`, or both.
 */
const MEMBERS: Readonly<Record<ResourceType, readonly (readonly string[])[]>> = {
  VCPU: [["VCPU"], ["vcpus"], ["limits.cpu", "requests.cpu"]],
  MEMORY: [["MEMORY"], ["memory"], ["limits.memory", "requests.memory"]],
  GPU: [["GPU"], ["limits.nvidia.com/gpu", "requests.nvidia.com/gpu"]],
};

/** @returns how much of it the container asks for; NaN when nobody can read it, undefined when it says nothing */
export function askedOf({ stated }: Ask, type: ResourceType): number | undefined {
  for (const members of MEMBERS[type]) {
    const found = members.flatMap((member) => stated.get(member) ?? []);
    if (found.length > 0) return Math.max(...found);
  }
  return undefined;
}

interface Properties {
  readonly container?: ContainerProperties | ContainerOverrides;
  readonly task?: EcsProperties | EcsPropertiesOverride;
  readonly pod?: EksProperties | EksPropertiesOverride;
}
type Places = Readonly<Record<keyof Properties, Path>>;

/** @returns a group for each way in which containers are described; a definition uses one */
export function groupsOf({ container, task, pod }: Properties, at: Places): Group[] {
  const groups: Group[] = [];
  if (container !== undefined) groups.push({ ...alone(container, at.container), kind: "container", at: at.container });
  if (task !== undefined) {
    const containers = (task.taskProperties ?? []).flatMap((one, taskIndex) =>
      (one.containers ?? []).map(({ name, resourceRequirements }, index) => {
        const path = [...at.task, "taskProperties", taskIndex, "containers", index];
        return { name, at: path, stated: listed(resourceRequirements) };
      }),
    );
    groups.push({ kind: "task", at: at.task, containers, init: [] });
  }
  if (pod !== undefined) {
    const { containers, initContainers } = pod.podProperties ?? {};
    const path = [...at.pod, "podProperties"];
    const ofPod = (list: readonly (EksContainer | EksContainerOverride)[] = [], member: string) =>
      list.map((one, index) => podAsk(one, [...path, member, index]));
    groups.push({
      kind: "pod",
      at: at.pod,
      containers: ofPod(containers, "containers"),
      init: ofPod(initContainers, "initContainers"),
    });
  }
  return groups;
}

/** @returns the group with what overrides say of its containers; what they do not say stays */
export function overridden(base: Group, overrides: readonly Group[]): Group {
  const own = overrides.filter(({ kind }) => kind === base.kind);
  return {
    ...base,
    containers: withOverrides(
      base.containers,
      own.flatMap(({ containers }) => containers),
    ),
    init: withOverrides(
      base.init,
      own.flatMap(({ init }) => init),
    ),
  };
}

/** One that names no container of the definition counts as one more: AWS Batch does not say what becomes of it. */
function withOverrides(base: readonly Ask[], overrides: readonly Ask[]): Ask[] {
  const byName = new Map([...base].reverse().map((ask) => [ask.name, ask]));
  const only = base.length === 1 ? base[0] : undefined;
  const changes = new Map<Ask | undefined, Ask[]>();
  for (const override of overrides) {
    const target = byName.get(override.name) ?? (override.name === undefined ? only : undefined);
    changes.set(target, [...(changes.get(target) ?? []), override]);
  }
  const changed = base.map((ask) => ({
    ...ask,
    stated: new Map([...ask.stated, ...largest((changes.get(ask) ?? []).flatMap(({ stated }) => [...stated]))]),
  }));
  return [...changed, ...(changes.get(undefined) ?? []).filter(({ stated }) => stated.size > 0)];
}

function alone({ resourceRequirements, vcpus, memory }: ContainerProperties, at: Path): Omit<Group, "kind" | "at"> {
  const stated = new Map(listed(resourceRequirements));
  if (vcpus !== undefined) stated.set("vcpus", vcpus);
  if (memory !== undefined) stated.set("memory", memory);
  return { containers: [{ name: undefined, at, stated }], init: [] };
}

function listed(requirements: readonly ResourceRequirement[] = []): ReadonlyMap<string, number> {
  return largest(
    requirements.flatMap(({ type, value = "" }): [string, number][] =>
      type === undefined ? [] : [[type, value.trim() === "" ? Number.NaN : Number(value)]],
    ),
  );
}

const MIB = 2 ** 20;
const POD_RESOURCES = ["cpu", "memory", "nvidia.com/gpu"];

function podAsk({ name, resources }: EksContainer | EksContainerOverride, at: Path): Ask {
  const stated = (["limits", "requests"] as const).flatMap((member) =>
    Object.entries(resources?.[member] ?? {})
      .filter(([resource]) => POD_RESOURCES.includes(resource))
      .map(([resource, text]): [string, number] => {
        const quantity = quantityOf(text);
        return [`${member}.${resource}`, resource === "memory" ? quantity / MIB : quantity];
      }),
  );
  // EksContainer, name: "If the name isn't specified, the default name "Default" is used."
  return { name: name === "Default" ? undefined : name, at, stated: new Map(stated) };
}

/** Of what is said twice the larger counts. */
function largest(stated: readonly (readonly [string, number])[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [member, amount] of stated) found.set(member, Math.max(found.get(member) ?? amount, amount));
  return found;
}

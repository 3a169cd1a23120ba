/** Rules of pods on EKS, in definitions and in submissions. */
import type {
  EksContainerOverride,
  EksContainerResourceRequirements,
  EksMetadata,
  EksPodProperties,
} from "@aws-sdk/client-batch";
import {
  LONGEST_ANNOTATION,
  LONGEST_LABEL,
  POD_CPU_STEP,
  POD_MEMORY,
  POD_RESOURCES,
} from "../../../aws/batch/containers";
import { LEAST_MEMORY_MIB } from "../../../aws/batch/limits";
import type { Checked } from "../../../aws/fields/field";
import { nearestHint } from "../../nearest";
import type { ValueProblem } from "../../zod-problems";
import { type Path, problem, repeated } from "./problem";

type Pod = Checked<EksPodProperties>;
type Resources = Checked<EksContainerResourceRequirements>;

const KINDS = ["containers", "initContainers"] as const;
const RESOURCES = "EksContainerResourceRequirements";

export function podProblems(pod: Pod, path: Path): ValueProblem[] {
  const volumes = pod.volumes ?? [];
  const names = volumes.map(({ name }) => name);
  const problems: ValueProblem[] = [];
  if ((pod.containers ?? []).length === 0) {
    problems.push(problem([...path, "containers"], "must have 1 to 10 entries", "EksPodProperties"));
  }
  for (const [index, found] of repeated(names)) {
    const rule = "is the name of an earlier volume, too";
    problems.push(problem([...path, "volumes", index, "name"], rule, "EksVolume", { found }));
  }
  const all = KINDS.flatMap((kind) => (pod[kind] ?? []).map((one, index) => [one, [...path, kind, index]] as const));
  for (const [index, found] of repeated(all.map(([{ name }]) => name))) {
    const rule = "is the name of an earlier container, too";
    problems.push(problem([...(all[index]?.[1] ?? path), "name"], rule, "EksContainer", { found }));
  }
  for (const [{ volumeMounts = [] }, at] of all) {
    for (const [index, { name: found }] of volumeMounts.entries()) {
      if (found === undefined || names.includes(found)) continue;
      const more = { found, hint: nearestHint(found, names, "volume") };
      const place = [...at, "volumeMounts", index, "name"];
      problems.push(problem(place, "names no volume of the pod", "EksContainerVolumeMount", more));
    }
  }
  for (const [index, { resources }] of (pod.containers ?? []).entries()) {
    for (const type of ["cpu", "memory"] as const) {
      if (resources?.limits?.[type] !== undefined || resources?.requests?.[type] !== undefined) continue;
      const rule = `must have ${type} in limits or requests`;
      problems.push(problem([...path, "containers", index, "resources"], rule, RESOURCES));
    }
  }
  const ofResources = all.flatMap(([{ resources = {} }, at]) => resourceProblems(resources, [...at, "resources"]));
  return [...problems, ...ofResources, ...metadataProblems(pod.metadata, [...path, "metadata"])];
}

/** What a submission overrides of a pod. */
export function podOverrideProblems(
  pod: Partial<Record<(typeof KINDS)[number], Checked<EksContainerOverride>[]>> & Pick<Pod, "metadata">,
  path: Path,
): ValueProblem[] {
  const ofResources = KINDS.flatMap((kind) =>
    (pod[kind] ?? []).flatMap(({ resources = {} }, index) =>
      resourceProblems(resources, [...path, kind, index, "resources"]),
    ),
  );
  return [...ofResources, ...metadataProblems(pod.metadata, [...path, "metadata"])];
}

const RULES: Readonly<Record<string, readonly [fits: (value: string) => boolean, rule: string]>> = {
  memory: [
    (value) => Number(POD_MEMORY.exec(value)?.[1] ?? 0) >= LEAST_MEMORY_MIB,
    `must be a whole number of MiB, ${LEAST_MEMORY_MIB} or more, with Mi behind it: "2048Mi"`,
  ],
  cpu: [
    (value) => Number(value) > 0 && Number.isInteger(Number(value) / POD_CPU_STEP),
    `must be a multiple of ${POD_CPU_STEP}`,
  ],
  "nvidia.com/gpu": [(value) => /^[1-9]\d*$/.test(value), "must be a whole number of GPUs"],
};

function resourceProblems(resources: Resources, path: Path): ValueProblem[] {
  const problems = (["limits", "requests"] as const).flatMap((kind) =>
    Object.entries(resources[kind] ?? {}).flatMap(([type, found]): ValueProblem[] => {
      const [fits, rule] = RULES[type] ?? [];
      if (fits === undefined) {
        const hint = nearestHint(type, [...POD_RESOURCES], "resource");
        return [problem([...path, kind, type], "is no resource of a pod", RESOURCES, { allowed: POD_RESOURCES, hint })];
      }
      return fits(found) ? [] : [problem([...path, kind, type], rule ?? "", RESOURCES, { found })];
    }),
  );
  if (problems.length > 0) return problems;
  return POD_RESOURCES.flatMap((type): ValueProblem[] => {
    const limit = resources.limits?.[type];
    const found = resources.requests?.[type];
    if (limit === undefined || found === undefined || Number.parseFloat(limit) === Number.parseFloat(found)) return [];
    if (type === "cpu" && Number(found) < Number(limit)) return [];
    const rule = `must be ${type === "cpu" ? "at most" : "equal to"} that of limits, which is ${limit}`;
    return [problem([...path, "requests", type], rule, RESOURCES, { found })];
  });
}

function metadataProblems(metadata: Checked<EksMetadata> | undefined, path: Path): ValueProblem[] {
  return (
    [
      ["labels", LONGEST_LABEL],
      ["annotations", LONGEST_ANNOTATION],
    ] as const
  ).flatMap(([kind, most]) =>
    Object.entries(metadata?.[kind] ?? {})
      .filter(([, value]) => value.length > most)
      .map(([key, found]) =>
        problem([...path, kind, key], `must have at most ${most} characters`, "EksMetadata", { found }),
      ),
  );
}

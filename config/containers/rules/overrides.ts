/** Rules of what a submission overrides. */
import type { ContainerOverrides, SubmitJobRequest } from "@aws-sdk/client-batch";
import { LONGEST_OVERRIDES, overridesLength } from "../../../aws/batch/containers";
import type { Checked } from "../../../aws/fields/field";
import type { ValueProblem } from "../../zod-problems";
import { needsOf, type Sized } from "../resources";
import { consumableProblems } from "./consumables";
import { nodeOverrideProblems } from "./nodes";
import { podOverrideProblems } from "./pod";
import type { Path } from "./problem";

const LENGTH_SOURCE = "ECS API Reference, RunTask";

interface Overrides extends Pick<
  Checked<SubmitJobRequest>,
  "ecsPropertiesOverride" | "eksPropertiesOverride" | "consumableResourcePropertiesOverride"
> {
  readonly containerOverrides?: Sized<Checked<ContainerOverrides>> | Checked<ContainerOverrides>;
}

/** @param path of the submission */
export function overrideProblems(
  input: Partial<Overrides> & Partial<Pick<Checked<SubmitJobRequest>, "nodeOverrides">>,
  path: Path,
): ValueProblem[] {
  const { nodeOverrides } = input;
  const at = [...path, "nodeOverrides"];
  return [
    ...ofOne(input, path),
    ...(nodeOverrides === undefined ? [] : nodeOverrideProblems(nodeOverrides, at)),
    ...(nodeOverrides?.nodePropertyOverrides ?? []).flatMap((range, index) => {
      const place = [...at, "nodePropertyOverrides", index];
      const { vcpus, memory, resourceRequirements } = range.containerOverrides ?? {};
      const stated = {
        ...(vcpus === undefined ? {} : { vcpus: String(vcpus) }),
        ...(memory === undefined ? {} : { memory: String(memory) }),
        ...(resourceRequirements === undefined ? {} : { resourceRequirements }),
      };
      return [...needsOf(stated, [...place, "containerOverrides"]).problems, ...ofOne(range, place)];
    }),
  ];
}

function ofOne(overrides: Partial<Overrides>, path: Path): ValueProblem[] {
  const { containerOverrides: container, ecsPropertiesOverride: ecs, eksPropertiesOverride: eks } = overrides;
  const tasks = (ecs?.taskProperties ?? []).map(({ containers = [] }) => containers);
  return [
    ...(container === undefined ? [] : lengthProblems([container], [...path, "containerOverrides"])),
    ...tasks.flatMap((containers, index) => {
      const at = [...path, "ecsPropertiesOverride", "taskProperties", index];
      const needs = containers.flatMap((one, place) => needsOf(one, [...at, "containers", place]).problems);
      return [...lengthProblems(containers, at), ...needs];
    }),
    ...podOverrideProblems(eks?.podProperties ?? {}, [...path, "eksPropertiesOverride", "podProperties"]),
    ...consumableProblems(overrides.consumableResourcePropertiesOverride, [
      ...path,
      "consumableResourcePropertiesOverride",
    ]),
  ];
}

function lengthProblems(containers: Parameters<typeof overridesLength>[0], path: Path): ValueProblem[] {
  const length = overridesLength(containers);
  if (length <= LONGEST_OVERRIDES) return [];
  const rule = `has ${length} characters of command and environment as JSON; ECS takes at most ${LONGEST_OVERRIDES}, and the job would fail`;
  const hint = "put large values into S3 and pass their address, or say them in the definition";
  return [{ path, rule, hint, source: LENGTH_SOURCE }];
}

import type { JobDefinition, SubmitJobRequest } from "@aws-sdk/client-batch";
import { PLACEHOLDER } from "../../../../aws/batch/names";
import type { PlannedContainerJob } from "../planned-job";
import { type Findings, SUBMIT_JOB } from "./findings";

type Override = "containerOverrides" | "nodeOverrides" | "ecsPropertiesOverride" | "eksPropertiesOverride";

interface Kind {
  readonly called: string;
  /** What a submission may override of it. */
  readonly override: Override;
}

const KINDS: Readonly<Record<Override, Kind>> = {
  containerOverrides: { called: "a container", override: "containerOverrides" },
  nodeOverrides: { called: "a multi-node parallel job", override: "nodeOverrides" },
  ecsPropertiesOverride: { called: "a job of several containers (ecsProperties)", override: "ecsPropertiesOverride" },
  eksPropertiesOverride: { called: "a job on Amazon EKS (eksProperties)", override: "eksPropertiesOverride" },
};

function kindOf({ type, nodeProperties, ecsProperties, eksProperties }: JobDefinition): Kind {
  if (type === "multinode" || nodeProperties !== undefined) return KINDS.nodeOverrides;
  if (eksProperties !== undefined) return KINDS.eksPropertiesOverride;
  return ecsProperties === undefined ? KINDS.containerOverrides : KINDS.ecsPropertiesOverride;
}

/** Whether a submission overrides what its definition has, and is an array only of what can be one. */
export function checkKind({ path, request }: PlannedContainerJob, definition: JobDefinition, found: Findings): void {
  const { called, override } = kindOf(definition);
  for (const { override: given } of Object.values(KINDS)) {
    if (given === override || isEmpty(request[given])) continue;
    const rule = `has no place in a job of ${request.jobDefinition}, which defines ${called}`;
    found.problems.push({ path: [...path, given], rule, hint: `use ${override}`, source: SUBMIT_JOB });
  }
  if (override === "nodeOverrides" && request.arrayProperties !== undefined) {
    const rule = `has no place in a job of ${request.jobDefinition}: a multi-node parallel job cannot be an array`;
    found.problems.push({ path: [...path, "arrayProperties"], rule, source: "AWS Batch User Guide, Array jobs" });
  }
  checkParameters(path, request, definition, found);
}

/** Readers make of no overrides an object without members. */
const isEmpty = (override: object | undefined): boolean =>
  override === undefined || Object.values(override).every((member) => member === undefined);

/** RegisterJobDefinition, parameters: "placeholders to set for parameter substitution" in commands. */
function checkParameters(
  path: readonly PropertyKey[],
  { parameters = {}, containerOverrides, jobDefinition }: SubmitJobRequest,
  { containerProperties, parameters: defaults = {} }: JobDefinition,
  found: Findings,
): void {
  // Of other kinds more than commands may have placeholders.
  if (containerProperties === undefined) return;
  const command = containerOverrides?.command ?? containerProperties.command ?? [];
  const used = new Set(Array.from(command.join(" ").matchAll(PLACEHOLDER), ([, name]) => name));
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(defaults, name) || used.has(name)) continue;
    const rule = `is used nowhere: the command of ${jobDefinition} has no Ref::${name}`;
    found.warnings.push({ path: [...path, "parameters", name], rule });
  }
  const known = { ...defaults, ...parameters };
  for (const [reference, name = ""] of command.join(" ").matchAll(PLACEHOLDER)) {
    if (Object.hasOwn(known, name)) continue;
    const rule = `lacks ${name}: the command of ${jobDefinition} has ${reference}, which would stay as it is`;
    found.warnings.push({ path: [...path, "parameters"], rule });
  }
}

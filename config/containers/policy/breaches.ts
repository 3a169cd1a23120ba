/** What definitions and submissions have beyond what an environment allows its jobs. */
import type {
  JobDefinition,
  RegisterJobDefinitionRequest,
  ResourceType,
  SubmitJobRequest,
} from "@aws-sdk/client-batch";
import { renderPath } from "../../errors";
import type { ValueProblem } from "../../zod-problems";
import { type JobPolicy, tagProblems } from "../../job-policy";
import { demandOf, type JobPart, overridesOf, partsOf } from "../resources";

const AMOUNTS = [
  ["vcpus", "VCPU", "vCPUs"],
  ["memory", "MEMORY", "MiB of memory"],
  ["gpus", "GPU", "GPUs"],
] as const satisfies readonly (readonly [keyof JobPolicy["limits"], ResourceType, string])[];

const CONTAINER = "containerProperties";

/** @returns all that a definition has beyond the policy, also what of it cannot be judged */
export function definitionBreaches(policy: JobPolicy, definition: RegisterJobDefinitionRequest): ValueProblem[] {
  const parts = partsOf(definition);
  const timeout = definition.timeout?.attemptDurationSeconds;
  return [
    ...amountProblems(policy, parts, parts[0]?.at ?? []),
    // No container at all, or one without sizes, is wrong for every environment, and a rule of definitions says so.
    ...gapProblems(policy, parts, (gap) => gap).filter(({ path: [first = CONTAINER] }) => first !== CONTAINER),
    ...timeoutProblems(policy, [], timeout),
    ...endlessProblems(policy, [], timeout),
    ...tagProblems(policy, [], definition.tags),
  ];
}

/**
 * @param path of the submission in its file
 * @returns what a submission has beyond the policy whatever its definition says: each override is part of the job
 */
export function submissionBreaches(
  policy: JobPolicy,
  request: SubmitJobRequest,
  path: readonly PropertyKey[],
): ValueProblem[] {
  return [
    ...overridesOf(request).flatMap((part) => amountProblems(policy, [part], [...path, ...part.at])),
    ...timeoutProblems(policy, path, request.timeout?.attemptDurationSeconds),
    ...arrayProblems(policy, path, request.arrayProperties?.size),
    ...tagProblems(policy, path, request.tags),
  ];
}

/** @returns what a job has beyond the policy that gets of its definition what it does not override, whoever registered that */
export function jobBreaches(
  policy: JobPolicy,
  request: SubmitJobRequest,
  definition: JobDefinition,
  path: readonly PropertyKey[],
): ValueProblem[] {
  const parts = partsOf(definition, request);
  const at = [...path, "jobDefinition"];
  const timeout = request.timeout?.attemptDurationSeconds ?? definition.timeout?.attemptDurationSeconds;
  return [
    ...amountProblems(policy, parts, at),
    ...gapProblems(policy, parts, () => at),
    ...timeoutProblems(policy, path, timeout),
    ...endlessProblems(policy, path, timeout),
  ];
}

function amountProblems(
  { limits, file }: JobPolicy,
  parts: readonly JobPart[],
  path: readonly PropertyKey[],
): ValueProblem[] {
  return AMOUNTS.flatMap(([limit, type, unit]): ValueProblem[] => {
    const most = limits[limit];
    if (most === undefined) return [];
    const { amount, sum } = demandOf(parts, type, unit);
    if (amount <= most) return [];
    const rule = `must need at most ${most} ${unit} (limits.${limit} of ${file})`;
    return [{ path, rule, found: amount, hint: sum }];
  });
}

/** What is not said would have no limit: a pod without memory may take all of its node. */
function gapProblems(
  { limits, file }: JobPolicy,
  parts: readonly JobPart[],
  placed: (gap: readonly PropertyKey[]) => readonly PropertyKey[],
): ValueProblem[] {
  return AMOUNTS.flatMap(([limit, type, unit]): ValueProblem[] => {
    const most = limits[limit];
    if (most === undefined) return [];
    return demandOf(parts, type, unit).gaps.map(({ at, why }) => {
      const path = placed(at);
      const where = path === at ? "" : ` in ${renderPath(at)}`;
      const rule = `must say${where} how many ${unit} it needs: limits.${limit} of ${file} allows ${most}`;
      return { path, rule, hint: why };
    });
  });
}

function timeoutProblems(
  { limits, file }: JobPolicy,
  path: readonly PropertyKey[],
  found: number | undefined,
): ValueProblem[] {
  if (limits.timeout === undefined || found === undefined || found <= limits.timeout) return [];
  const rule = `must be at most ${limits.timeout} seconds (limits.timeout of ${file})`;
  return [{ path: [...path, "timeout", "attemptDurationSeconds"], rule, found }];
}

/** @returns a problem when nothing ends the job although there is a limit to its time */
function endlessProblems(
  { limits, file }: JobPolicy,
  path: readonly PropertyKey[],
  found: number | undefined,
): ValueProblem[] {
  if (limits.timeout === undefined || found !== undefined) return [];
  const rule = `must have attemptDurationSeconds of at most ${limits.timeout} (limits.timeout of ${file})`;
  return [{ path: [...path, "timeout"], rule }];
}

function arrayProblems(
  { limits, file }: JobPolicy,
  path: readonly PropertyKey[],
  found: number | undefined,
): ValueProblem[] {
  if (limits.array_size === undefined || found === undefined || found <= limits.array_size) return [];
  const rule = `must be at most ${limits.array_size} jobs (limits.array_size of ${file})`;
  return [{ path: [...path, "arrayProperties", "size"], rule, found }];
}

import type { ResourceRequirement, ResourceType } from "@aws-sdk/client-batch";
import type { EnvironmentSettings } from "../../../config/environment";
import type { ValueProblem } from "../../../config/zod-problems";
import { amountOf } from "../resources";

/** What an environment allows its jobs. */
export interface JobPolicy {
  /** Who says so, for messages: `environments/dev.ts`. */
  readonly file: string;
  readonly limits: NonNullable<EnvironmentSettings["limits"]>;
  readonly requiredTags: readonly string[];
}

/** One container, with its place in a file. */
export interface Governed {
  readonly path: readonly PropertyKey[];
  /** The member that says what it needs: `containerProperties` or `containerOverrides`. */
  readonly container: string;
  readonly requirements: readonly ResourceRequirement[];
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly tags: Readonly<Record<string, string>> | undefined;
}

const AMOUNTS = [
  ["vcpus", "VCPU", "vCPUs"],
  ["memory", "MEMORY", "MiB of memory"],
  ["gpus", "GPU", "GPUs"],
] as const satisfies readonly (readonly [keyof JobPolicy["limits"], ResourceType, string])[];

/** @returns what a container has beyond the limits; what it does not say is not judged */
export function limitProblems({ limits, file }: JobPolicy, job: Governed): ValueProblem[] {
  const problems = AMOUNTS.flatMap(([limit, type, unit]): ValueProblem[] => {
    const most = limits[limit];
    const found = amountOf(job.requirements, type);
    if (most === undefined || found === undefined || found <= most) return [];
    const rule = `must need at most ${most} ${unit} (limits.${limit} of ${file})`;
    return [{ path: [...job.path, job.container], rule, found }];
  });
  const most = limits.timeout;
  if (most === undefined || job.timeout === undefined || job.timeout <= most) return problems;
  const rule = `must be at most ${most} seconds (limits.timeout of ${file})`;
  return [...problems, { path: [...job.path, "timeout", "attemptDurationSeconds"], rule, found: job.timeout }];
}

/** @returns tags that the environment requires and the job lacks */
export function tagProblems({ requiredTags, file }: JobPolicy, { path, tags = {} }: Governed): ValueProblem[] {
  const missing = requiredTags.filter((tag) => (tags[tag] ?? "") === "");
  if (missing.length === 0) return [];
  const rule = `must have ${missing.join(", ")} (required_tags of ${file})`;
  return [{ path: [...path, "tags"], rule }];
}

/** @returns a problem when nothing ends the job although there is a limit to its time */
export function endlessProblems({ limits, file }: JobPolicy, { path, timeout }: Governed): ValueProblem[] {
  if (limits.timeout === undefined || timeout !== undefined) return [];
  const rule = `must have attemptDurationSeconds of at most ${limits.timeout} (limits.timeout of ${file})`;
  return [{ path: [...path, "timeout"], rule }];
}

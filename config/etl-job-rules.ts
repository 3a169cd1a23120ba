import {
  FLEX,
  JOB_PAGE,
  MODULES_OF_SHELL,
  NOT_IN_SHELL,
  PARAMETERS_PAGE,
  RAY_PAGE,
  RAY_SINCE,
  SHELL_CAPACITIES,
  SPARK_CAPACITY,
  SPARK_PAGE,
  WORKER_PAGE,
  WORKER_SINCE,
  WORKERS_BY_TYPE,
  WORKERS_ONLY_SINCE,
} from "../aws/glue/jobs";
import type { EtlJob } from "./etl-schema";
import type { ValueProblem } from "./zod-problems";

/** @returns what is wrong with the size and the kind of a job; where its Glue version counts and is not given, nothing is. */
export function jobProblems(job: EtlJob, path: readonly PropertyKey[]): ValueProblem[] {
  const at = (key: keyof EtlJob, problem: Omit<ValueProblem, "path">): ValueProblem => ({
    source: JOB_PAGE,
    ...problem,
    path: [...path, key],
  });
  return [
    ...workerProblems(job, at),
    ...capacityProblems(job, at),
    ...flexProblems(job, at),
    ...rayProblems(job, at),
    ...(["default_arguments", "non_overridable_arguments"] as const).flatMap((key) =>
      argumentProblems(job, job[key], [...path, key]),
    ),
  ];
}

type At = (key: keyof EtlJob, problem: Omit<ValueProblem, "path">) => ValueProblem;

function workerProblems(job: EtlJob, at: At): ValueProblem[] {
  const { type, worker_type: worker, number_of_workers: count } = job;
  const allowed = WORKERS_BY_TYPE[type];
  if (allowed.length === 0) {
    return (["worker_type", "number_of_workers"] as const)
      .filter((key) => job[key] !== undefined)
      .map((key) => at(key, { rule: `has no place in a job of type ${type}, which max_capacity sizes` }));
  }
  if (worker === undefined && count === undefined) return [];
  if (worker === undefined || count === undefined) {
    const missing = worker === undefined ? "worker_type" : "number_of_workers";
    return [at(missing, { rule: "is missing; worker_type and number_of_workers go together" })];
  }
  if (!allowed.includes(worker)) {
    const rule = `must be a worker type of jobs of type ${type}`;
    return [at("worker_type", { rule, found: worker, allowed, source: WORKER_PAGE })];
  }
  const since = WORKER_SINCE[worker];
  if (since === undefined || !isBefore(job, since)) return [];
  return [at("worker_type", { rule: `is ${worker}, which ${neededVersion(since)}`, found: undefined })];
}

/** AWS Glue: a job is sized by `max_capacity` or by `worker_type` and `number_of_workers`, not by both. */
function capacityProblems(job: EtlJob, at: At): ValueProblem[] {
  const { type, max_capacity: capacity, glue_version: version } = job;
  if (capacity === undefined) return [];
  const problem = (rule: string, facts: Partial<ValueProblem> = {}) => [at("max_capacity", { rule, ...facts })];
  if (type === "pythonshell") {
    if (SHELL_CAPACITIES.includes(capacity)) return [];
    const allowed = SHELL_CAPACITIES.map(String);
    return problem("must be a capacity of Python shell jobs", { found: capacity, allowed });
  }
  const advice = "give worker_type and number_of_workers";
  if (type === "glueray") return problem("has no place in a job of type glueray", { hint: advice });
  if (job.worker_type !== undefined || job.number_of_workers !== undefined) {
    return problem("cannot stand beside worker_type or number_of_workers");
  }
  if (version !== undefined && !isBefore(job, WORKERS_ONLY_SINCE)) {
    return problem(`has no place in a job of Glue version ${version}`, { hint: advice });
  }
  const { min, max } = SPARK_CAPACITY;
  if (Number.isInteger(capacity) && capacity >= min && capacity <= max) return [];
  return problem(`must be a whole number from ${min} to ${max} in a job of type ${type}`, { found: capacity });
}

function flexProblems(job: EtlJob, at: At): ValueProblem[] {
  if (job.execution_class !== "FLEX") return [];
  if (job.type !== FLEX.type) {
    return [
      at("execution_class", { rule: `can only be FLEX in a job of type ${FLEX.type}, not in one of ${job.type}` }),
    ];
  }
  if (isBefore(job, FLEX.since)) {
    return [at("execution_class", { rule: `is FLEX, which ${neededVersion(FLEX.since)}` })];
  }
  const { worker_type: worker } = job;
  if (worker === undefined || FLEX.workers.some((one) => one === worker)) return [];
  const rule = "must be a worker type that execution_class FLEX can have";
  return [at("worker_type", { rule, found: worker, allowed: FLEX.workers, source: SPARK_PAGE })];
}

function rayProblems(job: EtlJob, at: At): ValueProblem[] {
  if (job.type !== "glueray" || !isBefore(job, RAY_SINCE)) return [];
  const rule = `must be ${RAY_SINCE}.0 or later in a job of type glueray`;
  return [at("glue_version", { rule, found: job.glue_version, source: RAY_PAGE })];
}

/**
 * @param given arguments of the job, or of an action that starts it
 * @param path of the arguments
 */
export function argumentProblems(
  { type }: Pick<EtlJob, "type">,
  given: Readonly<Record<string, string>>,
  path: readonly PropertyKey[],
): ValueProblem[] {
  if (type !== "pythonshell" || !Object.hasOwn(given, NOT_IN_SHELL)) return [];
  const rule = "has no place in a job of type pythonshell";
  const hint = `${MODULES_OF_SHELL} brings modules; other files the script fetches itself`;
  return [{ path: [...path, NOT_IN_SHELL], rule, hint, source: PARAMETERS_PAGE }];
}

/** Whether a job says that its Glue version is one before. */
function isBefore({ glue_version: version }: EtlJob, since: number): boolean {
  return version !== undefined && Number(version) < since;
}

function neededVersion(since: number): string {
  return `needs glue_version ${since}.0 or later`;
}

/**
 * What CreateJob, UpdateJob and StartJobRun refuse, in AWS Glue's words where they are known. Sources: Web API Reference,
 * "CreateJob", "StartJobRun".
 */
import {
  FLEX,
  JOB_TYPES,
  LONGEST_TIMEOUT,
  MOST_RETRIES,
  NOT_IN_SHELL,
  PYTHON_VERSIONS,
  RAY_SINCE,
  SHELL_CAPACITIES,
  SPARK_CAPACITY,
  WORKER_SINCE,
  WORKERS_BY_TYPE,
  WORKERS_ONLY_SINCE,
} from "../../../aws/glue/jobs";
import { objectOf, textOf } from "../../edge/messages";
import type { Job } from "../job";
import { sizingOf } from "../run-size";
import { descriptionFault, nameFault, numberFault } from "./texts";

type Body = Readonly<Record<string, unknown>>;

/** @param job the members of CreateJob but for the name, or JobUpdate, which replaces all of them */
export function jobFault(job: Body): string | undefined {
  const command = objectOf(job["Command"]);
  const type = typeOf(command["Name"]);
  if (type === undefined) return `Invalid job command name: ${textOf(command["Name"])}`;
  const python = textOf(command["PythonVersion"]);
  if (python !== "" && !PYTHON_VERSIONS.some((one) => one === python)) return `Invalid Python version: ${python}`;
  return (
    descriptionFault(job["Description"]) ??
    numberFault("Timeout", job["Timeout"], 1, LONGEST_TIMEOUT) ??
    numberFault("MaxRetries", job["MaxRetries"], 0, MOST_RETRIES) ??
    numberFault("MaxConcurrentRuns", objectOf(job["ExecutionProperty"])["MaxConcurrentRuns"], 1) ??
    numberFault("NotifyDelayAfter", objectOf(job["NotificationProperty"])["NotifyDelayAfter"], 1) ??
    sizeFault(type, job) ??
    flexFault(type, job) ??
    argumentFault(type, job["DefaultArguments"]) ??
    argumentFault(type, job["NonOverridableArguments"])
  );
}

/**
 * @param job as GetJob says it
 * @param run the members of StartJobRun, or of a trigger's action, all of which override the job's
 */
export function runFault(job: Job, run: Body): string | undefined {
  // Of a job that CreateJob has taken the type is known.
  const type = typeOf(job.Command?.Name) ?? JOB_TYPES[0];
  if (run["AllocatedCapacity"] !== undefined && run["MaxCapacity"] !== undefined) {
    return "Please set only Allocated Capacity or Max Capacity";
  }
  const { SecurityConfiguration: security, ExecutionClass = job.ExecutionClass } = run;
  const isSized = SIZING.some((member) => run[member] !== undefined);
  const sizing = { ...sizingOf(job, run), GlueVersion: job.GlueVersion };
  return (
    numberFault("Timeout", run["Timeout"], 1, LONGEST_TIMEOUT) ??
    numberFault("NotifyDelayAfter", objectOf(run["NotificationProperty"])["NotifyDelayAfter"], 1) ??
    (security === undefined ? undefined : nameFault("SecurityConfiguration", security)) ??
    (isSized ? sizeFault(type, sizing) : undefined) ??
    flexFault(type, { ...sizing, ExecutionClass }) ??
    argumentFault(type, run["Arguments"])
  );
}

/** AWS's page says that it is not supported, not what becomes of it: a script that needs the files fails at the latest then. */
function argumentFault(type: (typeof JOB_TYPES)[number], given: unknown): string | undefined {
  if (type !== "pythonshell" || !Object.hasOwn(objectOf(given), NOT_IN_SHELL)) return undefined;
  return `Parameter ${NOT_IN_SHELL} is not supported for Job Command pythonshell`;
}

const SIZING = ["WorkerType", "NumberOfWorkers", "MaxCapacity", "AllocatedCapacity"] as const;

function typeOf(name: unknown): (typeof JOB_TYPES)[number] | undefined {
  return JOB_TYPES.find((one) => one === (textOf(name) || JOB_TYPES[0]));
}

function sizeFault(type: (typeof JOB_TYPES)[number], job: Body): string | undefined {
  const { WorkerType: worker, NumberOfWorkers: count, MaxCapacity: capacity } = job;
  const version = textOf(job["GlueVersion"]);
  const allowed = WORKERS_BY_TYPE[type];
  if (worker !== undefined || count !== undefined) {
    if (allowed.length === 0) return `Worker Type is not supported for Job Command ${type}`;
    if (capacity !== undefined) return "Please do not set Max Capacity if using Worker Type and Number of Workers.";
    if (worker === undefined || count === undefined) return "Worker Type and Number of Workers must be set together.";
    if (!allowed.includes(textOf(worker)))
      return `Worker type ${textOf(worker)} is not supported for Job Command ${type}`;
    if (isOlder(version, WORKER_SINCE[textOf(worker)] ?? 0)) {
      return `Worker type ${textOf(worker)} is not supported for Glue Version ${version}`;
    }
    const few = numberFault("NumberOfWorkers", count, 1);
    if (few !== undefined) return few;
  }
  if (type === "glueray" && isOlder(version, RAY_SINCE)) return `Glue Version ${version} is not supported for Ray jobs`;
  return capacity === undefined ? undefined : capacityFault(type, capacity, version);
}

function capacityFault(type: (typeof JOB_TYPES)[number], capacity: unknown, version: string): string | undefined {
  if (type === "glueray") return "Max Capacity is not supported for Job Command glueray";
  if (typeof capacity !== "number") return "Max Capacity must be a number";
  if (type === "pythonshell") {
    return SHELL_CAPACITIES.includes(capacity)
      ? undefined
      : `Max Capacity must be one of ${SHELL_CAPACITIES.join(", ")}`;
  }
  if (version !== "" && !isOlder(version, WORKERS_ONLY_SINCE)) {
    return `Max Capacity is not supported for Glue Version ${version}; use Worker Type and Number of Workers`;
  }
  const { min, max } = SPARK_CAPACITY;
  const isAllowed = Number.isInteger(capacity) && capacity >= min && capacity <= max;
  return isAllowed ? undefined : `Max Capacity must be a whole number from ${min} to ${max}`;
}

function flexFault(type: string, job: Body): string | undefined {
  const { ExecutionClass: kind, WorkerType: worker } = job;
  if (kind === undefined || kind === "STANDARD") return undefined;
  if (kind !== "FLEX") return `Invalid Execution Class: ${textOf(kind)}`;
  if (type !== FLEX.type) return `Execution Class FLEX is not supported for Job Command ${type}`;
  const version = textOf(job["GlueVersion"]);
  if (isOlder(version, FLEX.since)) return `Execution Class FLEX is not supported for Glue Version ${version}`;
  const fits = worker === undefined || FLEX.workers.some((one) => one === worker);
  return fits ? undefined : `Execution Class FLEX is not supported for Worker type ${textOf(worker)}`;
}

/** A job without a version has AWS Glue's newest. */
function isOlder(version: string, since: number): boolean {
  return version !== "" && Number(version) < since;
}

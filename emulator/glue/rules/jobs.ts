/** What CreateJob and UpdateJob refuse, in AWS Glue's words where they are known. Source: Web API Reference, "CreateJob". */
import {
  FLEX,
  JOB_TYPES,
  LONGEST_TIMEOUT,
  MOST_RETRIES,
  PYTHON_VERSIONS,
  RAY_SINCE,
  SHELL_CAPACITIES,
  SPARK_CAPACITY,
  WORKER_SINCE,
  WORKERS_BY_TYPE,
  WORKERS_ONLY_SINCE,
} from "../../../aws/glue/jobs";
import { objectOf, textOf } from "../../edge/messages";
import { descriptionFault, numberFault } from "./texts";

type Body = Readonly<Record<string, unknown>>;

/** @param job the members of CreateJob but for the name, or JobUpdate, which replaces all of them */
export function jobFault(job: Body): string | undefined {
  const command = objectOf(job["Command"]);
  const type = JOB_TYPES.find((one) => one === (textOf(command["Name"]) || JOB_TYPES[0]));
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
    flexFault(type, job)
  );
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

/** A Glue job and a run of it, as far as running it goes. */
import type { RunSize } from "./run-size";

/** What GetJob says of a job; names of the API. */
export interface Job {
  readonly Name: string;
  readonly Role?: string;
  readonly Command?: { readonly Name?: string; readonly ScriptLocation?: string; readonly PythonVersion?: string };
  readonly DefaultArguments?: Readonly<Record<string, string>>;
  readonly NonOverridableArguments?: Readonly<Record<string, string>>;
  readonly ExecutionProperty?: { readonly MaxConcurrentRuns?: number };
  readonly MaxRetries?: number;
  /** Minutes. */
  readonly Timeout?: number;
  readonly GlueVersion?: string;
  readonly AllocatedCapacity?: number;
  readonly MaxCapacity?: number;
  readonly WorkerType?: string;
  readonly NumberOfWorkers?: number;
  readonly SecurityConfiguration?: string;
  readonly NotificationProperty?: object;
  readonly ExecutionClass?: string;
}

/** ERROR has no run of its own: that is what a trigger gets of a job that is not there. */
export type RunState = "STARTING" | "RUNNING" | "STOPPING" | "STOPPED" | "SUCCEEDED" | "FAILED" | "TIMEOUT";

/** What StartJobRun, or an action of a trigger, says instead of the job. */
export interface RunRequest {
  /** Those of the run alone. */
  readonly runArguments: Readonly<Record<string, string>>;
  /** Minutes. */
  readonly timeout: number | undefined;
  readonly securityConfiguration: string | undefined;
  readonly notification: object | undefined;
  readonly executionClass: string | undefined;
  /** The run that is to be done again. */
  readonly previousRunId: string | undefined;
}

/** The action of a trigger that a run is for. */
export interface Origin {
  readonly trigger: string;
  /** The runs whose end made the trigger fire. */
  readonly predecessors: readonly { readonly JobName: string; readonly RunId: string }[];
  /** All attempts, the first one first. */
  readonly runs: JobRun[];
}

export interface JobRun {
  readonly id: string;
  readonly job: Job;
  /** 0 is the first. */
  readonly attempt: number;
  readonly previousRunId: string | undefined;
  readonly request: RunRequest;
  readonly size: RunSize;
  /** Minutes. */
  readonly timeout: number;
  readonly startedAt: Date;
  /** Absent: somebody called StartJobRun. */
  readonly origin: Origin | undefined;
  state: RunState;
  errorMessage: string | undefined;
  completedAt: Date | undefined;
}

/**
 * Glue's default for jobs that set none: "2,880 minutes for Glue version 4.0 and earlier, or 480 minutes for Glue version 5.0 and
 * later" (Web API Reference, StartJobRun). A Spark job without a version has the newest; a Python shell job has no version of Spark.
 */
function usualTimeout(job: Job): number {
  const isNew = job.GlueVersion === undefined ? isSpark(job) : Number(job.GlueVersion) >= 5;
  return isNew ? 480 : 2880;
}

export function runOf(
  id: string,
  job: Job,
  size: RunSize,
  request: RunRequest,
  startedAt: Date,
  origin?: Origin,
): JobRun {
  return {
    id,
    job,
    attempt: 0,
    previousRunId: request.previousRunId,
    request,
    size,
    timeout: request.timeout ?? job.Timeout ?? usualTimeout(job),
    startedAt,
    origin,
    state: "STARTING",
    errorMessage: undefined,
    completedAt: undefined,
  };
}

/** The next attempt of a run that has failed; its id is the first one's with the number of the attempt. */
export function nextAttempt(run: JobRun, startedAt: Date): JobRun {
  const attempt = run.attempt + 1;
  const id = `${run.id.replace(/_attempt_\d+$/, "")}_attempt_${attempt}`;
  return { ...runOf(id, run.job, run.size, run.request, startedAt, run.origin), attempt, previousRunId: run.id };
}

export function isOver({ state }: Pick<JobRun, "state">): boolean {
  return state === "STOPPED" || state === "SUCCEEDED" || state === "FAILED" || state === "TIMEOUT";
}

/** Whether the script is for Spark. */
export function isSpark({ Command }: Job): boolean {
  return Command?.Name !== "pythonshell";
}

/** The pair of log groups of a job; each run has a stream of its id in both. */
export function logGroupOf(job: Job): string {
  return isSpark(job) ? "/aws-glue/jobs" : "/aws-glue/python-jobs";
}

/**
 * The arguments of a script: those of the job, then those of the run, then those of the job that no run may change.
 * https://docs.aws.amazon.com/glue/latest/webapi/API_StartJobRun.html
 */
export function argumentsOf({ job, request }: Pick<JobRun, "job" | "request">): Record<string, string> {
  return { ...job.DefaultArguments, ...request.runArguments, ...job.NonOverridableArguments };
}

/** What follows the script's name in `sys.argv`. */
export function argv(run: JobRun): string[] {
  const ownArguments = { "--JOB_NAME": run.job.Name, "--JOB_RUN_ID": run.id, "--JOB_ID": run.job.Name };
  return Object.entries({ ...ownArguments, ...argumentsOf(run) }).flatMap(([name, value]) => [name, value]);
}

/** JobRun of the API; times are seconds since 1970. */
export function described(run: JobRun, now: Date): object {
  const { job, request, size, origin, completedAt } = run;
  const seconds = (time: Date): number => time.getTime() / 1000;
  return {
    Id: run.id,
    Attempt: run.attempt,
    PreviousRunId: run.previousRunId,
    TriggerName: origin?.trigger,
    JobName: job.Name,
    StartedOn: seconds(run.startedAt),
    LastModifiedOn: seconds(completedAt ?? run.startedAt),
    CompletedOn: completedAt && seconds(completedAt),
    JobRunState: run.state,
    Arguments: argumentsOf(run),
    ErrorMessage: run.errorMessage,
    PredecessorRuns: origin?.predecessors ?? [],
    AllocatedCapacity: Math.floor(size.capacity),
    ExecutionTime: Math.round(seconds(completedAt ?? now) - seconds(run.startedAt)),
    Timeout: run.timeout,
    MaxCapacity: size.capacity,
    WorkerType: size.workerType,
    NumberOfWorkers: size.numberOfWorkers,
    SecurityConfiguration: request.securityConfiguration ?? job.SecurityConfiguration,
    LogGroupName: logGroupOf(job),
    NotificationProperty: request.notification ?? job.NotificationProperty,
    GlueVersion: job.GlueVersion,
    ExecutionClass: request.executionClass ?? job.ExecutionClass,
  };
}

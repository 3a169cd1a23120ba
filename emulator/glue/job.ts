/** A Glue job and a run of it, as far as running it goes. */

/** What GetJob says of a job; names of the API. */
export interface Job {
  readonly Name: string;
  readonly Role?: string;
  readonly Command?: { readonly Name?: string; readonly ScriptLocation?: string; readonly PythonVersion?: string };
  readonly DefaultArguments?: Readonly<Record<string, string>>;
  readonly NonOverridableArguments?: Readonly<Record<string, string>>;
  readonly ExecutionProperty?: { readonly MaxConcurrentRuns?: number };
  /** Minutes. */
  readonly Timeout?: number;
  readonly GlueVersion?: string;
  readonly MaxCapacity?: number;
  readonly WorkerType?: string;
  readonly NumberOfWorkers?: number;
}

export type RunState = "STARTING" | "RUNNING" | "STOPPING" | "STOPPED" | "SUCCEEDED" | "FAILED" | "TIMEOUT";

export interface JobRun {
  readonly id: string;
  readonly job: Job;
  /** Those of the run alone, as GetJobRun shows them. */
  readonly runArguments: Readonly<Record<string, string>>;
  /** Minutes. */
  readonly timeout: number;
  readonly startedAt: Date;
  state: RunState;
  errorMessage: string | undefined;
  completedAt: Date | undefined;
}

/** Glue's default for jobs that set none: 48 hours. */
const DEFAULT_TIMEOUT_MINUTES = 2880;

export function runOf(
  id: string,
  job: Job,
  request: { readonly runArguments: Readonly<Record<string, string>>; readonly timeout: number | undefined },
  startedAt: Date,
): JobRun {
  const timeout = request.timeout ?? job.Timeout ?? DEFAULT_TIMEOUT_MINUTES;
  const { runArguments } = request;
  return {
    id,
    job,
    runArguments,
    timeout,
    startedAt,
    state: "STARTING",
    errorMessage: undefined,
    completedAt: undefined,
  };
}

export function isOver({ state }: Pick<JobRun, "state">): boolean {
  return state === "STOPPED" || state === "SUCCEEDED" || state === "FAILED" || state === "TIMEOUT";
}

/** Whether the script is for Spark. */
function isSpark({ Command }: Job): boolean {
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
export function argumentsOf({ job, runArguments }: Pick<JobRun, "job" | "runArguments">): Record<string, string> {
  return { ...job.DefaultArguments, ...runArguments, ...job.NonOverridableArguments };
}

/** What follows the script's name in `sys.argv`. */
export function argv(run: JobRun): string[] {
  const ownArguments = { "--JOB_NAME": run.job.Name, "--JOB_RUN_ID": run.id, "--JOB_ID": run.job.Name };
  return Object.entries({ ...ownArguments, ...argumentsOf(run) }).flatMap(([name, value]) => [name, value]);
}

/** JobRun of the API; times are seconds since 1970. */
export function described(run: JobRun, now: Date): object {
  const { job, completedAt } = run;
  const seconds = (time: Date): number => time.getTime() / 1000;
  return {
    Id: run.id,
    Attempt: 0,
    JobName: job.Name,
    StartedOn: seconds(run.startedAt),
    LastModifiedOn: seconds(completedAt ?? run.startedAt),
    CompletedOn: completedAt && seconds(completedAt),
    JobRunState: run.state,
    Arguments: run.runArguments,
    ErrorMessage: run.errorMessage,
    PredecessorRuns: [],
    ExecutionTime: Math.round(seconds(completedAt ?? now) - seconds(run.startedAt)),
    Timeout: run.timeout,
    MaxCapacity: job.MaxCapacity,
    WorkerType: job.WorkerType,
    NumberOfWorkers: job.NumberOfWorkers,
    LogGroupName: logGroupOf(job),
    GlueVersion: job.GlueVersion,
  };
}

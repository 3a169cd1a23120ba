import type { JobSummary } from "@aws-sdk/client-batch";
import type { DescribeExecutionOutput } from "@aws-sdk/client-sfn";
import { AwsCallError, isSignedOut } from "../../aws/errors";
import { WATCH_PATIENCE } from "../../aws/retry";
import type { Time } from "../../aws/time";
import { causeText, failingVisit, type StateVisit, visitsOf } from "./history";
import { type JobLog, logsOfFailedJobs } from "./job-logs";
import type { RunServices } from "./services";

/** How Batch jobs stand: `{ RUNNING: 2, SUCCEEDED: 7 }`. */
export type JobCounts = Readonly<Record<string, number>>;

/** What a failed run failed on. */
export interface RunFailure {
  /** The state; undefined when the run ended between two, e.g. by hand. */
  readonly state?: string;
  readonly error: string;
  readonly cause: string;
  /** The last lines of the log of the Glue job that failed. */
  readonly log: readonly string[];
  /** The first of the Batch jobs that had failed by then. */
  readonly jobs: readonly JobLog[];
}

/** A run as it is at one moment. */
export interface RunView {
  readonly executionArn: string;
  readonly name: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED`, `PENDING_REDRIVE` */
  readonly status: string;
  readonly startedAt: Date;
  readonly endedAt?: Date;
  readonly states: readonly StateVisit[];
  readonly jobs: JobCounts;
}

/** What is asked of AWS about a run. */
export type RunReader = Pick<RunServices, "execution" | "history" | "jobs" | "describeJobs" | "lastLines">;

const LOG_LINES = 20;

/**
 * @returns undefined when there is no such execution
 * @throws AwsCallError
 */
export async function lookAtRun(executionArn: string, services: RunReader): Promise<RunView | undefined> {
  const execution = await services.execution(executionArn);
  if (execution === undefined) return undefined;
  const [events, jobs] = await Promise.all([services.history(executionArn), jobsOf(execution, services)]);
  return {
    executionArn,
    name: execution.name ?? "",
    status: execution.status ?? "RUNNING",
    startedAt: execution.startDate ?? new Date(0),
    ...(execution.stopDate === undefined ? {} : { endedAt: execution.stopDate }),
    states: visitsOf(events),
    jobs: counted(jobs),
  };
}

/**
 * @param view of a run that has ended
 * @returns undefined when it has succeeded
 * @throws AwsCallError
 */
export async function failureOfRun(view: RunView, services: RunReader): Promise<RunFailure | undefined> {
  const { status, executionArn, states } = view;
  if (status === "RUNNING" || status === "SUCCEEDED") return undefined;
  const execution = await services.execution(executionArn);
  const { error = status, cause = "" } = execution ?? {};
  const visit = status === "FAILED" ? failingVisit(states, { error, cause }) : states.at(-1);
  const span = { from: view.startedAt, to: visit?.leftAt ?? view.endedAt ?? view.startedAt };
  const [log, jobs] = await Promise.all([
    logOf(visit, services),
    jobsOf(execution, services).then((found) => logsOfFailedJobs(found, span, services)),
  ]);
  return { ...(visit === undefined ? {} : { state: visit.name }), error, cause: causeText(cause), log, jobs };
}

/** Looks. */
const MOST_UNKNOWN = 10;

export interface RunWatch {
  /** Called with each look. */
  readonly onView: (view: RunView) => void;
  /** Called when the session with AWS has ended, once, while it is waited for that somebody signs in again. */
  readonly onSignedOut: (reason: string) => void;
  /** Resolves when it is time for the next look; with false when somebody has seen enough. */
  readonly pause: () => Promise<boolean>;
  readonly time: Pick<Time, "now">;
}

/**
 * Looks at a run again and again until it ends, or somebody has seen enough.
 *
 * @returns the last look; undefined when the run was not known by then
 * @throws AwsCallError, also when the session has ended and nobody signs in again; the run goes on then
 */
export async function watchRun(
  executionArn: string,
  services: RunReader,
  { onView, onSignedOut, pause, time }: RunWatch,
): Promise<RunView | undefined> {
  let outSince: number | undefined;
  for (let unknown = 0; ;) {
    let view: RunView | undefined;
    try {
      view = await lookAtRun(executionArn, services);
      outSince = undefined;
    } catch (error) {
      if (!(error instanceof AwsCallError && isSignedOut(error) && error.renews)) throw error;
      if (outSince === undefined) onSignedOut(error.reason);
      outSince ??= time.now();
      if (time.now() - outSince > WATCH_PATIENCE || !(await pause())) throw error;
      continue;
    }
    // DescribeExecution is eventually consistent (API reference): a run that has just begun may be unknown for a moment.
    if (view === undefined) unknown += 1;
    else onView(view);
    const isOver = view === undefined ? unknown === MOST_UNKNOWN : view.status !== "RUNNING";
    if (isOver || !(await pause())) return view;
  }
}

/** The Batch jobs of an execution, and of others of its day. */
async function jobsOf(
  execution: DescribeExecutionOutput | undefined,
  services: RunReader,
): Promise<readonly JobSummary[]> {
  const { aws_batch_job_queue: queue, aws_batch_job_name: head, year, month, day } = fieldsOf(execution?.input);
  if (queue === undefined || head === undefined || year === undefined) return [];
  // glue/utils/dapf_jobs.py: what the names of all jobs of a run begin with.
  return services.jobs(queue, `${head}-${year}${month ?? ""}${day ?? ""}-`);
}

function counted(jobs: readonly JobSummary[]): JobCounts {
  const counts: Record<string, number> = {};
  for (const { status = "" } of jobs) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function fieldsOf(input: string | undefined): Readonly<Record<string, string>> {
  try {
    const values = Object.entries(JSON.parse(input ?? "{}") as object); // Cast: an execution's input is a JSON object.
    return Object.fromEntries(values.filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    return {};
  }
}

// AWS Glue: Python shell jobs write to the first two, Spark jobs to the others; the stream is the run's id.
const GLUE_LOGS = ["/aws-glue/python-jobs/error", "/aws-glue/python-jobs/output", "/aws-glue/jobs/error"];

async function logOf(visit: StateVisit | undefined, services: RunReader): Promise<readonly string[]> {
  const id = visit?.glueRun?.id;
  if (id === undefined) return [];
  for (const group of GLUE_LOGS) {
    const lines = await services.lastLines(group, id, LOG_LINES);
    if (lines.length > 0) return lines;
  }
  return [];
}

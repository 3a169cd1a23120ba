/** The runs of all jobs: starts them, repeats those that fail, and tells when one is over. */
import { randomBytes } from "node:crypto";
import type { Place } from "../../aws/place";
import type { InternalCalls } from "../edge/internal-calls";
import { objectOf, textOf } from "../edge/messages";
import { InternalCallError } from "../errors";
import { isOver, nextAttempt, runOf, type Job, type JobRun, type Origin, type RunRequest } from "./job";
import { GlueRefusal, invalid, notFound } from "./refusal";
import { tellOfEnd } from "./run-events";
import { runFault } from "./rules/jobs";
import { sizeOf, sizingOf } from "./run-size";
import { Runner, type RunnerOptions } from "./runner";

type Body = Readonly<Record<string, unknown>>;
/** Called when a run is over, and will not be repeated. */
type Listener = (run: JobRun, calls: InternalCalls) => Promise<void>;

export class RunService {
  /** `account/region/job` -> its runs, the newest first. */
  private runs = new Map<string, JobRun[]>();
  private runner: Runner;
  private listener: Listener = () => Promise.resolve();
  private isStopped = false;

  constructor(private readonly options: RunnerOptions) {
    this.runner = new Runner(options);
  }

  whenOver(listener: Listener): void {
    this.listener = listener;
  }

  /**
   * @param request - the members of StartJobRun
   * @throws GlueRefusal
   */
  async start(name: string, request: Body, calls: InternalCalls): Promise<JobRun> {
    const job = await jobNamed(name, calls);
    if (job === undefined) throw notFound(`Failed to start job run due to missing metadata: job ${name}`);
    const { previousRunId } = requestOf(request);
    if (previousRunId !== undefined && this.find(calls.place, name, previousRunId) === undefined) {
      throw notFound(`Job run not found: ${name}, ${previousRunId}`);
    }
    const fault = runFault(job, request);
    if (fault !== undefined) throw invalid(fault);
    if (this.isFull(job, calls.place)) {
      throw new GlueRefusal("ConcurrentRunsExceededException", `Concurrent runs exceeded for ${name}`);
    }
    return this.begin(job, request, undefined, calls);
  }

  /**
   * Starts a run for a trigger. What StartJobRun would refuse is a run that has failed: "FAILED: The job exceeded its maximum
   * allowed concurrent runs". Of a job that is not there is none: "ERROR: A workflow, schedule trigger, or event trigger attempted
   * to run a deleted job" (Developer Guide, AWS Glue job run statuses).
   *
   * @param request - the members of the trigger's action
   * @returns undefined when there is no such job
   */
  async startFor(origin: Origin, name: string, request: Body, calls: InternalCalls): Promise<JobRun | undefined> {
    const job = await jobNamed(name, calls);
    if (job === undefined) return undefined;
    const fault =
      runFault(job, request) ?? (this.isFull(job, calls.place) ? `Concurrent runs exceeded for ${name}` : undefined);
    return this.begin(job, request, origin, calls, fault);
  }

  find(place: Place, job: string, id: string): JobRun | undefined {
    return this.of(place, job).find((run) => run.id === id);
  }

  /** Newest first. */
  of(place: Place, job: string): readonly JobRun[] {
    return this.runs.get(keyOf(place, job)) ?? [];
  }

  stop(run: JobRun): void {
    this.runner.stop(run);
  }

  /** The job is gone: its runs end, and nobody can see them any more. */
  forget(place: Place, job: string): void {
    for (const run of this.of(place, job)) this.stop(run);
    this.runs.delete(keyOf(place, job));
  }

  reset(): void {
    void this.runner.stopAll();
    this.runner = new Runner(this.options);
    this.runs = new Map();
  }

  stopAll(): Promise<void> {
    this.isStopped = true;
    return this.runner.stopAll();
  }

  private isFull(job: Job, place: Place): boolean {
    const open = this.of(place, job.Name).filter((run) => !isOver(run)).length;
    return open >= (job.ExecutionProperty?.MaxConcurrentRuns ?? 1);
  }

  private begin(job: Job, body: Body, origin: Origin | undefined, calls: InternalCalls, fault?: string): JobRun {
    const size = sizeOf(sizingOf(job, body), job.Command?.Name === "pythonshell");
    const run = runOf(`jr_${randomBytes(32).toString("hex")}`, job, size, requestOf(body), new Date(), origin);
    if (fault !== undefined) Object.assign(run, { state: "FAILED", errorMessage: fault, completedAt: new Date() });
    this.keep(run, calls.place);
    if (fault === undefined) this.lead(run, calls);
    else {
      void tellOfEnd(run, calls);
      void this.over(run, calls);
    }
    return run;
  }

  private keep(run: JobRun, place: Place): void {
    const key = keyOf(place, run.job.Name);
    this.runs.set(key, [run, ...(this.runs.get(key) ?? [])]);
    run.origin?.runs.push(run);
  }

  private lead(run: JobRun, calls: InternalCalls): void {
    const { runner } = this;
    const ended = async (): Promise<void> => {
      // Of what has been forgotten, or ends with the embedded AWS, nothing follows.
      if (this.runner !== runner || this.isStopped) return;
      void tellOfEnd(run, calls);
      // "The maximum number of times to retry this job after a JobRun fails" (Web API Reference, CreateJob).
      const isKnown = this.find(calls.place, run.job.Name, run.id) !== undefined;
      if (run.state !== "FAILED" || run.attempt >= (run.job.MaxRetries ?? 0) || !isKnown) return this.over(run, calls);
      const next = nextAttempt(run, new Date());
      this.keep(next, calls.place);
      this.lead(next, calls);
    };
    void runner.start(run, calls).then(ended);
  }

  private async over(run: JobRun, calls: InternalCalls): Promise<void> {
    try {
      await this.listener(run, calls);
    } catch (error) {
      // What moto cannot be asked for starts nothing; when the embedded AWS ends, there is no moto.
      if (!(error instanceof InternalCallError) && !this.isStopped) throw error;
    }
  }
}

/** @throws InternalCallError when nobody can say whether there is such a job */
async function jobNamed(name: string, calls: InternalCalls): Promise<Job | undefined> {
  try {
    return (await calls.json<{ Job: Job }>("glue", "AWSGlue.GetJob", { JobName: name })).Job;
  } catch (error) {
    if (error instanceof InternalCallError && error.status === 400) return undefined;
    throw error;
  }
}

function requestOf(body: Body): RunRequest {
  const { Timeout: timeout, NotificationProperty: notification } = body;
  const texts = Object.entries(objectOf(body["Arguments"])).map(([name, text]) => [name, String(text)]);
  return {
    runArguments: Object.fromEntries(texts),
    timeout: typeof timeout === "number" ? timeout : undefined,
    securityConfiguration: textOf(body["SecurityConfiguration"]) || undefined,
    notification: notification === undefined ? undefined : objectOf(notification),
    executionClass: textOf(body["ExecutionClass"]) || undefined,
    previousRunId: textOf(body["JobRunId"]) || undefined,
  };
}

function keyOf({ account, region }: Place, job: string): string {
  return `${account}/${region}/${job}`;
}

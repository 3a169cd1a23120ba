import { AwsCallError, isSignedOut, verdictOf } from "../../aws/errors";
import { Course, type JobResult } from "./course";
import type { SubmitFailure } from "./errors";
import type { Graph } from "./graph";
import type { Journal } from "./journal";
import type { JobKind, PlannedJob } from "./kind";
import { isOver, type JobState, Monitor, type MonitorEvent } from "./monitor";
import { type Progress, progressOf } from "./record";
import { submitOne } from "./submit-one";

/** What happens during a run. */
export type RunEvent =
  | {
      readonly type: "submitted";
      readonly name: string;
      readonly id: string;
      /** Whether the job was there already, from a call that had not been answered. */
      readonly found: boolean;
      readonly submitted: number;
      readonly total: number;
    }
  | { readonly type: "not-submitted"; readonly name: string; readonly reason: string }
  /** Of the jobs that are waited for. */
  | MonitorEvent;

export interface RunOptions<J extends PlannedJob> {
  readonly graph: Graph<J>;
  readonly kind: JobKind<J>;
  readonly journal: Journal;
  /** Whether a run of a kind that waits goes on until all jobs have ended, also those that none depends on. */
  readonly monitor?: boolean;
  readonly emit: (event: RunEvent) => void;
  /** Ends the run early: what is in flight is finished, nothing new begun; jobs that were submitted go on. */
  readonly signal?: AbortSignal;
}

export interface RunOutcome {
  /** Name -> id of the jobs that exist, in the order of the graph. */
  readonly ids: Map<string, string>;
  /** Why the run ended early. */
  readonly failures: readonly SubmitFailure[];
  /** In the order of the file. */
  readonly results: readonly JobResult[];
  /** Why AWS does not answer any more to who asks, which has ended the run early; the jobs keep running. */
  readonly signedOut?: AwsCallError;
}

/**
 * Submits the jobs of a graph, each once and as soon as those that it needs allow it, as many at a time as rate and
 * concurrency allow. What the journal has as submitted is not submitted again. After a failure nothing new is begun.
 *
 * @throws OutcomeForgottenError, JournalWriteError, and AwsCallError when jobs are waited for
 */
export async function runGraph<J extends PlannedJob>(options: RunOptions<J>): Promise<RunOutcome> {
  const run = new Run(options);
  await run.done;
  return run.outcome();
}

class Run<J extends PlannedJob> {
  readonly done: Promise<void>;
  private readonly progress: Progress;
  private readonly course: Course<J>;
  private readonly monitor: Monitor;
  private readonly failures: SubmitFailure[] = [];
  private readonly stop = new AbortController();
  private signedOut: AwsCallError | undefined;
  private crash: { readonly error: unknown } | undefined;
  private inFlight = 0;
  private isWatching = false;
  private finish: () => void = () => undefined;

  constructor(private readonly options: RunOptions<J>) {
    const { graph, kind, journal, emit, monitor = false } = options;
    const names = new Set(graph.order.map(({ name }) => name));
    this.progress = progressOf(journal.records, (name) => names.has(name));
    this.course = new Course(graph, kind.waits, this.progress, (name, reason) =>
      emit({ type: "not-submitted", name, reason }),
    );
    const signal = AbortSignal.any([this.stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const watch = { source: kind.statuses, emit: (event: MonitorEvent) => this.note(event), signal, isUp: true };
    this.monitor = new Monitor(watch, () => this.course.watched(monitor));
    this.done = new Promise((resolve) => (this.finish = resolve));
    this.pump();
  }

  outcome(): RunOutcome {
    if (this.crash !== undefined) throw this.crash.error;
    const ids = this.options.graph.order.flatMap(({ name }): [string, string][] => {
      const id = this.progress.ids.get(name);
      return id === undefined ? [] : [[name, id]];
    });
    const results = this.course.results(this.monitor.states);
    return { ids: new Map(ids), failures: this.failures, results, signedOut: this.signedOut };
  }

  private get isStopped(): boolean {
    const { signal } = this.options;
    const isOver = this.crash !== undefined || this.signedOut !== undefined;
    return signal?.aborted === true || this.failures.length > 0 || isOver;
  }

  private pump(): void {
    while (!this.isStopped && this.inFlight < this.options.kind.atOnce) {
      const job = this.course.next();
      if (job === undefined) break;
      this.work(() => this.submit(job));
    }
    if (this.isStopped) this.stop.abort();
    else if (!this.isWatching && this.monitor.open().length > 0) this.work(() => this.watch());
    if (this.inFlight === 0) this.finish();
  }

  private work(act: () => Promise<void>): void {
    this.inFlight += 1;
    void act()
      .catch((error: unknown) => (this.crash ??= { error }))
      .then(() => {
        this.inFlight -= 1;
        this.pump();
      });
  }

  private async submit(job: J): Promise<void> {
    const { kind, graph, journal, emit } = this.options;
    const { name } = job;
    const { ids, open } = this.progress;
    const outcome = await submitOne(kind, journal, job, ids, open.get(name), () => this.isStopped);
    if (outcome.kind === "submitted") {
      const { id, found } = outcome;
      this.course.submitted(job, id);
      emit({ type: "submitted", name, id, found, submitted: ids.size, total: graph.order.length });
    } else if (outcome.kind === "refused" && kind.waits && verdictOf(outcome.cause) === "refused") {
      // Not in the journal: put right, it is submitted by the same command.
      this.course.refuse(job, outcome.reason);
    } else if (outcome.kind !== "stopped") {
      const { cause } = outcome;
      // That a job waits until somebody signs in again is no failure of those that run.
      if (kind.waits && ids.size > 0 && cause instanceof AwsCallError && isSignedOut(cause)) this.signedOut = cause;
      else this.failures.push({ name, ...outcome });
    }
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    await this.monitor.watch().finally(() => (this.isWatching = false));
    this.signedOut ??= this.monitor.signedOut;
  }

  private note(event: MonitorEvent): void {
    if (event.type !== "changed") return this.options.emit(event);
    const { state } = event;
    const job = this.course.jobOf(state.id);
    if (job !== undefined) this.options.emit(event);
    if (isOver(state)) this.work(() => this.end(job, state));
  }

  private async end(job: J | undefined, { id, status: outcome, reason }: JobState): Promise<void> {
    if (job !== undefined) await this.options.journal.append({ type: "ended", key: job.name, outcome, reason });
    this.course.end(id, outcome, reason);
  }
}

import { verdictOf } from "../../aws/errors";
import type { SubmitFailure } from "./errors";
import type { Graph } from "./graph";
import type { Journal } from "./journal";
import type { JobKind, PlannedJob } from "./kind";
import { isOver, type JobState, Monitor, type MonitorEvent, type WatchedJob } from "./monitor";
import { type Ended, progressOf, type RunRecord } from "./record";
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
  readonly journal: Journal<RunRecord>;
  /** Whether a run of a kind that waits goes on until all jobs have ended, also those that none depends on. */
  readonly monitor?: boolean;
  readonly emit: (event: RunEvent) => void;
  /** Ends the run early: what is in flight is finished, nothing new begun; jobs that were submitted go on. */
  readonly signal?: AbortSignal;
}

/** What became of a job. */
export interface JobResult {
  readonly job: string;
  readonly id?: string;
  /** The last that is known of it; `NOT_SUBMITTED` when it never will be, undefined when the run was interrupted. */
  readonly status?: string;
  readonly reason?: string;
  /** AWS Batch refused it: put right, it may be submitted after all. */
  readonly refused?: true;
}

export interface RunOutcome {
  /** Name -> id of the jobs that exist, in the order of the graph. */
  readonly ids: Map<string, string>;
  /** Why the run ended early. */
  readonly failures: readonly SubmitFailure[];
  /** In the order of the graph. */
  readonly results: readonly JobResult[];
}

/** Of a job that was not submitted, because AWS Batch refused it or a job before it has not succeeded. */
export const NOT_SUBMITTED = "NOT_SUBMITTED";

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
  private readonly ids: Map<string, string>;
  private readonly open: ReadonlyMap<string, number>;
  private readonly ended: Map<string, Ended>;
  /** Name -> number of needs that are not met yet. */
  private readonly missing = new Map<string, number>();
  private readonly ready: J[] = [];
  private readonly byId = new Map<string, J>();
  private readonly refused = new Set<string>();
  private readonly failures: SubmitFailure[] = [];
  private readonly stop = new AbortController();
  private readonly monitor: Monitor;
  private crash: { readonly error: unknown } | undefined;
  private inFlight = 0;
  private isWatching = false;
  private finish: () => void = () => undefined;

  constructor(private readonly options: RunOptions<J>) {
    const { graph, kind, journal } = options;
    ({ ids: this.ids, open: this.open, ended: this.ended } = progressOf(journal.records));
    const signal = AbortSignal.any([this.stop.signal, ...(options.signal === undefined ? [] : [options.signal])]);
    const emit = (event: MonitorEvent) => this.note(event);
    this.monitor = new Monitor({ source: kind.statuses, emit, signal, isUp: true }, () => this.watched());
    const isMet = (name: string) => (kind.waits ? this.ended.get(name)?.outcome === "SUCCEEDED" : this.ids.has(name));
    for (const job of graph.order) {
      const missing = new Set(job.needs.filter((name) => !isMet(name))).size + (job.needsIds?.length ?? 0);
      this.missing.set(job.name, missing);
      if (missing === 0 && this.isOpen(job)) this.ready.push(job);
      const id = this.ids.get(job.name);
      if (id !== undefined) this.byId.set(id, job);
    }
    for (const [name, end] of [...this.ended]) this.giveUpAfter(graph.dependents(name), name, end);
    this.done = new Promise((resolve) => (this.finish = resolve));
    this.pump();
  }

  outcome(): RunOutcome {
    if (this.crash !== undefined) throw this.crash.error;
    const results = this.options.graph.order.map(({ name }) => this.resultOf(name));
    const ids = new Map(results.flatMap(({ job, id }): [string, string][] => (id === undefined ? [] : [[job, id]])));
    return { ids, failures: this.failures, results };
  }

  private resultOf(name: string): JobResult {
    const id = this.ids.get(name);
    const end = this.ended.get(name);
    const state = id === undefined ? undefined : this.monitor.states.get(id);
    return {
      job: name,
      id,
      status: end?.outcome ?? state?.status ?? (id === undefined ? undefined : "SUBMITTED"),
      reason: end?.reason ?? state?.reason,
      ...(this.refused.has(name) ? { refused: true } : {}),
    };
  }

  private get isStopped(): boolean {
    return this.options.signal?.aborted === true || this.failures.length > 0 || this.crash !== undefined;
  }

  /** Neither submitted nor given up. */
  private isOpen({ name }: J): boolean {
    return !this.ids.has(name) && !this.ended.has(name);
  }

  private pump(): void {
    while (!this.isStopped && this.inFlight < this.options.kind.atOnce) {
      const job = this.ready.shift();
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
    const outcome = await submitOne(kind, journal, job, this.ids, this.open.get(name), () => this.isStopped);
    if (outcome.kind === "submitted") {
      this.ids.set(name, outcome.id);
      this.byId.set(outcome.id, job);
      if (!kind.waits) this.free(graph.dependents(name));
      const { id, found } = outcome;
      emit({ type: "submitted", name, id, found, submitted: this.ids.size, total: graph.order.length });
    } else if (outcome.kind === "refused" && kind.waits && verdictOf(outcome.cause) === "refused") {
      // Not in the journal: put right, it is submitted by the same command.
      this.refused.add(name);
      this.giveUp(job, outcome.reason);
    } else if (outcome.kind !== "stopped") {
      this.failures.push({ name, ...outcome });
    }
  }

  /** Counts one need less. */
  private free(dependents: readonly J[]): void {
    for (const job of dependents) {
      const left = (this.missing.get(job.name) ?? 0) - 1;
      this.missing.set(job.name, left);
      if (left === 0 && this.isOpen(job)) this.ready.push(job);
    }
  }

  private giveUp(job: J, reason: string): void {
    const unwanted = [{ job, reason }];
    // It grows on the way; a chain may be longer than the call stack.
    for (const { job, reason } of unwanted) {
      if (!this.isOpen(job)) continue;
      this.ended.set(job.name, { outcome: NOT_SUBMITTED, reason });
      this.options.emit({ type: "not-submitted", name: job.name, reason });
      const next = `depends on ${job.name}, which was not submitted`;
      for (const dependent of this.options.graph.dependents(job.name)) unwanted.push({ job: dependent, reason: next });
    }
  }

  private giveUpAfter(dependents: readonly J[], before: string, { outcome, reason }: Ended): void {
    if (outcome === "SUCCEEDED") return;
    const why = `depends on ${before}, which is ${outcome}${reason === undefined ? "" : `: ${reason}`}`;
    for (const job of dependents) this.giveUp(job, why);
  }

  private async watch(): Promise<void> {
    this.isWatching = true;
    await this.monitor.watch().finally(() => (this.isWatching = false));
  }

  /** Jobs whose states are waited for: by jobs that depend on them, or by whoever monitors. */
  private watched(): WatchedJob[] {
    const { graph, kind, monitor = false } = this.options;
    if (!kind.waits) return [];
    return graph.order.flatMap((job): WatchedJob[] => {
      const { name, request, needsIds = [] } = job;
      const queue = request.jobQueue;
      if (this.isOpen(job)) return needsIds.map((id) => ({ id, queue }));
      const id = this.ids.get(name);
      const isNeeded = monitor || graph.dependents(name).some((dependent) => this.isOpen(dependent));
      return id !== undefined && !this.ended.has(name) && isNeeded ? [{ id, queue, name }] : [];
    });
  }

  private note(event: MonitorEvent): void {
    if (event.type !== "changed") return this.options.emit(event);
    const { state } = event;
    const job = this.byId.get(state.id);
    if (job !== undefined) this.options.emit(event);
    if (isOver(state)) this.work(() => this.end(job, state));
  }

  /** @param job undefined when the job is none of this run */
  private async end(job: J | undefined, { id, status: outcome, reason }: JobState): Promise<void> {
    const { graph, journal } = this.options;
    if (job !== undefined) {
      await journal.append({ type: "ended", key: job.name, outcome, reason });
      this.ended.set(job.name, { outcome, reason });
    }
    const dependents =
      job === undefined ? graph.order.filter(({ needsIds = [] }) => needsIds.includes(id)) : graph.dependents(job.name);
    if (outcome === "SUCCEEDED") this.free(dependents);
    else if (job === undefined) this.giveUpAfter(dependents, id, { outcome, reason: reason ?? "no reason given" });
    else this.giveUpAfter(dependents, job.name, { outcome, reason });
  }
}

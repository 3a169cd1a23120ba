/**
 * Runs the jobs of a file: each is submitted when those before it have succeeded. AWS Batch knows no dependencies of
 * service jobs, so that a workflow takes a process that lives as long; the journal lets another one go on.
 */
import { setMaxListeners } from "node:events";
import type { Ended, Journal } from "./journal";
import { EvenRate, SUBMISSIONS_PER_SECOND, type Time } from "./pace";
import type { PlannedJob } from "./planned-job";
import { isOver, ServiceJobCallError, type ServiceJobs } from "./service-jobs";
import { submitOnce } from "./submit-one";
import { statesOf, type WatchedJob } from "./watch-states";

export type RunEvent =
  | { readonly type: "submitted"; readonly job: string; readonly id: string }
  | { readonly type: "retry"; readonly job: string; readonly reason: string }
  | { readonly type: "state"; readonly job: string; readonly id: string; readonly state: WatchedJob }
  | { readonly type: "not-submitted"; readonly job: string; readonly reason: string };

export interface RunOptions {
  readonly jobs: readonly PlannedJob[];
  readonly api: ServiceJobs;
  readonly journal: Journal;
  readonly time: Time;
  readonly random: () => number;
  /** Whether to wait until all jobs have ended; otherwise only for those that others depend on. */
  readonly monitor: boolean;
  /** Submissions a second. @default what AWS Batch allows */
  readonly perSecond?: number;
  /** Aborts: no further submission; jobs that were submitted go on. */
  readonly signal?: AbortSignal;
  readonly emit: (event: RunEvent) => void;
}

/** What became of a job. */
export interface JobResult {
  readonly job: string;
  readonly id?: string;
  /** The last that is known of it; `NOT_SUBMITTED` when it never will be, undefined when the run was interrupted. */
  readonly status?: string;
  readonly reason?: string;
}

/** Of a job that was not submitted, because AWS Batch refused it or a job before it has not succeeded. */
export const NOT_SUBMITTED = "NOT_SUBMITTED";

// Many more than the rate needs, so that jobs whose attempts are repeated hold up none.
const MOST_IN_FLIGHT = 64;
const FIRST_POLL = 1000;
const LONGEST_POLL = 15_000;

/** @returns what became of each job, in the order of the file */
export async function runJobs(options: RunOptions): Promise<JobResult[]> {
  return new Run(options).results();
}

class Run {
  private readonly states = new Map<string, WatchedJob>();
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly outside = new Map<string, WatchedJob>();
  private readonly rate: EvenRate;
  private readonly began: number;
  private readonly stop = new AbortController();
  private failure: unknown;
  private poll = FIRST_POLL;
  private nextLook: number;
  private wake: () => void = () => undefined;

  constructor(private readonly options: RunOptions) {
    const { time, journal, perSecond = SUBMISSIONS_PER_SECOND } = options;
    this.rate = new EvenRate(perSecond, time);
    this.nextLook = time.now() + FIRST_POLL;
    // Every job that waits for its turn listens.
    setMaxListeners(0, this.stop.signal);
    this.began = Math.min(time.now(), ...journal.calls.values());
  }

  async results(): Promise<JobResult[]> {
    const { jobs, signal, time } = this.options;
    const interrupt = () => this.end();
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener("abort", interrupt);
    while (!this.stop.signal.aborted) {
      this.submitReady();
      const isWatching = this.watched().length > 0;
      if (!isWatching && this.inFlight.size === 0) break;
      if (isWatching && time.now() >= this.nextLook) await this.look().catch((error: unknown) => this.fail(error));
      else await this.nap(isWatching ? this.nextLook - time.now() : LONGEST_POLL);
    }
    await Promise.all(this.inFlight.values());
    signal?.removeEventListener("abort", interrupt);
    if (this.failure !== undefined) throw this.failure;
    return jobs.map((job) => this.resultOf(job));
  }

  /** Waits that long at most: a job that is through makes room for the next. */
  private async nap(milliseconds: number): Promise<void> {
    const nap = new AbortController();
    this.wake = () => nap.abort();
    await this.options.time.sleep(milliseconds, nap.signal);
  }

  /** Calls that are under way are waited for; no other is made. */
  private end(): void {
    this.stop.abort();
    this.wake();
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.end();
  }

  private submitReady(): void {
    const { jobs, journal } = this.options;
    let gaveUp: boolean;
    do {
      gaveUp = false;
      for (const job of jobs) {
        if (journal.ids.has(job.name) || journal.ended.has(job.name) || this.inFlight.has(job.name)) continue;
        const failed = this.failedBefore(job);
        if (failed !== undefined) {
          this.giveUp(job, failed);
          gaveUp = true;
        } else if (this.inFlight.size < MOST_IN_FLIGHT && this.isReady(job))
          this.inFlight.set(job.name, this.submit(job));
      }
      // The jobs after it may stand before it in the file.
    } while (gaveUp);
  }

  private isReady({ after, afterIds }: PlannedJob): boolean {
    const succeeded = (status?: string) => status === "SUCCEEDED";
    return (
      after.every((name) => succeeded(this.endOf(name)?.outcome)) &&
      afterIds.every((id) => succeeded(this.outside.get(id)?.status))
    );
  }

  /** Why a job will never be submitted. */
  private failedBefore({ after, afterIds }: PlannedJob): string | undefined {
    for (const name of after) {
      const end = this.endOf(name);
      if (end === undefined || end.outcome === "SUCCEEDED") continue;
      if (end.outcome === NOT_SUBMITTED) return `depends on ${name}, which was not submitted`;
      return `depends on ${name}, which is ${end.outcome}${end.reason === undefined ? "" : `: ${end.reason}`}`;
    }
    for (const id of afterIds) {
      const job = this.outside.get(id);
      if (job?.status === "FAILED")
        return `depends on ${id}, which is FAILED: ${job.statusReason ?? "no reason given"}`;
    }
    return undefined;
  }

  private endOf(name: string): Ended | undefined {
    return this.options.journal.ended.get(name);
  }

  private giveUp(job: PlannedJob, reason: string): void {
    this.options.journal.end(job.name, { outcome: NOT_SUBMITTED, reason });
    this.options.emit({ type: "not-submitted", job: job.name, reason });
  }

  private async submit(job: PlannedJob): Promise<void> {
    const { emit } = this.options;
    try {
      const onRetry = (name: string, reason: string) => emit({ type: "retry", job: name, reason });
      const id = await submitOnce(job, { ...this.options, signal: this.stop.signal, rate: this.rate, onRetry });
      if (id !== undefined) emit({ type: "submitted", job: job.name, id });
    } catch (error) {
      if (error instanceof ServiceJobCallError && error.outcome === "refused") this.giveUp(job, error.reason);
      else this.fail(error);
    } finally {
      this.inFlight.delete(job.name);
      this.wake();
    }
  }

  /** Jobs whose states are waited for: by jobs that depend on them, or by whoever monitors. */
  private watched(): { id: string; queue: string; name?: string }[] {
    const { jobs, journal, monitor } = this.options;
    const open = jobs.filter(({ name }) => !journal.ids.has(name) && !journal.ended.has(name));
    const needed = new Set(open.flatMap(({ after }) => after));
    const own = jobs.flatMap(({ name, request }) => {
      const id = journal.ids.get(name);
      const counts = id !== undefined && !journal.ended.has(name) && (monitor || needed.has(name));
      return counts ? [{ id, queue: request.jobQueue, name }] : [];
    });
    const others = open.flatMap(({ afterIds, request }) =>
      afterIds.filter((id) => !isOver(this.outside.get(id)?.status)).map((id) => ({ id, queue: request.jobQueue })),
    );
    return [...own, ...others];
  }

  private async look(): Promise<void> {
    const { api, emit, journal } = this.options;
    const asked = this.watched();
    let isNews = false;
    const found = await statesOf(api, asked, this.began - 5 * 60_000);
    for (const { id, name } of asked) {
      const state = found.get(id);
      if (state === undefined) continue;
      if (name === undefined) {
        this.outside.set(id, state);
        continue;
      }
      const before = this.states.get(name);
      this.states.set(name, state);
      if (before?.status !== state.status || before?.statusReason !== state.statusReason) {
        isNews = true;
        emit({ type: "state", job: name, id, state });
      }
      const { status: outcome = "", statusReason: reason } = state;
      if (isOver(outcome)) journal.end(name, { outcome, reason });
    }
    this.poll = isNews ? FIRST_POLL : Math.min(this.poll * 1.5, LONGEST_POLL);
    this.nextLook = this.options.time.now() + this.poll;
  }

  private resultOf({ name }: PlannedJob): JobResult {
    const { journal } = this.options;
    const end = journal.ended.get(name);
    const state = this.states.get(name);
    const status = end?.outcome ?? state?.status ?? (journal.ids.has(name) ? "SUBMITTED" : undefined);
    return { job: name, id: journal.ids.get(name), status, reason: end?.reason ?? state?.statusReason };
  }
}

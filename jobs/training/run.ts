/**
 * Runs the jobs of a file: each is submitted when those before it have succeeded. AWS Batch knows no dependencies of
 * service jobs, so that a workflow takes a process that lives as long; the journal lets another one go on.
 */
import { QUOTAS } from "../../aws/batch/limits";
import type { Submitter } from "../engine";
import { submitOne } from "../engine/submit-one";
import { Absences } from "../engine/monitor/absences";
import { DEFAULT_RETRY } from "../../aws/retry";
import type { Time } from "../../aws/time";
import { Pace, TokenBucket } from "../engine/rate";
import { NotAnsweredError } from "./errors";
import type { PlannedJob } from "./planned-job";
import { type JobResult, NOT_SUBMITTED, type RunOptions } from "./run-options";
import { type Ended, runProgressOf, type RunProgress, submissionJournal } from "./run-journal";
import { isAboutRequest, isOver } from "./service-jobs";
import { serviceJobSubmitter } from "./submitter";
import { statesOf, type WatchedJob } from "./watch-states";

// Some jobs always wait for their turn, so that slow timers cost no rate; more at once AWS would throttle.
const BURST = 1;
// AWS says of its lists only that they are eventually consistent. A token that is repeated too early doubles nothing.
const SETTLE = 5000;
// Some more than the rate needs, so that jobs whose attempts are repeated hold up none; few enough to end soon.
const MOST_IN_FLIGHT = 8;
// Timers cannot be called off; none is so long that an interrupt would be felt to hang.
const NAP = 100;
// Throttling passes: at 5 a second and 20 % of it, 20 attempts fail once in 10^14.
const RETRY = { ...DEFAULT_RETRY, attempts: 20 };
/** For some looks a job may be too new for AWS Batch to know it, then it is gone. */
const ABSENCE = { looks: 10, milliseconds: 0 };
// Milliseconds.
const FIRST_LOOK = 500;
const LONGEST_NAP = 15_000;

/** @returns what became of each job, in the order of the file */
export async function runJobs(options: RunOptions): Promise<JobResult[]> {
  return new Run(options).results();
}

class Run {
  private readonly states = new Map<string, WatchedJob>();
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly outside = new Map<string, WatchedJob>();
  private readonly refused = new Set<string>();
  private readonly absences: Absences;
  private readonly pace: Pace;
  private readonly progress: RunProgress;
  private readonly bucket: TokenBucket;
  private readonly began: number;
  private readonly time: Time;
  private isStopped = false;
  private failure: unknown;
  private nextLook: number;
  private isAwake = false;

  constructor(private readonly options: RunOptions) {
    const { batch, journal, perSecond = QUOTAS.submitServiceJobCalls } = options;
    this.time = batch.time;
    const { time } = this;
    this.progress = runProgressOf(journal.records);
    this.bucket = new TokenBucket(perSecond, BURST, time);
    this.began = Date.parse(journal.begun);
    this.absences = new Absences(ABSENCE, time);
    this.pace = new Pace(time);
    this.nextLook = time.now() + FIRST_LOOK;
  }

  async results(): Promise<JobResult[]> {
    const { jobs, signal } = this.options;
    const { time } = this;
    const interrupt = () => this.end();
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener("abort", interrupt);
    while (!this.isStopped) {
      this.submitReady();
      const isWatching = this.watched().length > 0;
      if (!isWatching && this.inFlight.size === 0) break;
      if (isWatching && time.now() >= this.nextLook) await this.look().catch((error: unknown) => this.fail(error));
      else await this.nap(isWatching ? this.nextLook - time.now() : LONGEST_NAP);
    }
    await Promise.all(this.inFlight.values());
    signal?.removeEventListener("abort", interrupt);
    if (this.failure !== undefined) throw this.failure;
    return jobs.map((job) => this.resultOf(job));
  }

  /** Waits that long at most: a job that is through makes room for the next. */
  private async nap(milliseconds: number): Promise<void> {
    const { time } = this;
    const end = time.now() + milliseconds;
    this.isAwake = false;
    for (let left = milliseconds; left > 0 && !this.isAwake; left = end - time.now()) {
      await time.sleep(Math.min(left, NAP));
    }
  }

  /** Calls that are under way are waited for; no other is made. */
  private end(): void {
    this.isStopped = true;
    this.isAwake = true;
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.end();
  }

  private submitReady(): void {
    const { jobs } = this.options;
    let gaveUp: boolean;
    do {
      gaveUp = false;
      for (const job of jobs) {
        if (this.progress.ids.has(job.name) || this.progress.ended.has(job.name) || this.inFlight.has(job.name))
          continue;
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

  private async ended(job: string, end: Ended): Promise<void> {
    await this.options.journal.append({ type: "ended", key: job, ...end });
    this.progress.ended.set(job, end);
  }

  private endOf(name: string): Ended | undefined {
    return this.progress.ended.get(name);
  }

  private giveUp(job: PlannedJob, reason: string): void {
    this.progress.ended.set(job.name, { outcome: NOT_SUBMITTED, reason });
    this.options.emit({ type: "not-submitted", job: job.name, reason });
  }

  private async submit(job: PlannedJob): Promise<void> {
    const { batch, emit, journal, settle = SETTLE } = this.options;
    const { time } = this;
    const { ids, open } = this.progress;
    let thrown: unknown;
    try {
      const settings = { journal: submissionJournal(journal), bucket: this.bucket, retry: RETRY, time, settle };
      const { find, submit } = serviceJobSubmitter(batch);
      const submitter: Submitter<PlannedJob> = {
        find,
        submit: (...call) =>
          submit(...call).catch((error: unknown) => {
            thrown = error;
            throw error;
          }),
      };
      const stopped = () => this.isStopped;
      const outcome = await submitOne(job, ids, submitter, settings, open.get(job.name), stopped);
      if (outcome.kind === "submitted") {
        ids.set(job.name, outcome.id);
        emit({ type: "submitted", job: job.name, id: outcome.id });
      } else if (outcome.kind === "refused") {
        if (!isAboutRequest(thrown)) throw thrown;
        // Not in the journal: put right, it is submitted by the same command.
        this.refused.add(job.name);
        this.giveUp(job, thrown.reason);
      }
      if (outcome.kind === "no answer") throw new NotAnsweredError(job.name, outcome.reason);
    } catch (error) {
      this.fail(error);
    } finally {
      this.inFlight.delete(job.name);
      this.isAwake = true;
    }
  }

  /** Jobs whose states are waited for: by jobs that depend on them, or by whoever monitors. */
  private watched(): { id: string; queue: string; name?: string }[] {
    const { jobs, monitor } = this.options;
    const open = jobs.filter(({ name }) => !this.progress.ids.has(name) && !this.progress.ended.has(name));
    const needed = new Set(open.flatMap(({ after }) => after));
    const own = jobs.flatMap(({ name, request }) => {
      const id = this.progress.ids.get(name);
      const counts = id !== undefined && !this.progress.ended.has(name) && (monitor || needed.has(name));
      return counts ? [{ id, queue: request.jobQueue, name }] : [];
    });
    const others = open.flatMap(({ afterIds, request }) =>
      afterIds.filter((id) => !isOver(this.outside.get(id)?.status)).map((id) => ({ id, queue: request.jobQueue })),
    );
    return [...own, ...others];
  }

  private async look(): Promise<void> {
    const { batch, emit } = this.options;
    const asked = this.watched();
    let isNews = false;
    const found = await statesOf(batch, asked, this.began - 5 * 60_000);
    for (const { id, name } of asked) {
      const state = found.has(id) ? (found.get(id) ?? this.vanished(id)) : undefined;
      if (state === undefined) continue;
      this.absences.found(id);
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
      if (isOver(outcome)) await this.ended(name, { outcome, reason });
    }
    this.nextLook = this.time.now() + this.pace.next(isNews);
  }

  private vanished(id: string): WatchedJob | undefined {
    if (!this.absences.missing(id)) return undefined;
    return { status: "FAILED", statusReason: "AWS Batch does not know the job any more" };
  }

  private resultOf({ name }: PlannedJob): JobResult {
    const end = this.progress.ended.get(name);
    const state = this.states.get(name);
    const status = end?.outcome ?? state?.status ?? (this.progress.ids.has(name) ? "SUBMITTED" : undefined);
    return {
      job: name,
      id: this.progress.ids.get(name),
      status,
      reason: end?.reason ?? state?.statusReason,
      ...(this.refused.has(name) ? { refused: true } : {}),
    };
  }
}

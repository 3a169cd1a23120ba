import type { CallOptions } from "../../../aws/client";
import { AwsCallError, isFinal, isSignedOut } from "../../../aws/errors";
import { inTurns } from "../../../aws/in-turns";
import { WATCH_PATIENCE } from "../../../aws/retry";
import type { Time } from "../../../aws/time";
import { Pace, TokenBucket } from "../rate";
import { Absences } from "./absences";
import { hasChanged, isBad, isOver, type JobState, vanished, type WatchedJob } from "./job-state";

/** How AWS Batch is asked for the states of a kind of job. */
export interface StatusSource {
  readonly time: Time;
  /** The jobs in groups of which one `look` tells, in as few calls as AWS Batch allows. */
  groups(jobs: readonly WatchedJob[]): readonly (readonly WatchedJob[])[];
  /** @returns id -> state; undefined of a job that AWS Batch does not know; of others it tells nothing this time */
  look(jobs: readonly WatchedJob[], options: CallOptions): Promise<ReadonlyMap<string, JobState | undefined>>;
  /** What a job counts as that AWS Batch does not know (any more). */
  readonly gone: "VANISHED" | "FAILED";
}

export type MonitorEvent =
  /** The first one of a job tells where it stands when the watch begins. */
  | { readonly type: "changed"; readonly state: JobState; readonly before: JobState["status"] | undefined }
  /** A look has ended: how many jobs are not over, how many of them were not found, how many calls were not answered. */
  | { readonly type: "looked"; readonly open: number; readonly missing: number; readonly unanswered: number }
  /** AWS Batch does not answer at this moment, or not to who asks; the watch goes on. */
  | { readonly type: "no-answer"; readonly reason: string; readonly signedOut: boolean };

export interface MonitorOptions {
  readonly source: StatusSource;
  readonly jobs: readonly WatchedJob[];
  readonly emit: (event: MonitorEvent) => void;
  /** Ends the watch; the jobs keep running. */
  readonly signal: AbortSignal;
  /** Called once, when the first job has failed, with the ids of those that are not over; the next look waits for it. */
  readonly onFirstFailure?: (failed: JobState, open: readonly string[]) => Promise<void>;
  /** Milliseconds after which a job that AWS Batch does not know counts as vanished. @default 10 s */
  readonly grace?: number;
  /** Calls a second. @default 20 */
  readonly rate?: number;
  /** Whether AWS Batch has just answered other calls: then a first look without an answer is no reason to give up. */
  readonly isUp?: boolean;
}

export interface Monitored {
  /** Of all jobs that were seen, or vanished; in the order of the jobs. */
  readonly states: readonly JobState[];
  /** Whether the signal has ended it before all were over. */
  readonly interrupted: boolean;
  /** Why AWS does not answer any more to who asks, which has ended the watch; the jobs keep running. */
  readonly signedOut?: AwsCallError;
}

const RATE = 20;
const CALLS_AT_ONCE = 4;
const GRACE = 10_000;
/**
 * Watches jobs until all are over or the signal says stop: again and again it looks at those that are not over, at once
 * after changes and ever more rarely while nothing happens.
 *
 * A session that ends after answers ends the watch, too, when nobody signs in again.
 *
 * @throws AwsCallError when AWS refuses the calls, does not answer the first one, or none for a quarter of an hour
 */
export async function monitorJobs({ jobs, ...options }: MonitorOptions): Promise<Monitored> {
  const all = new Map(jobs.map((job) => [job.id, job]));
  const monitor = new Monitor(options, () => [...all.values()]);
  const isUnfinished = await monitor.watch();
  const { signedOut } = monitor;
  const states = [...all.keys()].flatMap((id) => monitor.states.get(id) ?? []);
  return { states, interrupted: isUnfinished && signedOut === undefined, signedOut };
}

/** A watch that can be taken up again when there are more jobs. */
export class Monitor {
  /** Id -> what is known, of all jobs that were seen, or vanished. */
  readonly states = new Map<string, JobState>();
  /** Why AWS does not answer any more to who asks; nothing is looked at then. */
  signedOut: AwsCallError | undefined;
  private readonly time: Time;
  private readonly bucket: TokenBucket;
  private readonly absences: Absences;
  private readonly pace: Pace;
  private answeredAt: number | undefined;
  private readonly aborted: Promise<void>;
  private isNews = false;
  private unanswered = 0;
  private hasFailed = false;
  /** What the first failure has brought about. */
  private consequence: Promise<void> | undefined;

  /** @param jobs those to be watched, at any time */
  constructor(
    private readonly options: Omit<MonitorOptions, "jobs">,
    private readonly jobs: () => readonly WatchedJob[],
  ) {
    const { signal, source, rate = RATE, grace = GRACE } = options;
    const { time } = source;
    this.time = time;
    this.bucket = new TokenBucket(rate, Math.max(1, rate), time);
    this.absences = new Absences(grace, time);
    this.pace = new Pace(time);
    this.aborted = new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  }

  /** @returns whether it has ended before all jobs were over */
  async watch(): Promise<boolean> {
    const { signal, emit, isUp = false } = this.options;
    if (isUp) this.answeredAt = this.time.now();
    for (let open = this.open(); open.length > 0 && !signal.aborted; open = this.open()) {
      const begun = this.time.now();
      this.isNews = false;
      this.unanswered = 0;
      await Promise.race([this.look(open), this.aborted]);
      if (this.isStopped()) break;
      const left = this.open();
      emit({ type: "looked", open: left.length, missing: this.absences.size, unanswered: this.unanswered });
      if (left.length === 0) break;
      const isSoon = this.isNews || this.absences.size > 0;
      await this.time.sleep(this.pace.next(isSoon, this.time.now() - begun), signal);
    }
    await this.consequence;
    return this.open().length > 0;
  }

  private isStopped(): boolean {
    return this.options.signal.aborted || this.signedOut !== undefined;
  }

  /** @returns those that are not over */
  open(): WatchedJob[] {
    return this.jobs().filter(({ id }) => {
      const state = this.states.get(id);
      return state === undefined || !isOver(state);
    });
  }

  private async look(open: readonly WatchedJob[]): Promise<void> {
    await inTurns(
      this.options.source.groups(open),
      CALLS_AT_ONCE,
      (group) => this.lookAt(group),
      () => !this.isStopped(),
    );
    const failed = [...this.states.values()].find(isBad);
    if (failed === undefined || this.hasFailed || this.isStopped()) return;
    this.hasFailed = true;
    const rest = this.open().map(({ id }) => id);
    this.consequence = this.options.onFirstFailure?.(failed, rest);
    await this.consequence;
  }

  private async lookAt(jobs: readonly WatchedJob[]): Promise<void> {
    const { source, signal } = this.options;
    try {
      const found = await source.look(jobs, { signal, before: () => this.bucket.take() });
      if (this.isStopped()) return;
      this.answeredAt = this.time.now();
      for (const job of jobs) {
        const state = found.get(job.id);
        if (state !== undefined) this.note({ ...state, name: job.name ?? state.name });
        else if (found.has(job.id) && this.absences.missing(job.id))
          this.note(vanished(job, this.states.get(job.id), source.gone));
      }
    } catch (error) {
      if (!this.isStopped()) this.wasNotAnswered(error);
    }
  }

  private note(state: JobState): void {
    this.absences.found(state.id);
    const before = this.states.get(state.id);
    this.states.set(state.id, state);
    if (!hasChanged(before, state)) return;
    this.isNews = true;
    this.options.emit({ type: "changed", state, before: before?.status });
  }

  /** A network that is away for a while does not end a watch of hours. */
  private wasNotAnswered(error: unknown): void {
    if (this.answeredAt === undefined || !(error instanceof AwsCallError)) throw error;
    const isLost = this.time.now() - this.answeredAt > WATCH_PATIENCE;
    const signedOut = isSignedOut(error);
    if (signedOut && (isLost || !error.renews)) {
      this.signedOut = error;
      return;
    }
    if (!signedOut && (isLost || isFinal(error.verdict))) throw error;
    this.unanswered += 1;
    this.options.emit({ type: "no-answer", reason: error.reason, signedOut });
  }
}

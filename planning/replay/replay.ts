import { SchedulingError } from "../../scheduling";
import type { EngineDecision } from "../compute/engine";
import { type JobLog, LogReader, type Window } from "../history/job-log";
import { randomNumbers } from "../history/random";
import { MOST_BUCKETS } from "../measures/timeline";
import type { Plan } from "../pools/plan";
import type { Assumptions } from "./assumptions";
import { heapOfEnds } from "./ends";
import type { LiveJob } from "./live-job";
import { ReplayedPool } from "./replayed-pool";
import type { ReplayResult } from "./result";
import { Routes } from "./routes";
import { Tally } from "./tally";

/** What is replayed. Can be sent to a worker. */
export interface Replay {
  readonly log: JobLog;
  readonly plan: Plan;
  readonly assumptions: Assumptions;
  /** Of the jobs that count; by default all. */
  readonly window?: Window;
}

/** Events between two pieces of news. */
const NEWS = 16_384;

/**
 * Lets the jobs of a history go through queues once more. Memory grows with the jobs that run or wait at a time.
 *
 * @param onPassed is told from time to time how many jobs of the log have been submitted
 */
export function replay(task: Replay, onPassed: (jobs: number) => void = () => undefined): ReplayResult {
  const course = new Course(task);
  try {
    return course.run(onPassed);
  } finally {
    course.close();
  }
}

class Course {
  private readonly reader: LogReader;
  private readonly pools: readonly ReplayedPool[];
  private readonly routes: Routes;
  private readonly tally: Tally;
  private readonly live = new Map<string, LiveJob>();
  private readonly poolOf = new Map<LiveJob["account"], ReplayedPool>();
  private readonly ends = heapOfEnds();
  private readonly random: () => number;
  private readonly retry: { readonly attempts: number } | undefined;
  private readonly sampleWidth: number;
  private nextSample: number;
  private submitted = 0;
  private dispatched = 0;

  constructor(private readonly task: Replay) {
    const { log, plan, assumptions, window } = task;
    this.reader = new LogReader(log, window);
    const start = Number.isFinite(this.reader.submittedAt) ? this.reader.submittedAt : log.first;
    this.sampleWidth = Math.max(1000, (Math.min(log.last, window?.until ?? Infinity) - start) / MOST_BUCKETS);
    this.nextSample = start + this.sampleWidth;
    this.pools = plan.pools.map((pool) => new ReplayedPool(pool, assumptions, start, this.sampleWidth));
    this.routes = new Routes(plan, this.pools, log);
    this.tally = new Tally(log, start, this.sampleWidth);
    this.random = randomNumbers(assumptions.seed);
    this.retry = assumptions.failures > 0 ? { attempts: assumptions.attempts } : undefined;
  }

  close(): void {
    this.reader.close();
  }

  run(onPassed: (jobs: number) => void): ReplayResult {
    for (let events = 1; this.step(); events += 1) if (events % NEWS === 0) onPassed(this.reader.passed);
    this.letWindowsEnd();
    for (const job of this.live.values()) this.tally.never(job, "it still waits when all others have ended");
    return this.tally.result(this.routes, this.pools);
  }

  /** @returns false when there is nothing more to happen */
  private step(): boolean {
    const { reader, ends } = this;
    const end = ends.peek();
    // What ends at a moment makes room for what is submitted at that moment.
    const at = Math.min(end?.at ?? Infinity, reader.submittedAt);
    const wakeUp = this.wakeUp();
    const now = Math.min(at, wakeUp);
    if (now === Infinity) return false;
    if (now > this.nextSample) this.sample(now);
    if (wakeUp < at) this.tick(wakeUp);
    else if (end !== undefined && end.at <= reader.submittedAt) {
      ends.remove(end);
      if (end.job.run === end.run && end.job.dispatchedAt >= 0) this.end(end.job, end.fails, end.at);
    } else {
      this.submit();
      reader.advance();
    }
    return true;
  }

  private wakeUp(): number {
    let first = Infinity;
    for (const { engine } of this.pools) first = Math.min(first, engine.nextWakeUp() ?? Infinity);
    return first;
  }

  private sample(now: number): void {
    // The line has not changed since the last event: one look is as good as many.
    const at = this.nextSample + Math.floor((now - this.nextSample) / this.sampleWidth) * this.sampleWidth;
    for (const pool of this.pools) pool.sample(this.nextSample);
    this.nextSample = at + this.sampleWidth;
  }

  private tick(at: number): void {
    for (const pool of this.pools) this.follow(pool, pool.engine.handle({ type: "tick", at }), at);
  }

  private submit(): void {
    const { reader, task } = this;
    const route = this.routes.find(reader.queue, reader.share, reader.team);
    const at = reader.submittedAt;
    for (const group of route.groups) group.jobs += 1;
    const demanded = task.log.demands[reader.demand];
    if ("reason" in route || demanded === undefined) return this.tally.refused(reader, route);
    const { pool, account, queue, share, groups } = route;
    const demand = pool.demand(reader.demand, demanded);
    if (demand === undefined) {
      return this.tally.refused(reader, {
        groups,
        reason: `it does not say which of the instance types of ${pool.plan.name} it needs`,
      });
    }
    const id = String(this.submitted);
    this.submitted += 1;
    const { instances, needs, amounts } = demand;
    const job: LiveJob = {
      id,
      name: reader.name,
      line: reader.line,
      account,
      groups,
      instances,
      needs,
      submittedAt: at,
      left: reader.duration,
      run: 0,
      dispatchedAt: -1,
      firstDispatchedAt: -1,
      preemptions: 0,
    };
    this.poolOf.set(account, pool);
    this.live.set(id, job);
    account.wait(instances, 1, at);
    const submission = { id, queue, share, demand: amounts, priority: reader.priority, retry: this.retry };
    try {
      this.follow(pool, pool.engine.handle({ type: "submit", at, job: submission }), at);
    } catch (error) {
      if (!(error instanceof SchedulingError)) throw error;
      account.wait(instances, -1, at);
      this.live.delete(id);
      this.tally.never(job, `the queue would not take it: ${error.problem}`);
    }
  }

  private end(job: LiveJob, fails: boolean, at: number): void {
    const pool = this.poolOf.get(job.account);
    if (pool === undefined) return;
    const { engine } = pool;
    this.stopRun(pool, job, at);
    const run = { jobId: job.id, run: job.run };
    if (fails) {
      this.follow(pool, engine.handle({ type: "failed", at, ...run, statusReason: "made up" }), at);
      return;
    }
    this.live.delete(job.id);
    this.tally.succeeded(job, at);
    this.follow(pool, engine.handle({ type: "succeeded", at, ...run }), at);
  }

  /** Does what the engine has decided. */
  private follow(pool: ReplayedPool, decisions: readonly EngineDecision[], at: number): void {
    for (const decision of decisions) {
      const job = this.live.get(decision.jobId);
      if (job === undefined) continue;
      switch (decision.type) {
        case "dispatch":
          this.dispatch(pool, job, decision.run, at);
          break;
        case "preempt":
          this.preempt(pool, job, decision.then, at);
          break;
        case "requeue":
          job.account.wait(job.instances, 1, at);
          break;
        case "fail":
          this.live.delete(job.id);
          this.tally.failed(job, at);
          break;
        case "terminate":
          this.leave(job, at, decision.statusReason);
          break;
        case "blocked":
          // A queue with a time limit ends it itself, and lets it hold up the others until then, as it would.
          if (this.hasTimeLimit(pool, decision)) break;
          this.leave(job, at, decision.statusReason);
          this.follow(pool, pool.engine.handle({ type: "terminate", at, jobId: job.id }), at);
          break;
        case "unblocked":
          break;
      }
    }
  }

  private hasTimeLimit(
    { plan }: ReplayedPool,
    { queue, reason }: Extract<EngineDecision, { reason: string }>,
  ): boolean {
    const own = plan.queues.find(({ settings }) => settings.name === queue);
    const limits: Readonly<Partial<Record<string, number>>> | undefined = own?.settings.timeLimits;
    return limits?.[reason] !== undefined;
  }

  private leave(job: LiveJob, at: number, reason: string): void {
    job.account.wait(job.instances, -1, at);
    this.live.delete(job.id);
    this.tally.never(job, reason);
  }

  private dispatch(pool: ReplayedPool, job: LiveJob, run: number, at: number): void {
    const { startUp, failures } = this.task.assumptions;
    job.run = run;
    job.dispatchedAt = at;
    if (job.firstDispatchedAt < 0) {
      job.firstDispatchedAt = at;
      this.tally.began(job);
    }
    job.account.wait(job.instances, -1, at);
    pool.take(job.account, job.needs, 1, at);
    const fails = failures > 0 && this.random() * 100 < failures;
    const work = fails ? job.left * this.random() : job.left;
    this.dispatched += 1;
    this.ends.add({ at: at + startUp + work, order: this.dispatched, job, run, fails, heapIndex: 0 });
  }

  private preempt(pool: ReplayedPool, job: LiveJob, then: "requeue" | "fail", at: number): void {
    const { startUp, checkpoint } = this.task.assumptions;
    const worked = Math.max(0, at - job.dispatchedAt - startUp);
    const saved =
      checkpoint === Infinity ? 0 : checkpoint === 0 ? worked : Math.floor(worked / checkpoint) * checkpoint;
    this.stopRun(pool, job, at);
    job.left -= saved;
    job.preemptions += 1;
    this.tally.preempted(job, worked - saved, at);
    if (then === "fail") {
      this.live.delete(job.id);
      this.tally.failed(job, at);
    } else job.account.wait(job.instances, 1, at);
  }

  private stopRun(pool: ReplayedPool, job: LiveJob, at: number): void {
    pool.take(job.account, job.needs, -1, at);
    for (const group of job.groups) group.used += job.instances * (at - job.dispatchedAt);
    job.dispatchedAt = -1;
  }

  /** Usage of fair shares fades, and what is reserved for shares that are not active with them: time alone changes that. */
  private letWindowsEnd(): void {
    for (let before = -1; this.live.size > 0 && this.live.size !== before;) {
      before = this.live.size;
      this.tick(this.tally.lastAt + LONGEST_DECAY);
      while (this.step());
    }
  }
}

// API Reference, FairsharePolicy: shareDecaySeconds is at most 604,800 (one week).
const LONGEST_DECAY = 604_800_000;

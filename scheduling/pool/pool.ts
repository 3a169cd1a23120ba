import { NUM_INSTANCES } from "../../aws/batch/names";
import type { Decision } from "./decisions";
import { Environment } from "../queue/environment";
import { SchedulingError } from "../errors";
import type { PoolEvent } from "./events";
import { newJob, type Job } from "../queue/job";
import { defaultOptions, type SchedulingOptions } from "../options";
import type { JobState, Position, QueuePicture } from "../queue/picture";
import { isPreemptedForGood } from "./preemption-retries";
import { PoolQueues } from "./pool-queues";
import type { Actions } from "../queue/queue-model";
import { QuotaQueue } from "../quota/quota-queue";
import { PREEMPTED, stuckStatusReason } from "../queue/reasons";
import { runsAgain } from "./retry";
import type { Amounts, EnvironmentSettings, JobSubmission } from "../settings";
import { StuckJobs } from "./stuck-jobs";
import { hasOutwaited, timeLimitDecision } from "./time-limits";

/**
 * One service environment and all queues attached to it: FIFO and fair-share queues by priority, or one queue of quota
 * shares alone (rules Q1 and Q2). Deterministic: the same events give the same decisions. No clock; events bring their time.
 */
export class ServicePool {
  readonly options: SchedulingOptions;
  private readonly environment: Environment;
  private readonly queues: PoolQueues;
  private readonly jobs = new Map<string, Job>();
  private readonly stuck = new StuckJobs();
  private submissions = 0;
  /** Of all settings. */
  private version = 0;
  private now = -Infinity;
  private decisions: Decision[] = [];

  private readonly actions: Actions;

  constructor(environment: EnvironmentSettings, options: Partial<SchedulingOptions> = {}) {
    this.options = { ...defaultOptions, ...options };
    this.environment = new Environment(environment);
    this.queues = new PoolQueues(this.environment, this.options);
    this.actions = {
      at: this.now,
      dispatched: (job, own, borrowed) => this.dispatched(job, own, borrowed),
      preempted: (job, by, kind) => this.preempted(job, by, kind),
    };
  }

  /**
   * Takes in what happened and decides what follows from it.
   *
   * @returns what the host has to do, in order
   * @throws SchedulingError when the event makes no sense; nothing has changed then
   */
  handle(event: PoolEvent): Decision[] {
    if (event.at < this.now) throw new SchedulingError("time-goes-back", event.type);
    this.decisions = [];
    const isToSchedule = this.apply(event);
    this.now = event.at;
    this.actions.at = event.at;
    if (isToSchedule || this.timeMatters(event.at)) this.settle(event.at);
    return this.decisions;
  }

  /** Whether something may have changed by time alone: usage of fair shares fades, and time limits end. */
  private timeMatters(at: number): boolean {
    return this.queues.hasFairShare || (this.nextWakeUp() ?? Infinity) <= at;
  }

  /** @returns when to send a `tick` at the latest, in milliseconds; undefined: time alone changes nothing */
  nextWakeUp(): number | undefined {
    return this.stuck.firstDue((job) => this.queues.get(job.queue).settings.timeLimits);
  }

  /** @returns the first waiting jobs of a queue in the order in which they would go */
  frontOfQueue(queue: string, count: number): Position[] {
    return this.queues.get(queue).first(count, this.now);
  }

  /** @returns the first waiting job of each quota share that has one, by name of the share */
  frontOfQuotaShares(queue: string): Map<string, Position> {
    const model = this.queues.get(queue);
    return model instanceof QuotaQueue ? model.frontOfShares() : new Map();
  }

  /**
   * @param at milliseconds; fair-share usage fades with time
   * @returns what the queue and its shares use, lend, borrow and wait for
   */
  picture(queue: string, at: number): QueuePicture {
    return this.queues.get(queue).picture(at);
  }

  /** @returns where a job is; undefined when it is unknown, or has ended */
  job(jobId: string): JobState | undefined {
    const job = this.jobs.get(jobId);
    if (job === undefined) return undefined;
    const { dispatched, runs, preemptions, stuck } = job;
    return {
      status: dispatched ? "dispatched" : "waiting",
      runs,
      preemptions,
      ...(stuck === undefined ? {} : { statusReason: stuckStatusReason(stuck.reason, stuck.text) }),
    };
  }

  /** @returns whether there may be something to decide */
  private apply(event: PoolEvent): boolean {
    switch (event.type) {
      case "environment":
        this.version += 1;
        return this.changeEnvironment(event.environment);
      case "queue":
        this.queues.put(event.queue, event.at);
        return true;
      case "removeQueue": {
        this.queues.get(event.queue);
        this.forget(
          [...this.jobs.values()].filter(({ queue }) => queue === event.queue),
          event.at,
        );
        this.queues.remove(event.queue);
        return true;
      }
      case "share":
        this.version += 1;
        this.queues.quota(event.queue).putShare(event.share);
        return true;
      case "removeShare": {
        this.version += 1;
        const jobs = this.queues.quota(event.queue).removeShare(event.share, event.at);
        for (const job of jobs) this.drop(job);
        return true;
      }
      case "submit":
        return this.submit(event.job, event.at);
      case "updatePriority": {
        const job = this.known(event.jobId);
        this.queues.get(job.queue).changePriority(job, event.priority, event.at);
        return true;
      }
      case "terminate":
        this.forget([this.known(event.jobId)], event.at);
        return true;
      case "tick":
        return true;
      default:
        return this.ofRun(event);
    }
  }

  private ofRun(event: Extract<PoolEvent, { run: number }>): boolean {
    const job = this.jobs.get(event.jobId);
    // The run was preempted or terminated before its end was known.
    if (job === undefined || !job.dispatched || job.runs !== event.run) return false;
    switch (event.type) {
      case "started":
        job.inScheduled = false;
        job.lacksInstances = false;
        return false;
      case "succeeded":
        this.forget([job], event.at);
        return true;
      case "failed":
        return this.failed(job, event.statusReason, event.at);
      case "insufficientCapacity":
        return this.lacksInstances(job, event.at);
    }
  }

  private failed(job: Job, statusReason: string, at: number): true {
    const { id: jobId, queue, submission } = job;
    job.failures += 1;
    if (runsAgain(submission.retry, job.failures, statusReason)) {
      this.back(job, at);
      this.decisions.push({ type: "requeue", jobId, queue, cause: "retry", statusReason });
    } else {
      this.forget([job], at);
      this.decisions.push({ type: "fail", jobId, queue, statusReason });
    }
    return true;
  }

  // Rules R3 and R6: retried without limit, but for a time limit; the time in SCHEDULED adds up.
  private lacksInstances(job: Job, at: number): true {
    const { id: jobId, queue } = job;
    if (job.inScheduled) job.waitedInScheduled += at - job.dispatchedAt;
    job.lacksInstances = true;
    const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
    const model = this.queues.get(queue);
    if (hasOutwaited(model.settings.timeLimits, reason, job.waitedInScheduled)) {
      this.forget([job], at);
      this.decisions.push(timeLimitDecision(job, reason));
      return true;
    }
    this.back(job, at);
    const text = model.stuck(job)?.text ?? "";
    const statusReason = stuckStatusReason(reason, text);
    this.decisions.push({ type: "requeue", jobId, queue, cause: "insufficient-capacity", statusReason });
    return true;
  }

  /** Rule P14: a job comes back to its old place in the order of submissions. */
  private back(job: Job, at: number): void {
    const queue = this.queues.get(job.queue);
    queue.take(job, at);
    job.dispatched = false;
    queue.enqueue(job, at);
  }

  private submit(submission: JobSubmission, at: number): boolean {
    const { id } = submission;
    const queue = this.queues.get(submission.queue);
    if (this.jobs.has(id)) throw new SchedulingError("duplicate-job", id);
    if (!queue.settings.enabled) throw new SchedulingError("queue-disabled", submission.queue);
    queue.check(submission, at);
    const needs = this.environment.units.needs(submission.demand, this.environment.counted);
    this.submissions += 1;
    const job = newJob(submission, this.submissions, needs, submission.priority ?? 0);
    this.jobs.set(id, job);
    return queue.enqueue(job, at);
  }

  private changeEnvironment(environment: EnvironmentSettings): true {
    const counted = NUM_INSTANCES in environment.capacity;
    if (counted !== this.environment.counted && this.jobs.size > 0) {
      throw new SchedulingError("unit-kind-changed", Object.keys(environment.capacity).join(", "));
    }
    this.environment.change(environment);
    for (const queue of this.queues.ordered) queue.recount?.();
    return true;
  }

  private settle(at: number): void {
    do {
      // Rule F5: a queue whose head does not fit is skipped, so that a lower one may overtake it.
      for (const queue of this.queues.ordered) queue.schedule(this.actions);
      this.decisions.push(...this.stuck.review(this.queues.ordered, at, this.version));
    } while (this.endOverdue(at));
  }

  private dispatched(job: Job, own: Amounts, borrowed: Amounts): void {
    job.dispatched = true;
    job.dispatchedAt = this.now;
    job.inScheduled = true;
    job.runs += 1;
    this.stuck.delete(job);
    this.decisions.push({ type: "dispatch", jobId: job.id, queue: job.queue, run: job.runs, own, borrowed });
  }

  private preempted(job: Job, by: Job, kind: "cross-share" | "in-share"): void {
    job.preemptions += 1;
    job.dispatched = false;
    const then = isPreemptedForGood(job, this.options) ? "fail" : "requeue";
    if (then === "fail") this.drop(job);
    else this.queues.get(job.queue).enqueue(job, this.now);
    const run = { jobId: job.id, queue: job.queue, run: job.runs };
    this.decisions.push({ type: "preempt", ...run, kind, by: by.id, then, statusReason: PREEMPTED });
  }

  private endOverdue(at: number): boolean {
    const due = this.stuck.due(at, (job) => this.queues.get(job.queue).settings.timeLimits);
    for (const { job, reason } of due) {
      this.forget([job], at);
      this.decisions.push(timeLimitDecision(job, reason));
    }
    return due.length > 0;
  }

  private forget(jobs: readonly Job[], at: number): void {
    for (const job of jobs) {
      this.queues.get(job.queue).take(job, at);
      this.drop(job);
    }
  }

  private drop(job: Job): void {
    this.jobs.delete(job.id);
    this.stuck.delete(job);
  }

  private known(jobId: string): Job {
    const job = this.jobs.get(jobId);
    if (job === undefined) throw new SchedulingError("unknown-job", jobId);
    return job;
  }
}

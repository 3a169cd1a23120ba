import { NUM_INSTANCES } from "../../../aws/batch/names";
import {
  defaultOptions,
  PREEMPTED,
  type Amounts,
  type Decision,
  type EnvironmentSettings,
  type PoolEvent,
  type QueueSettings,
  type RetryStrategy,
  type SchedulingOptions,
  type ShareSettings,
  type StuckReason,
} from "../../../scheduling";
import { RefFairShare, type RefRun } from "./fair-share";
import { amount, inLine, sum, tidy, used, type RefJob } from "./jobs";
import { RefQuota } from "./quota";

interface RefQueue {
  settings: QueueSettings;
  shares: ShareSettings[];
  runs: RefRun[];
}

/**
 * The rules of AWS Batch as plainly as they can be written: lists, added up anew for every question. Slow, and built
 * without a look at how the engine works.
 */
export class ReferencePool {
  private readonly options: SchedulingOptions;
  private queues: RefQueue[] = [];
  jobs: RefJob[] = [];
  private submitted = 0;
  private decisions: Decision[] = [];
  private now = 0;
  /** Stuck jobs in the order in which they got stuck. */
  private stuck: RefJob[] = [];

  constructor(
    private environment: EnvironmentSettings,
    options: Partial<SchedulingOptions> = {},
  ) {
    this.options = { ...defaultOptions, ...options };
  }

  handle(event: PoolEvent): Decision[] {
    this.decisions = [];
    this.now = event.at;
    this.apply(event);
    do {
      for (const queue of this.ordered()) this.schedule(queue);
      this.review();
    } while (this.endOverdue());
    return this.decisions;
  }

  private apply(event: PoolEvent): void {
    switch (event.type) {
      case "environment":
        this.environment = event.environment;
        return;
      case "queue": {
        const known = this.queues.find(({ settings }) => settings.name === event.queue.name);
        if (known) known.settings = event.queue;
        else this.queues.push({ settings: event.queue, shares: [], runs: [] });
        return;
      }
      case "share": {
        const queue = this.queue(event.queue);
        const others = queue.shares.filter(({ name }) => name !== event.share.name);
        queue.shares = [...others, event.share].sort((a, b) => (a.name < b.name ? -1 : 1));
        return;
      }
      case "removeShare":
        this.queue(event.queue).shares = this.queue(event.queue).shares.filter(({ name }) => name !== event.share);
        for (const job of this.jobs.filter(({ share }) => share === event.share)) this.end(job);
        return;
      case "removeQueue":
        for (const job of this.jobs.filter(({ queue }) => queue === event.queue)) this.end(job);
        this.queues = this.queues.filter(({ settings }) => settings.name !== event.queue);
        return;
      case "submit":
        return this.submit(event);
      case "updatePriority": {
        const job = this.jobs.find(({ id }) => id === event.jobId);
        if (job && this.queue(job.queue).settings.policy.kind !== "FIFO") job.priority = event.priority;
        return;
      }
      case "terminate":
        for (const job of this.jobs.filter(({ id }) => id === event.jobId)) this.end(job);
        return;
      case "tick":
        return;
      default: {
        const job = this.jobs.find(({ id, running, runs }) => id === event.jobId && running && runs === event.run);
        if (job) this.runEvent(job, event);
      }
    }
  }

  private submit({ job: submission }: Extract<PoolEvent, { type: "submit" }>): void {
    const queue = this.queue(submission.queue);
    const share = submission.share ?? "";
    const { policy } = queue.settings;
    if (policy.kind === "FAIR_SHARE" && !this.fairShare(queue, policy).isActive(share)) {
      queue.runs = queue.runs.filter((run) => run.share !== share);
    }
    this.submitted += 1;
    this.jobs.push({
      submission,
      id: submission.id,
      queue: submission.queue,
      share,
      order: this.submitted,
      needs:
        NUM_INSTANCES in this.environment.capacity
          ? { [NUM_INSTANCES]: sum(Object.values(submission.demand)) }
          : submission.demand,
      priority: policy.kind === "FIFO" ? 0 : (submission.priority ?? 0),
      running: false,
      runs: 0,
      failures: 0,
      preemptions: 0,
      dispatchedAt: 0,
      gotInstances: false,
      inScheduled: 0,
      lacksInstances: false,
    });
  }

  private runEvent(job: RefJob, event: Extract<PoolEvent, { run: number }>): void {
    const { id: jobId, queue } = job;
    switch (event.type) {
      case "started":
        job.gotInstances = true;
        job.lacksInstances = false;
        return;
      case "succeeded":
        return this.end(job);
      case "failed": {
        const { statusReason } = event;
        job.failures += 1;
        if (again(job.submission.retry, job.failures, statusReason)) {
          this.stop(job);
          this.decisions.push({ type: "requeue", jobId, queue, cause: "retry", statusReason });
          return;
        }
        this.end(job);
        this.decisions.push({ type: "fail", jobId, queue, statusReason });
        return;
      }
      case "insufficientCapacity": {
        if (!job.gotInstances) job.inScheduled += this.now - job.dispatchedAt;
        job.lacksInstances = true;
        const reason = "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
        const limit = this.queue(queue).settings.timeLimits?.[reason] ?? Infinity;
        if (job.inScheduled >= limit * 1000) return this.timeLimit(job, reason);
        this.stop(job);
        const [, text] = this.whyStuck(job) ?? [];
        const statusReason = `${reason} - ${text ?? ""}`;
        this.decisions.push({ type: "requeue", jobId, queue, cause: "insufficient-capacity", statusReason });
      }
    }
  }

  // ---- scheduling ----

  private schedule(queue: RefQueue): void {
    const { policy } = queue.settings;
    if (!this.environment.enabled) return;
    if (policy.kind === "QUOTA_SHARE") {
      while (this.quotaStep(queue));
      return;
    }
    for (;;) {
      const next = this.nextInOrder(queue);
      if (next === undefined) return;
      this.start(next, next.submission.demand, {});
    }
  }

  private nextInOrder(queue: RefQueue): RefJob | undefined {
    const { policy } = queue.settings;
    if (policy.kind !== "FAIR_SHARE")
      return this.line(queue)
        .slice(0, 1)
        .find((job) => this.fitsEnvironment(job));
    const fair = this.fairShare(queue, policy);
    const heads = this.options.fairShareHeadBlocks === "queue" ? fair.heads().slice(0, 1) : fair.heads();
    return heads.find((job) => this.fitsEnvironment(job) && !fair.isReserved(job));
  }

  private quotaStep(queue: RefQueue): boolean {
    const quota = this.quota(queue);
    const running = this.jobs.filter((job) => job.running);
    const heads = quota.heads().sort((a, b) => a.order - b.order);
    const fitting = heads.filter((job) => quota.fits(job));
    const inIdleOrder = (jobs: readonly RefJob[]) =>
      this.options.idleOrder === "priority"
        ? [...jobs].sort((a, b) => b.priority - a.priority || a.order - b.order)
        : [...jobs];
    const isOwn = (job: RefJob) => quota.isWithinOwn(job, running);
    const lent = heads.filter((job) => isOwn(job) && !fitting.includes(job));
    const kept = this.options.partialPreemption ? lent.flatMap(({ needs }) => Object.keys(needs)) : [];
    const isFree = (job: RefJob) => !Object.keys(job.needs).some((unit) => kept.includes(unit));
    const [any] = inIdleOrder(fitting.filter((job) => isOwn(job) || isFree(job)));
    const ownFirst = fitting.find(isOwn);
    if (ownFirst && any) return this.startInShare(queue, this.options.ownBeforeBorrowing ? ownFirst : any);

    for (const job of lent) {
      const { gone, enough } = quota.borrowersFor(job);
      if (enough) return this.preempt(queue, gone, job, "cross-share");
      if (!this.options.partialPreemption || gone.length === 0) continue;
      this.stopFor(gone, job, "cross-share");
      return true;
    }
    if (any) return this.startInShare(queue, any);
    for (const job of heads.filter((one) => !fitting.includes(one) && isFree(one))) {
      if (!quota.share(job.share).inSharePreemption) continue;
      const { gone, enough } = quota.lessImportantFor(job);
      if (enough) return this.preempt(queue, gone, job, "in-share");
    }
    return false;
  }

  private preempt(queue: RefQueue, victims: RefJob[], by: RefJob, kind: "cross-share" | "in-share"): true {
    this.stopFor(victims, by, kind);
    return this.startInShare(queue, by);
  }

  private stopFor(victims: RefJob[], by: RefJob, kind: "cross-share" | "in-share"): void {
    for (const job of victims) {
      job.preemptions += 1;
      const allowed = job.submission.preemptionRetriesBeforeTermination ?? Infinity;
      const most = this.options.preemptionRetries === "fail-after" ? allowed : Math.max(0, allowed - 1);
      const then = job.preemptions > most ? "fail" : "requeue";
      const { id: jobId, runs: run } = job;
      if (then === "fail") this.end(job);
      else this.stop(job);
      const what = { jobId, queue: job.queue, run, kind, by: by.id, then, statusReason: PREEMPTED } as const;
      this.decisions.push({ type: "preempt", ...what });
    }
  }

  private startInShare(queue: RefQueue, job: RefJob): true {
    job.running = true;
    const own = this.quota(queue).ownPart(job);
    const borrowed = Object.fromEntries(Object.entries(job.needs).map(([unit, n]) => [unit, n - amount(own, unit)]));
    this.start(job, tidy(own), tidy(borrowed));
    return true;
  }

  private start(job: RefJob, own: Amounts, borrowed: Amounts): void {
    job.running = true;
    job.runs += 1;
    job.dispatchedAt = this.now;
    job.gotInstances = false;
    this.free(job);
    const instances = sum(Object.values(job.submission.demand));
    this.queue(job.queue).runs.push({ share: job.share, instances, from: this.now / 1000, to: undefined });
    this.decisions.push({ type: "dispatch", jobId: job.id, queue: job.queue, run: job.runs, own, borrowed });
  }

  private stop(job: RefJob): void {
    if (job.running) this.closeRun(job);
    job.running = false;
  }

  private end(job: RefJob): void {
    this.stop(job);
    this.free(job);
    this.jobs = this.jobs.filter((one) => one !== job);
  }

  private closeRun({ queue, share, submission, dispatchedAt }: RefJob): void {
    const instances = sum(Object.values(submission.demand));
    const run = this.queue(queue).runs.find(
      (one) =>
        one.to === undefined && one.share === share && one.instances === instances && one.from === dispatchedAt / 1000,
    );
    if (run === undefined) throw new Error("every running job has an open run");
    run.to = this.now / 1000;
  }

  // ---- stuck jobs ----

  private review(): void {
    const fronts = this.ordered().flatMap((queue) => this.fronts(queue));
    const before = [...this.stuck];
    for (const job of fronts) {
      const [reason, text] = this.whyStuck(job) ?? [];
      if (reason === undefined || text === undefined) continue;
      if (job.stuck?.reason === reason && job.stuck.text === text) continue;
      job.stuck = { reason, text, since: job.stuck?.reason === reason ? job.stuck.since : this.now };
      if (!this.stuck.includes(job)) this.stuck.push(job);
      const { id: jobId, queue } = job;
      this.decisions.push({ type: "blocked", jobId, queue, reason, statusReason: `${reason} - ${text}` });
    }
    for (const job of before) {
      if (fronts.includes(job) && this.whyStuck(job) !== undefined) continue;
      this.free(job);
      this.decisions.push({ type: "unblocked", jobId: job.id, queue: job.queue });
    }
  }

  private endOverdue(): boolean {
    const overdue = this.stuck.filter((job) => {
      const limit = this.queue(job.queue).settings.timeLimits?.[job.stuck?.reason as StuckReason] ?? Infinity;
      const isCounted = job.stuck?.reason !== "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
      return isCounted && this.now - (job.stuck?.since ?? 0) >= limit * 1000;
    });
    // Type: the reason of a stuck job was found by whyStuck.
    for (const job of overdue) this.timeLimit(job, job.stuck?.reason as StuckReason);
    return overdue.length > 0;
  }

  private timeLimit(job: RefJob, reason: StuckReason): void {
    this.end(job);
    const statusReason = `Terminated by JobStateTimeLimit action due to reason: ${reason}`;
    this.decisions.push({ type: "terminate", jobId: job.id, queue: job.queue, reason, statusReason });
  }

  private whyStuck(job: RefJob): [StuckReason, string] | undefined {
    const { capacity } = this.environment;
    if (Object.entries(job.needs).some(([unit, count]) => count > amount(capacity, unit))) {
      return [
        "MISCONFIGURATION:SERVICE_ENVIRONMENT_MAX_RESOURCE",
        "Service environment(s) associated with the job queue cannot meet the capacity requirement of the job.",
      ];
    }
    const queue = this.queue(job.queue);
    const misfit = queue.settings.policy.kind === "QUOTA_SHARE" ? this.quota(queue).misfit(job) : undefined;
    if (misfit !== undefined) return ["MISCONFIGURATION:QUOTA_MANAGEMENT_LIMIT_EXCEEDED", misfit];
    if (!job.lacksInstances) return undefined;
    return ["CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", "Unable to provision requested compute resources"];
  }

  private fronts(queue: RefQueue): RefJob[] {
    const { policy } = queue.settings;
    if (policy.kind === "QUOTA_SHARE") return this.quota(queue).heads();
    if (policy.kind === "FIFO") return this.line(queue).slice(0, 1);
    const heads = this.fairShare(queue, policy).heads();
    return this.options.fairShareHeadBlocks === "queue" ? heads.slice(0, 1) : heads;
  }

  private free(job: RefJob): void {
    delete job.stuck;
    this.stuck = this.stuck.filter((one) => one !== job);
  }

  // ---- questions ----

  private ordered(): RefQueue[] {
    return [...this.queues].sort(
      ({ settings: a }, { settings: b }) => b.priority - a.priority || (a.name < b.name ? -1 : 1),
    );
  }

  private queue(name: string): RefQueue {
    const found = this.queues.find(({ settings }) => settings.name === name);
    if (found === undefined) throw new Error(`no queue ${name}`);
    return found;
  }

  private line({ settings: { name } }: RefQueue): RefJob[] {
    return inLine(this.jobs.filter((job) => job.queue === name && !job.running));
  }

  private fitsEnvironment({ needs }: RefJob): boolean {
    const running = this.jobs.filter((job) => job.running);
    return Object.entries(needs).every(
      ([unit, count]) => used(running, unit) + count <= amount(this.environment.capacity, unit),
    );
  }

  private quota({ settings: { name }, shares }: RefQueue): RefQuota {
    const jobs = this.jobs.filter(({ queue }) => queue === name);
    return new RefQuota(this.environment, shares, jobs, this.options);
  }

  private fairShare(queue: RefQueue, policy: Extract<QueueSettings["policy"], { kind: "FAIR_SHARE" }>): RefFairShare {
    const jobs = this.jobs.filter((job) => job.queue === queue.settings.name);
    return new RefFairShare(this.environment, policy, jobs, queue.runs, this.options, this.now / 1000);
  }
}

function again(retry: RetryStrategy | undefined, failures: number, reason: string): boolean {
  if (failures >= (retry?.attempts ?? 1)) return false;
  for (const { onStatusReason = "*", action } of retry?.evaluateOnExit ?? []) {
    const escaped = onStatusReason.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    if (new RegExp(`^${escaped.join(".*")}$`, "s").test(reason)) return action === "RETRY";
  }
  return true;
}

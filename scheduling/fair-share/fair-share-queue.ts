import { SchedulingError } from "../errors";
import type { SchedulingOptions } from "../options";
import type { Environment } from "../queue/environment";
import type { Job } from "../queue/job";
import type { Position, QueuePicture } from "../queue/picture";
import type { Actions, QueueModel } from "../queue/queue-model";
import type { StuckText } from "../queue/reasons";
import { stuckText } from "../queue/stuck";
import type { FairSharePolicy, JobSubmission, QueueSettings } from "../settings";
import { fairSharePicture } from "./fair-share-picture";
import { FairShares } from "./fair-shares";

/** A queue in which the share goes next that has used least (rule S1). */
export class FairShareQueue implements QueueModel {
  readonly shares: FairShares<Job>;
  /** Dispatched jobs. */
  readonly running = new Set<Job>();
  /** What they take, by unit. */
  private readonly use: number[] = [];

  constructor(
    public settings: QueueSettings,
    policy: FairSharePolicy,
    readonly environment: Environment,
    readonly options: SchedulingOptions,
  ) {
    this.shares = new FairShares(policy, options);
  }

  configure(settings: QueueSettings, at: number): void {
    this.settings = settings;
    if (settings.policy.kind === "FAIR_SHARE") this.shares.configure(settings.policy, at);
  }

  check({ id, share }: JobSubmission, at: number): void {
    if (share === undefined) throw new SchedulingError("share-required", id);
    if (!this.shares.hasRoomFor(share, at)) throw new SchedulingError("too-many-share-identifiers", share);
  }

  enqueue(job: Job, at: number): boolean {
    this.shares.add(job.share, job, at);
    // Usage fades with time, so that any event may bring another share to the front.
    return true;
  }

  take(job: Job, at: number): void {
    if (!job.dispatched) return this.shares.remove(job.share, job, at);
    this.running.delete(job);
    this.account(job, -1, at);
  }

  changePriority(job: Job, priority: number, at: number): void {
    const change = () => void (job.priority = priority);
    if (job.dispatched) change();
    else this.shares.reorder(job.share, job, change, at);
  }

  schedule(actions: Actions): void {
    while (this.environment.enabled) {
      const job = this.next(actions.at);
      if (job === undefined) return;
      this.shares.remove(job.share, job, actions.at);
      this.running.add(job);
      this.account(job, 1, actions.at);
      actions.dispatched(job, job.submission.demand, {});
    }
  }

  fronts(at: number): readonly Job[] {
    return this.shares.fronts(at);
  }

  stuck(job: Job): StuckText | undefined {
    return stuckText(job, this.environment);
  }

  first(count: number, at: number): Position[] {
    return this.shares.first(count, at, ({ instances }) => instances);
  }

  picture(at: number): QueuePicture {
    return fairSharePicture(this, at);
  }

  isReserved({ needs }: Job, at: number): boolean {
    const { max } = this.environment;
    return needs.some(({ unit, count }) => this.shares.isReserved(count, this.use[unit] ?? 0, max[unit] ?? 0, at));
  }

  private next(at: number): Job | undefined {
    for (const job of this.shares.fronts(at)) {
      if (this.environment.fits(job.needs) && !this.isReserved(job, at)) return job;
    }
    return undefined;
  }

  private account(job: Job, sign: 1 | -1, at: number): void {
    // Rule S7: the text speaks of vCPUs; training jobs are counted in instances.
    this.shares.use(job.share, sign * job.instances, at);
    this.environment.add(job.needs, sign);
    for (const { unit, count } of job.needs) this.use[unit] = (this.use[unit] ?? 0) + sign * count;
  }
}

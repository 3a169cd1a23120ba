import type { Environment } from "../queue/environment";
import { SchedulingError } from "../errors";
import type { Job } from "../queue/job";
import { Line } from "../queue/line";
import type { SchedulingOptions } from "../options";
import { frontOf, type Front, type Position, type QueuePicture } from "../queue/picture";
import type { Actions, QueueModel } from "../queue/queue-model";
import type { StuckText } from "../queue/reasons";
import type { JobSubmission, QueueSettings } from "../settings";
import { stuckText } from "../queue/stuck";
import { Tally } from "../queue/tally";

/** A queue without a policy: jobs go in the order of their submission (rule F1). */
export class FifoQueue implements QueueModel {
  private readonly line = new Line<Job>();
  private readonly used = new Tally();

  constructor(
    public settings: QueueSettings,
    private readonly environment: Environment,
    private readonly options: SchedulingOptions,
  ) {}

  configure(settings: QueueSettings): void {
    this.settings = settings;
  }

  check({ share }: JobSubmission): void {
    if (share !== undefined) throw new SchedulingError("share-forbidden", share);
  }

  enqueue(job: Job, at: number): boolean {
    // Rule F2: priorities mean nothing here.
    job.priority = 0;
    this.line.add(job, at);
    return this.line.head === job;
  }

  take(job: Job, at: number): void {
    if (!job.dispatched) return this.line.remove(job, at);
    this.used.add(job.submission.demand, -1);
    this.environment.add(job.needs, -1);
  }

  changePriority(): void {
    // Effective in other queues only (rule F2).
  }

  // Rule F3: the head holds up all behind it; nothing is filled in.
  schedule(actions: Actions): void {
    for (let job = this.line.head; job !== undefined; job = this.line.head) {
      if (!this.environment.enabled || !this.environment.fits(job.needs)) return;
      this.line.remove(job, actions.at);
      this.environment.add(job.needs, 1);
      this.used.add(job.submission.demand);
      actions.dispatched(job, job.submission.demand, {});
    }
  }

  fronts(): readonly Job[] {
    return this.line.first(1);
  }

  stuck(job: Job): StuckText | undefined {
    return stuckText(job, this.environment);
  }

  first(count: number): Position[] {
    return this.line.first(count).map((job) => this.line.position(job));
  }

  picture(): QueuePicture {
    const { head } = this.line;
    return {
      queue: this.settings.name,
      usage: this.used.shown(this.options.usageUnit, this.environment.counted),
      shares: [],
      ...(head === undefined ? {} : { front: this.front(head) }),
    };
  }

  private front(job: Job): Front {
    const missing = this.environment.fits(job.needs) ? undefined : "environment-capacity";
    return frontOf(this.line.position(job), this.stuck(job), this.environment.enabled ? missing : "environment");
  }
}

import type { Decision } from "./decisions";
import type { Job, Stuck } from "../queue/job";
import type { QueueModel } from "../queue/queue-model";
import { stuckStatusReason } from "../queue/reasons";
import type { StuckReason } from "../settings";
import { hasOutwaited, type TimeLimits } from "./time-limits";

/** The jobs at fronts that are stuck: one a share or queue at most. */
export class StuckJobs {
  private readonly jobs = new Set<Job>();

  delete(job: Job): void {
    job.stuck = undefined;
    this.jobs.delete(job);
  }

  /**
   * Looks at the fronts of the queues, now that all that fits is placed (user guide: "reaches the front").
   *
   * @param version of the settings: what was sound under them is not looked at again
   */
  review(queues: readonly QueueModel[], at: number, version: number): Decision[] {
    const decisions: Decision[] = [];
    const before = this.jobs.size > 0 ? new Set(this.jobs) : this.jobs;
    for (const queue of queues) {
      for (const job of queue.fronts(at)) {
        if (job.soundIn === version && !job.lacksInstances) continue;
        const found = queue.stuck(job);
        if (found === undefined) {
          job.soundIn = version;
          continue;
        }
        if (before !== this.jobs) before.delete(job);
        const { stuck } = job;
        if (stuck?.reason === found.reason && stuck.text === found.text) continue;
        const since = stuck?.reason === found.reason ? stuck.since : at;
        job.stuck = { ...found, since };
        this.jobs.add(job);
        const statusReason = stuckStatusReason(found.reason, found.text);
        decisions.push({ type: "blocked", jobId: job.id, queue: job.queue, reason: found.reason, statusReason });
      }
    }
    if (before === this.jobs) return decisions;
    for (const job of before) {
      this.delete(job);
      decisions.push({ type: "unblocked", jobId: job.id, queue: job.queue });
    }
    return decisions;
  }

  /** @returns the jobs whose time limit is over, and its reason */
  due(at: number, limitsOf: (job: Job) => TimeLimits): { readonly job: Job; readonly reason: StuckReason }[] {
    if (this.jobs.size === 0) return [];
    return [...this.jobs].flatMap((job) => {
      const { stuck } = job;
      if (stuck === undefined || !hasOutwaited(limitsOf(job), stuck.reason, waited(stuck, at))) return [];
      return [{ job, reason: stuck.reason }];
    });
  }

  /** @returns when the first time limit ends; milliseconds */
  firstDue(limitsOf: (job: Job) => TimeLimits): number | undefined {
    if (this.jobs.size === 0) return undefined;
    const ends = [...this.jobs].flatMap((job) => {
      const seconds = job.stuck && countsFromFront(job.stuck) ? limitsOf(job)?.[job.stuck.reason] : undefined;
      return job.stuck === undefined || seconds === undefined ? [] : [job.stuck.since + seconds * 1000];
    });
    return ends.length === 0 ? undefined : Math.min(...ends);
  }
}

/** Rule R6: lack of instances is counted while the job is SCHEDULED, not at the front. */
function countsFromFront({ reason }: Stuck): boolean {
  return reason !== "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY";
}

function waited(stuck: Stuck, at: number): number {
  return countsFromFront(stuck) ? at - stuck.since : -1;
}

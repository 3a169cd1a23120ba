/** The container jobs of one account and Region. */
import type { Demand, Job } from "./job";

export class Jobs {
  private readonly byId = new Map<string, Job>();
  /** Queue -> its RUNNABLE jobs, in the order of submission. */
  private readonly waiting = new Map<string, Job[]>();
  /** Job -> jobs that wait for it. */
  private readonly dependents = new Map<string, Job[]>();
  /** Compute environment -> what its jobs take. */
  private readonly used = new Map<string, Demand>();

  /** The number of the next job. */
  get nextNumber(): number {
    return -(this.byId.size + 1);
  }

  add(job: Job): void {
    this.byId.set(job.id, job);
    for (const id of job.dependsOn) {
      const dependents = this.dependents.get(id);
      if (dependents === undefined) this.dependents.set(id, [job]);
      else dependents.push(job);
    }
  }

  get(id: string): Job | undefined {
    return this.byId.get(id);
  }

  /** Newest first. */
  ofQueue(queueArn: string): Job[] {
    return [...this.byId.values()].filter((job) => job.queueArn === queueArn).reverse();
  }

  dependentsOf({ id }: Job): readonly Job[] {
    return this.dependents.get(id) ?? [];
  }

  /** Queues with jobs that could start. */
  waitingQueues(): string[] {
    return [...this.waiting.keys()];
  }

  /** The job that is to start next; undefined: none is waiting. */
  firstWaiting(queueArn: string): Job | undefined {
    return this.waiting.get(queueArn)?.[0];
  }

  /** A job that is tried again takes its old place. */
  wait(job: Job): void {
    const queue = this.waiting.get(job.queueArn) ?? [];
    const before = queue.findLastIndex((other) => other.number > job.number);
    queue.splice(before + 1, 0, job);
    this.waiting.set(job.queueArn, queue);
  }

  stopWaiting(job: Job): void {
    const queue = this.waiting.get(job.queueArn) ?? [];
    const at = queue.indexOf(job);
    if (at >= 0) queue.splice(at, 1);
    if (queue.length === 0) this.waiting.delete(job.queueArn);
  }

  usedOf(computeEnvironmentArn: string): Demand {
    return this.used.get(computeEnvironmentArn) ?? { vcpus: 0, memory: 0 };
  }

  /** @param sign - 1: the job begins to take its demand; -1: it gives it back */
  take(computeEnvironmentArn: string, { vcpus, memory }: Demand, sign: 1 | -1): void {
    const used = this.usedOf(computeEnvironmentArn);
    this.used.set(computeEnvironmentArn, { vcpus: used.vcpus + sign * vcpus, memory: used.memory + sign * memory });
  }
}

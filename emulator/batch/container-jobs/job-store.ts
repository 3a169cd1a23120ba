/** The container jobs of one account and Region. */
import { Heap } from "../../../scheduling";
import type { Demand, Job } from "./job";

export class Jobs {
  private readonly byId = new Map<string, Job>();
  /** Queue -> its jobs, the oldest first, without children of arrays. */
  private readonly byQueue = new Map<string, Job[]>();
  /** Queue -> its RUNNABLE jobs. */
  private readonly waiting = new Map<string, Heap<Job>>();
  /** Job -> jobs that wait for it. */
  private readonly dependents = new Map<string, Job[]>();
  /** Compute environment -> what its jobs take. */
  private readonly used = new Map<string, Demand>();

  /** The number of the next job. */
  get nextNumber(): number {
    return this.byId.size + 1;
  }

  /** Adds a job, with its children when it is an array. */
  add(job: Job): void {
    this.byId.set(job.id, job);
    listed(this.byQueue, job.queueArn).push(job);
    if (job.array?.kind !== "parent") return this.expect(job);
    for (const child of job.array.children) {
      this.byId.set(child.id, child);
      this.expect(child);
    }
  }

  get(id: string): Job | undefined {
    return this.byId.get(id);
  }

  /** The oldest first; of an array its parent. */
  ofQueue(queueArn: string): readonly Job[] {
    return this.byQueue.get(queueArn) ?? [];
  }

  /** The jobs that wait for one that is over now, and from now on do not. */
  takeDependents({ id }: Job): readonly Job[] {
    const dependents = this.dependents.get(id) ?? [];
    this.dependents.delete(id);
    return dependents;
  }

  /** Queues with jobs that could start. */
  waitingQueues(): string[] {
    return [...this.waiting.keys()];
  }

  /** The job that is to start next; undefined: none is waiting. */
  firstWaiting(queueArn: string): Job | undefined {
    return this.waiting.get(queueArn)?.peek();
  }

  /** A job that is tried again takes its old place. */
  wait(job: Job): void {
    const queue = this.waiting.get(job.queueArn) ?? new Heap<Job>((one, other) => one.number < other.number);
    queue.add(job);
    this.waiting.set(job.queueArn, queue);
  }

  /** @param job - one that waits */
  stopWaiting(job: Job): void {
    const queue = this.waiting.get(job.queueArn);
    queue?.remove(job);
    if (queue?.size === 0) this.waiting.delete(job.queueArn);
  }

  usedOf(computeEnvironmentArn: string): Demand {
    return this.used.get(computeEnvironmentArn) ?? { vcpus: 0, memory: 0 };
  }

  /** @param sign - 1: the job begins to take its demand; -1: it gives it back */
  take(computeEnvironmentArn: string, { vcpus, memory }: Demand, sign: 1 | -1): void {
    const used = this.usedOf(computeEnvironmentArn);
    this.used.set(computeEnvironmentArn, { vcpus: used.vcpus + sign * vcpus, memory: used.memory + sign * memory });
  }

  private expect(job: Job): void {
    for (const id of job.needs) listed(this.dependents, id).push(job);
  }
}

/** The list of a key, which is empty at first. */
function listed(lists: Map<string, Job[]>, key: string): Job[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/** The container jobs of one account and Region. */
import { ContainerLine, type SchedulingOptions } from "../../../../scheduling";
import { isOver, isPlaced, type Job } from "./job";

export class Jobs {
  private readonly byId = new Map<string, Job>();
  /** Queue -> its jobs, the oldest first, without children of arrays. */
  private readonly byQueue = new Map<string, Job[]>();
  /** Queue -> its RUNNABLE jobs. */
  private readonly lines = new Map<string, ContainerLine<Job>>();
  /** Job -> jobs that wait for it. */
  private readonly dependents = new Map<string, Job[]>();
  /** Whether the agenda has it that waiting jobs are started. */
  isDispatchPlanned = false;

  /** The order of the next job. */
  get nextOrder(): number {
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

  /** Of all queues; of an array its parent. */
  newest(): Job[] {
    return [...this.byQueue.values()].flat().sort((one, other) => other.order - one.order);
  }

  /** The jobs that wait for one that is over now, and from now on do not. */
  takeDependents({ id }: Job): readonly Job[] {
    const dependents = this.dependents.get(id) ?? [];
    this.dependents.delete(id);
    return dependents;
  }

  /** Queues with jobs that could start. */
  waitingQueues(): string[] {
    return [...this.lines].flatMap(([queueArn, { size }]) => (size > 0 ? queueArn : []));
  }

  /** The jobs of a queue that wait for their turn. */
  lineOf(queueArn: string, options: SchedulingOptions): ContainerLine<Job> {
    const line = this.lines.get(queueArn) ?? new ContainerLine<Job>(options);
    this.lines.set(queueArn, line);
    return line;
  }

  /** Rule S5: the share identifiers of a queue; some of them more than once. */
  *activeShares(queueArn: string, at: number): Iterable<string | undefined> {
    yield* this.lines.get(queueArn)?.activeShares(at) ?? [];
    for (const job of this.ofQueue(queueArn)) if (!isOver(job)) yield job.shareIdentifier;
  }

  /** The jobs that take up capacity, children of arrays included. */
  placed(): Job[] {
    return [...this.byId.values()].filter(isPlaced);
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

import type { JobSubmission, SchedulingOptions } from "../../scheduling";
import type { PoolPlan } from "../pools/plan";
import type { Engine, EngineDecision, EngineEvent } from "./engine";
import { ContainerQueue, type QueuedJob } from "./container-queue";
import { type EnvironmentFigures, MeteredEnvironment } from "./metered-environment";

/** Compute environments, and the queues of container jobs that share them. */
export class ContainerPool implements Engine {
  private readonly environments: ReadonlyMap<string, MeteredEnvironment>;
  private readonly queues: readonly ContainerQueue[];
  private readonly byName: ReadonlyMap<string, ContainerQueue>;
  private readonly jobs = new Map<string, QueuedJob>();
  private submissions = 0;

  constructor({ environments = [], queues }: PoolPlan, options: SchedulingOptions, start: number) {
    this.environments = new Map(environments.map((one) => [one.key, new MeteredEnvironment(one, start)]));
    // Rule F5: by descending priority, equal ones by name.
    this.queues = queues
      .map((plan) => {
        const own = plan.containers?.environments.flatMap((key) => this.environments.get(key) ?? []) ?? [];
        return new ContainerQueue(plan, own, options, start);
      })
      .sort((a, b) => b.priority - a.priority || (a.name < b.name ? -1 : 1));
    this.byName = new Map(this.queues.map((queue) => [queue.name, queue]));
  }

  handle(event: EngineEvent): EngineDecision[] {
    const { at } = event;
    for (const environment of this.environments.values()) environment.advance(at);
    const decisions: EngineDecision[] = [];
    if (this.apply(event, decisions)) this.schedule(at, decisions);
    return decisions;
  }

  nextWakeUp(): number | undefined {
    const due = Math.min(...this.queues.map(({ nextDue }) => nextDue));
    return due === Infinity ? undefined : due;
  }

  picture(name: string, at: number): ReturnType<Engine["picture"]> {
    const queue = this.byName.get(name);
    const [head] = queue?.line.fronts(at) ?? [];
    if (queue === undefined || head === undefined) return { shares: [] };
    const waitingFor = queue.waitingFor(head, at);
    const front = { jobId: head.id, ...(waitingFor === undefined ? {} : { waitingFor }) };
    // The front of the queue is that of each share: until it has started, nobody's turn is next (rule S8).
    return { front, shares: queue.line.activeShares(at).map((share) => ({ share, front })) };
  }

  figures(until: number): EnvironmentFigures[] {
    return [...this.environments.values()].map((environment) => environment.figures(until));
  }

  /** @returns whether there may be something to decide */
  private apply(event: EngineEvent, decisions: EngineDecision[]): boolean {
    if (event.type === "submit") return this.submit(event.job, event.at);
    if (event.type === "tick") return true;
    const job = this.jobs.get(event.jobId);
    if (job === undefined) return false;
    const { queue } = job;
    if (event.type === "terminate") {
      if (job.room === undefined) queue.leave(job, event.at);
      else queue.release(job, event.at);
      this.jobs.delete(job.id);
      return true;
    }
    queue.release(job, event.at);
    if (event.type === "failed" && job.runs < job.attempts) {
      queue.line.add(job, event.at);
      decisions.push({ type: "requeue", jobId: job.id });
      return true;
    }
    this.jobs.delete(job.id);
    if (event.type === "failed") decisions.push({ type: "fail", jobId: job.id });
    return true;
  }

  private submit({ id, queue: name, share, demand, priority = 0, retry }: JobSubmission, at: number): boolean {
    const queue = this.byName.get(name);
    if (queue === undefined) return false;
    queue.check(share, at);
    const { vcpus = 0, memory = 0, gpus = 0 } = demand;
    const job: QueuedJob = {
      id,
      queue,
      order: this.submissions,
      // Rule F2: priorities mean nothing in order of submission.
      priority: queue.isFifo ? 0 : priority,
      shareIdentifier: share,
      demand: { vcpus, memory, gpus },
      attempts: retry?.attempts ?? 1,
      runs: 0,
      room: undefined,
      blocked: undefined,
      heapIndex: 0,
    };
    this.submissions += 1;
    this.jobs.set(id, job);
    queue.line.add(job, at);
    // Behind the first one nothing can start (rule F3), and nothing has become free.
    return !queue.isFifo || queue.line.fronts(at)[0] === job;
  }

  private schedule(at: number, decisions: EngineDecision[]): void {
    for (const queue of this.queues) if (queue.line.size > 0) queue.schedule(at, decisions);
    for (const { type, jobId } of decisions) if (type === "terminate") this.jobs.delete(jobId);
  }
}

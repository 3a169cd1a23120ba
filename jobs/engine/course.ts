import type { Graph } from "./graph";
import type { PlannedJob } from "./kind";
import type { JobState, WatchedJob } from "./monitor";
import type { Ended, Progress } from "./record";

/** Of a job that was not submitted, because AWS Batch refused it or a job before it has not succeeded. */
export const NOT_SUBMITTED = "NOT_SUBMITTED";

/** What became of a job. */
export interface JobResult {
  readonly job: string;
  readonly id?: string;
  /** The last that is known of it; `NOT_SUBMITTED` when it never will be, undefined when the run was interrupted. */
  readonly status?: string;
  readonly reason?: string;
  /** AWS Batch refused it: put right, it may be submitted after all. */
  readonly refused?: true;
}

/** How far a graph of jobs has come: which may be submitted, which never will be, which are waited for. */
export class Course<J extends PlannedJob> {
  /** Name -> number of needs that are not met yet. */
  private readonly missing = new Map<string, number>();
  private readonly ready: J[] = [];
  private readonly byId = new Map<string, J>();
  private readonly refused = new Set<string>();

  /**
   * @param waits whether a job may be submitted when those that it needs have succeeded; else when they are submitted
   * @param progress where an earlier process has left it
   * @param onGivenUp is told of each job that never will be submitted
   */
  constructor(
    private readonly graph: Graph<J>,
    private readonly waits: boolean,
    private readonly progress: Progress,
    private readonly onGivenUp: (name: string, reason: string) => void,
  ) {
    const { ids, ended } = progress;
    const isMet = (name: string) => (waits ? ended.get(name)?.outcome === "SUCCEEDED" : ids.has(name));
    for (const job of graph.order) {
      const missing = new Set(job.needs.filter((name) => !isMet(name))).size + (job.needsIds?.length ?? 0);
      this.missing.set(job.name, missing);
      if (missing === 0 && this.isOpen(job)) this.ready.push(job);
      const id = ids.get(job.name);
      if (id !== undefined) this.byId.set(id, job);
    }
    for (const [name, end] of [...ended]) {
      if (end.outcome !== "SUCCEEDED") this.giveUpAfter(graph.dependents(name), name, end);
    }
  }

  /** @returns a job that may be submitted now, each once */
  next(): J | undefined {
    return this.ready.shift();
  }

  /** The job of that id, when it is one of the graph. */
  jobOf(id: string): J | undefined {
    return this.byId.get(id);
  }

  submitted(job: J, id: string): void {
    this.progress.ids.set(job.name, id);
    this.byId.set(id, job);
    if (!this.waits) this.free(this.graph.dependents(job.name));
  }

  /** AWS Batch does not want the job; those that depend on it are given up with it. */
  refuse(job: J, reason: string): void {
    this.refused.add(job.name);
    this.giveUp(job, reason);
  }

  /** A job that is waited for has ended; one of the graph, or another. */
  end(id: string, outcome: string, reason: string | undefined): void {
    const job = this.byId.get(id);
    if (job !== undefined) this.progress.ended.set(job.name, { outcome, reason });
    const dependents =
      job === undefined
        ? this.graph.order.filter(({ needsIds = [] }) => needsIds.includes(id))
        : this.graph.dependents(job.name);
    if (outcome === "SUCCEEDED") this.free(dependents);
    else this.giveUpAfter(dependents, job?.name ?? id, { outcome, reason });
  }

  /** @param all whether also those are waited for that none depends on */
  watched(all: boolean): WatchedJob[] {
    if (!this.waits) return [];
    const jobs = this.graph.order.flatMap((job): WatchedJob[] => {
      const { name, request, needsIds = [] } = job;
      const queue = request.jobQueue;
      if (this.isOpen(job)) return needsIds.map((id) => ({ id, queue }));
      const id = this.progress.ids.get(name);
      if (id === undefined || this.progress.ended.has(name)) return [];
      const isWaitedFor = all || this.graph.dependents(name).some((dependent) => this.isOpen(dependent));
      return isWaitedFor ? [{ id, queue, name }] : [];
    });
    return [...new Map(jobs.map((job) => [job.id, job])).values()];
  }

  /** @param states id -> what is known, of jobs that were watched @returns what became of each, in the order of the file */
  results(states: ReadonlyMap<string, JobState>): JobResult[] {
    return this.graph.nodes.map(({ name }) => {
      const id = this.progress.ids.get(name);
      const end = this.progress.ended.get(name);
      const state = id === undefined ? undefined : states.get(id);
      return {
        job: name,
        id,
        status: end?.outcome ?? state?.status ?? (id === undefined ? undefined : "SUBMITTED"),
        reason: end?.reason ?? state?.reason,
        ...(this.refused.has(name) ? { refused: true } : {}),
      };
    });
  }

  /** Neither submitted nor given up. */
  private isOpen({ name }: J): boolean {
    return !this.progress.ids.has(name) && !this.progress.ended.has(name);
  }

  /** Counts one need less. */
  private free(dependents: readonly J[]): void {
    for (const job of dependents) {
      const left = (this.missing.get(job.name) ?? 0) - 1;
      this.missing.set(job.name, left);
      if (left === 0 && this.isOpen(job)) this.ready.push(job);
    }
  }

  private giveUpAfter(dependents: readonly J[], before: string, { outcome, reason }: Ended): void {
    const why = `depends on ${before}, which is ${outcome}${reason === undefined ? "" : `: ${reason}`}`;
    for (const job of dependents) this.giveUp(job, why);
  }

  private giveUp(first: J, why: string): void {
    const unwanted = [{ job: first, reason: why }];
    // It grows on the way; a chain may be longer than the call stack.
    for (const { job, reason } of unwanted) {
      if (!this.isOpen(job)) continue;
      this.progress.ended.set(job.name, { outcome: NOT_SUBMITTED, reason });
      this.onGivenUp(job.name, reason);
      const after = `depends on ${job.name}, which was not submitted`;
      for (const dependent of this.graph.dependents(job.name)) unwanted.push({ job: dependent, reason: after });
    }
  }
}

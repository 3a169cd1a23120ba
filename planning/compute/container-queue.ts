import { type Blocked, cancelledBy } from "../../aws/batch/blocked-reasons";
import { QUOTAS } from "../../aws/batch/limits";
import {
  blockedBy,
  type ContainerJob,
  ContainerLine,
  type Place,
  type Resources,
  SchedulingError,
  type SchedulingOptions,
  type WaitingFor,
} from "../../scheduling";
import type { QueuePlan } from "../pools/plan";
import type { EngineDecision } from "./engine";
import type { MeteredEnvironment } from "./metered-environment";

/** A container job as its queue has it. */
export interface QueuedJob extends ContainerJob {
  readonly queue: ContainerQueue;
  readonly demand: Resources;
  readonly attempts: number;
  runs: number;
  /** While it runs. */
  room: { readonly environment: MeteredEnvironment; readonly place: Place } | undefined;
  /** Why it can never start; null: it may. Known once it has been at the front, as nothing declared changes. */
  blocked: Blocked | null | undefined;
}

/** A queue of container jobs with its compute environments. */
export class ContainerQueue {
  readonly line: ContainerLine<QueuedJob>;
  /** Stuck jobs, by when they are cancelled. */
  private readonly due = new Map<QueuedJob, number>();
  private readonly seen = new Set<string>();
  /** vCPUs of its environments, by which a reservation goes. */
  private readonly vcpus: number;

  /** @param environments in the order in which they are tried */
  constructor(
    private readonly plan: QueuePlan,
    private readonly environments: readonly MeteredEnvironment[],
    options: SchedulingOptions,
    start: number,
  ) {
    this.line = new ContainerLine(options);
    this.line.configure(plan.settings.policy, start);
    this.vcpus = environments.reduce((sum, { vcpusForJobs }) => sum + vcpusForJobs, 0);
  }

  get name(): string {
    return this.plan.settings.name;
  }

  get priority(): number {
    return this.plan.settings.priority;
  }

  get isFifo(): boolean {
    return this.plan.settings.policy.kind === "FIFO";
  }

  /** @throws SchedulingError when it would have more shares than a queue may (rule S9) */
  check(share: string | undefined, at: number): void {
    if (share === undefined || this.seen.has(share)) return;
    if (this.seen.size >= QUOTAS.shareIdentifiers) {
      const active = this.line.activeShares(at);
      if (active.length >= QUOTAS.shareIdentifiers) throw new SchedulingError("too-many-share-identifiers", share);
      // Those that are not active any more have to be counted anew when they come back.
      this.seen.clear();
      for (const one of active) this.seen.add(one);
    }
    this.seen.add(share);
  }

  /** Starts each job that has its turn and fits, and judges what then is at the front. */
  schedule(at: number, decisions: EngineDecision[]): void {
    do while (this.startNext(at, decisions));
    while (this.line.fronts(at).some((job) => this.isCancelled(job, at, decisions)));
  }

  /** A job leaves its line, whatever the reason is. */
  leave(job: QueuedJob, at: number): void {
    this.line.remove(job, at);
    this.due.delete(job);
  }

  release(job: QueuedJob, at: number): void {
    const { room } = job;
    if (room === undefined) return;
    room.environment.release(room.place, job.demand, at);
    this.line.account(job, -1, at);
    job.room = undefined;
  }

  get nextDue(): number {
    return Math.min(Infinity, ...this.due.values());
  }

  /** What the job at the front waits for. */
  waitingFor(job: QueuedJob, at: number): WaitingFor | undefined {
    const misfits = this.environments.map((environment) => environment.misfit(job.demand));
    if (misfits.every((misfit) => misfit?.kind === "disabled")) return "environment";
    if (misfits.every((misfit) => misfit !== undefined)) return "environment-capacity";
    return this.line.isReserved(job, this.vcpus, at) ? "reservation" : undefined;
  }

  private startNext(at: number, decisions: EngineDecision[]): boolean {
    for (const job of this.line.fronts(at)) {
      if (this.line.isReserved(job, this.vcpus, at)) continue;
      job.room = this.roomFor(job, at);
      if (job.room === undefined) continue;
      this.leave(job, at);
      this.line.account(job, 1, at);
      job.runs += 1;
      decisions.push({ type: "dispatch", jobId: job.id, run: job.runs });
      return true;
    }
    return false;
  }

  /** Rule E3: in the first environment that has room now. */
  private roomFor({ demand }: QueuedJob, at: number): QueuedJob["room"] {
    for (const environment of this.environments) {
      const place = environment.place(demand, at);
      if (place !== undefined) return { environment, place };
    }
    return undefined;
  }

  /** Says why a job at the front is stuck, and cancels it when it has been so for as long as the queue allows. */
  private isCancelled(job: QueuedJob, at: number, decisions: EngineDecision[]): boolean {
    if (job.blocked === undefined) job.blocked = this.blockedReason(job);
    if (job.blocked === null) return false;
    const { reason, statusReason } = job.blocked;
    const limit = this.plan.containers?.timeLimits[reason];
    const place = { jobId: job.id, queue: this.name, reason };
    if (limit === undefined) {
      decisions.push({ type: "blocked", ...place, statusReason });
      return false;
    }
    const due = this.due.get(job) ?? at + limit * 1000;
    this.due.set(job, due);
    if (due > at) return false;
    this.leave(job, at);
    decisions.push({ type: "terminate", ...place, statusReason: cancelledBy(reason) });
    return true;
  }

  private blockedReason({ demand }: QueuedJob): Blocked | null {
    const misfits = this.environments.map((environment) => environment.misfit(demand));
    const found = misfits.filter((misfit) => misfit !== undefined);
    return found.length < misfits.length ? null : (blockedBy(found) ?? null);
  }
}

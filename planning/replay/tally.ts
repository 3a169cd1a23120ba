import { type JobLog, type LogReader, nameAt } from "../history/job-log";
import { Counts } from "../measures/timeline";
import { Greatest } from "../measures/worst";
import type { Group, GroupFigures } from "../measures/group";
import type { LiveJob } from "./live-job";
import type { ReplayedPool } from "./replayed-pool";
import type { NeverJob, PoolFigures, ReplayResult, WorstJob } from "./result";
import type { NoRoute, Route, Routes } from "./routes";

/** Jobs of each kind that the result names one by one. */
const MOST_NAMED = 50;
const HOUR = 3_600_000;

/** Counts what becomes of the jobs of a replay. */
export class Tally {
  /** When the last job ended. */
  lastAt: number;
  private readonly neverReasons = new Map<string, number>();
  private readonly neverJobs: NeverJob[] = [];
  private readonly worst = new Greatest<{ readonly job: LiveJob; readonly wait: number }>(MOST_NAMED);
  private readonly preemptions: Counts;

  constructor(
    private readonly log: JobLog,
    private readonly start: number,
    width: number,
  ) {
    this.lastAt = start;
    this.preemptions = new Counts(start, width);
  }

  began(job: LiveJob): void {
    const wait = job.firstDispatchedAt - job.submittedAt;
    for (const group of job.groups) group.wait.add(wait);
    if (wait > 0) this.worst.offer(wait, () => ({ job, wait }));
  }

  succeeded(job: LiveJob, at: number): void {
    this.lastAt = Math.max(this.lastAt, at);
    for (const group of job.groups) {
      group.succeeded += 1;
      group.turnaround.add(at - job.submittedAt);
    }
  }

  failed(job: LiveJob, at: number): void {
    this.lastAt = Math.max(this.lastAt, at);
    for (const group of job.groups) group.failed += 1;
  }

  /** @param lost milliseconds of work that was not saved */
  preempted(job: LiveJob, lost: number, at: number): void {
    this.preemptions.add(at);
    for (const group of job.groups) {
      group.preemptions += 1;
      group.lost += lost * job.instances;
    }
  }

  /** A job that was submitted, and cannot run. */
  never(job: LiveJob, reason: string): void {
    const { account, instances, groups } = job;
    this.note(job, { instances, queue: account.queue, share: account.share, reason }, groups);
  }

  /** A job that nothing would take. */
  refused(reader: LogReader, route: Route | NoRoute): void {
    const { queues, shares, demands } = this.log;
    const demand = demands[reader.demand];
    const instances = demand !== undefined && "instances" in demand ? demand.instances : 0;
    const reason = "reason" in route ? route.reason : "it does not say what it needs";
    const where = { queue: queues[reader.queue] ?? "", share: shares[reader.share] ?? "" };
    this.note(reader, { instances, ...where, reason }, route.groups);
  }

  result({ total, queues, shares, teams }: Routes, pools: readonly ReplayedPool[]): ReplayResult {
    const until = this.lastAt;
    return {
      from: new Date(this.start).toISOString(),
      until: new Date(until).toISOString(),
      makespanSeconds: (until - this.start) / 1000,
      total: total.figures(),
      queues: figuresOf(queues),
      shares: figuresOf(shares),
      teams: figuresOf(teams),
      pools: pools.map((pool) => poolFigures(pool, this.start, until)),
      neverReasons: Object.fromEntries(this.neverReasons),
      never: this.neverJobs,
      worst: this.worst.list.map((one) => this.worstJob(one)),
      preemptions: this.preemptions.data(),
    };
  }

  private note(
    place: { readonly name: number; readonly line: number },
    facts: Omit<NeverJob, "job" | "line">,
    groups: readonly Group[],
  ): void {
    for (const group of groups) group.never += 1;
    const before = this.neverReasons.get(facts.reason) ?? 0;
    this.neverReasons.set(facts.reason, before + 1);
    if (before === 0 || this.neverJobs.length < MOST_NAMED) {
      this.neverJobs.push({ job: nameAt(this.log, place), line: place.line, ...facts });
    }
  }

  private worstJob({ job, wait }: { readonly job: LiveJob; readonly wait: number }): WorstJob {
    const { account, submittedAt, firstDispatchedAt, instances, preemptions, line } = job;
    const samples = account.samples.filter(({ at }) => at > submittedAt && at <= firstDispatchedAt);
    const waitedFor: Record<string, number> = {};
    for (const { waitingFor = "other" } of samples)
      waitedFor[waitingFor] = (waitedFor[waitingFor] ?? 0) + 1 / samples.length;
    const behind = samples.filter(({ front }) => front !== job.id).length;
    return {
      job: nameAt(this.log, job),
      line,
      queue: account.queue,
      share: account.share,
      team: job.groups[1]?.name ?? "",
      instances,
      submitted: new Date(submittedAt).toISOString(),
      waitSeconds: wait / 1000,
      preemptions,
      waitedFor: Object.fromEntries(Object.entries(waitedFor).map(([what, part]) => [what, round(part)])),
      behindOthers: samples.length === 0 ? 0 : round(behind / samples.length),
    };
  }
}

function figuresOf(groups: ReadonlyMap<string, Group>): GroupFigures[] {
  return [...groups.values()].map((group) => group.figures()).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function poolFigures(pool: ReplayedPool, start: number, until: number): PoolFigures {
  const { plan, size, all } = pool;
  const environments = pool.environments(until);
  const lines = all.map((account) => account.figures(until));
  const usedHours = lines.reduce((sum, { ownHours, borrowedHours }) => sum + ownHours + borrowedHours, 0);
  const there = (size * (until - start)) / HOUR;
  const figures = { name: plan.name, size, utilisation: there === 0 ? 0 : usedHours / there, usedHours, lines };
  return environments === undefined ? figures : { ...figures, environments };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

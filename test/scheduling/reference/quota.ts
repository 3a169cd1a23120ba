import type { Amounts, EnvironmentSettings, SchedulingOptions, ShareSettings } from "../../../scheduling";
import { amount, inLine, sum, used, type RefJob } from "./jobs";

/** Jobs to preempt, and whether the job that needs room fits without them. */
export interface RefVictims {
  readonly gone: RefJob[];
  readonly enough: boolean;
}

/** A queue with quota shares at one moment: everything is added up anew whenever it is asked. */
export class RefQuota {
  constructor(
    private readonly environment: EnvironmentSettings,
    private readonly shares: readonly ShareSettings[],
    private readonly jobs: readonly RefJob[],
    private readonly options: SchedulingOptions,
  ) {}

  private get running(): RefJob[] {
    return this.jobs.filter((job) => job.running);
  }

  /** The heads of the shares that have jobs waiting, by name of the share. */
  heads(): RefJob[] {
    return this.shares.flatMap(({ name }) =>
      inLine(this.jobs.filter((job) => job.share === name && !job.running)).slice(0, 1),
    );
  }

  share(name: string): ShareSettings {
    const found = this.shares.find((share) => share.name === name);
    if (found === undefined) throw new Error(`no share ${name}`);
    return found;
  }

  /** Rule C8. */
  borrowLimit({ strategy, capacity, borrowLimit = -1 }: ShareSettings, unit: string): number {
    if (strategy !== "LEND_AND_BORROW") return 0;
    if (borrowLimit === -1) return Infinity;
    const exact = (amount(capacity, unit) * borrowLimit) / 100;
    return this.options.borrowRounding === "down" ? Math.floor(exact) : Math.ceil(exact);
  }

  borrowed({ name, capacity }: ShareSettings, unit: string, running = this.running): number {
    const use = used(
      running.filter(({ share }) => share === name),
      unit,
    );
    return Math.max(0, use - amount(capacity, unit));
  }

  lendable({ name, capacity, strategy }: ShareSettings, unit: string, running = this.running): number {
    if (strategy === "RESERVE") return 0;
    const use = used(
      running.filter(({ share }) => share === name),
      unit,
    );
    return Math.max(0, amount(capacity, unit) - use);
  }

  pool(unit: string, running = this.running): number {
    const lent = sum(
      this.shares.map((share) => this.lendable(share, unit, running) - this.borrowed(share, unit, running)),
    );
    return lent + this.unallotted(unit);
  }

  unallotted(unit: string): number {
    if (!this.options.borrowUnallotted) return 0;
    const allotted = sum(this.shares.map(({ capacity }) => amount(capacity, unit)));
    return Math.max(0, amount(this.environment.capacity, unit) - allotted);
  }

  isWithinOwn(job: RefJob, running: readonly RefJob[]): boolean {
    const share = this.share(job.share);
    const mine = running.filter((one) => one.share === job.share);
    return Object.entries(job.needs).every(([unit, count]) => used(mine, unit) + count <= amount(share.capacity, unit));
  }

  /** The units of which a job has too little while these run. */
  shortUnits(job: RefJob, running: RefJob[]): string[] {
    const share = this.share(job.share);
    const after = [...running, job];
    return Object.keys(job.needs).filter((unit) => {
      const extra = this.borrowed(share, unit, after) - this.borrowed(share, unit, running);
      const least = extra > 0 ? 0 : Math.min(0, this.pool(unit));
      return (
        used(after, unit) > amount(this.environment.capacity, unit) ||
        this.borrowed(share, unit, after) > this.borrowLimit(share, unit) ||
        this.pool(unit, after) < least
      );
    });
  }

  fits(job: RefJob, running = this.running): boolean {
    return this.shortUnits(job, running).length === 0;
  }

  /** Whom to preempt across shares, and whether that is enough. */
  borrowersFor(job: RefJob): RefVictims {
    return this.victims(
      job,
      this.running,
      (victim, unit, running) => this.borrowed(this.share(victim.share), unit, running) > 0,
    );
  }

  /** Whom to preempt in the share, and whether that is enough. */
  lessImportantFor(job: RefJob): RefVictims {
    const mine = this.running.filter((one) => one.share === job.share && one.priority < job.priority);
    return this.victims(job, mine, () => true);
  }

  private victims(
    job: RefJob,
    candidates: readonly RefJob[],
    mayLose: (victim: RefJob, unit: string, running: RefJob[]) => boolean,
  ): RefVictims {
    const without = (gone: readonly RefJob[]) => this.running.filter((one) => !gone.includes(one));
    const byId = (a: RefJob, b: RefJob) => (a.id < b.id ? -1 : 1);
    const cheapest = (a: RefJob, b: RefJob) =>
      this.options.victimOrder === "lowest-priority"
        ? a.priority - b.priority || b.dispatchedAt - a.dispatchedAt || byId(a, b)
        : b.dispatchedAt - a.dispatchedAt || a.priority - b.priority || byId(a, b);
    let gone: RefJob[] = [];
    for (const victim of [...candidates].sort(cheapest)) {
      const running = without(gone);
      const helps = this.shortUnits(job, running).some(
        (unit) => amount(victim.needs, unit) > 0 && mayLose(victim, unit, running),
      );
      if (helps) gone.push(victim);
    }
    if (!this.fits(job, without(gone))) return { gone, enough: false };
    for (const victim of [...gone].reverse()) {
      const fewer = gone.filter((one) => one !== victim);
      if (this.fits(job, without(fewer))) gone = fewer;
    }
    return { gone, enough: true };
  }

  /** What a running job has of its share's own, were it the last that came. */
  ownPart(job: RefJob): Amounts {
    const share = this.share(job.share);
    const others = this.running.filter((one) => one !== job);
    return Object.fromEntries(
      Object.entries(job.needs).map(([unit, count]) => {
        const extra = this.borrowed(share, unit) - this.borrowed(share, unit, others);
        return [unit, count - extra];
      }),
    );
  }

  /** The text of a job that its share can never place. */
  misfit(job: RefJob): string | undefined {
    const share = this.share(job.share);
    const over = (limit: (unit: string) => number) =>
      Object.entries(job.needs).some(([unit, count]) => {
        const own = amount(share.capacity, unit);
        return count > own && count > own + limit(unit);
      });
    if (over((unit) => this.borrowLimit(share, unit))) {
      return share.strategy === "LEND_AND_BORROW"
        ? "Job requirements exceed quota share capacity limits and borrow limits."
        : "Job requirements exceed quota share capacity limits.";
    }
    const lenders = this.shares.filter((one) => one !== share && one.strategy !== "RESERVE");
    const borrowable = (unit: string) =>
      sum(lenders.map(({ capacity }) => amount(capacity, unit))) + this.unallotted(unit);
    return over(borrowable) ? "Job requires borrowing that exceeds all configured borrowable capacity." : undefined;
  }
}

import type { Environment } from "../queue/environment";
import { SchedulingError } from "../errors";
import type { Job } from "../queue/job";
import type { SchedulingOptions } from "../options";
import type { Position, QueuePicture } from "../queue/picture";
import { inOrder } from "./in-order";
import { chooseVictims, type Victims } from "./preemption";
import type { Actions, QueueModel } from "../queue/queue-model";
import type { StuckText } from "../queue/reasons";
import { stuckText } from "../queue/stuck";
import { mergedFront, quotaPicture } from "./quota-picture";
import { QuotaLedger } from "./quota-ledger";
import { QuotaShare, isCheaperVictim, startedLater } from "./quota-share";
import type { JobSubmission, QueueSettings, ShareSettings } from "../settings";

interface Head {
  readonly job: Job;
  readonly share: QuotaShare;
}

/** A queue whose capacity is divided into quota shares (user guide, quota-management). */
export class QuotaQueue implements QueueModel {
  readonly ledger: QuotaLedger;
  private readonly byName = new Map<string, QuotaShare>();
  /** In the order of their names. */
  shares: readonly QuotaShare[] = [];

  constructor(
    public settings: QueueSettings,
    readonly environment: Environment,
    private readonly options: SchedulingOptions,
  ) {
    this.ledger = new QuotaLedger(environment, options.borrowUnallotted);
  }

  configure(settings: QueueSettings): void {
    this.settings = settings;
  }

  putShare(settings: ShareSettings): void {
    const share = this.byName.get(settings.name) ?? new QuotaShare(settings);
    share.settings = settings;
    this.byName.set(settings.name, share);
    this.recount();
  }

  /** @returns the jobs that it had; taken out already */
  removeShare(name: string, at: number): readonly Job[] {
    const share = this.share(name);
    const jobs = [...share.line.values(), ...share.running.values()];
    for (const job of jobs) this.take(job, at);
    this.byName.delete(name);
    this.recount();
    return jobs;
  }

  recount(): void {
    this.shares = [...this.byName.values()].sort((a, b) => (a.settings.name < b.settings.name ? -1 : 1));
    for (const share of this.shares) share.account.configure(share.settings, this.environment.units, this.options);
    this.ledger.recount(this.shares.map(({ account }) => account));
  }

  // Rule Q4: every job names a share.
  check({ id, share }: JobSubmission): void {
    if (share === undefined) throw new SchedulingError("share-required", id);
    if (!this.share(share).settings.enabled) throw new SchedulingError("share-disabled", share);
  }

  enqueue(job: Job, at: number): boolean {
    const { line } = this.share(job.share);
    line.add(job, at);
    return line.head === job;
  }

  take(job: Job, at: number): void {
    const share = this.share(job.share);
    if (!job.dispatched) return share.line.remove(job, at);
    share.running.remove(job);
    this.ledger.take(share.account, job.needs, -1);
  }

  // Rule P10: a new priority counts at once, of waiting and of dispatched jobs.
  changePriority(job: Job, priority: number, at: number): void {
    const { line, running } = this.share(job.share);
    const change = () => void (job.priority = priority);
    if (!job.dispatched) return line.reorder(job, change, at);
    running.remove(job);
    change();
    running.add(job);
  }

  /** Rules O1 and O3: looks at the head of each share, again after each decision. */
  schedule(actions: Actions): void {
    if (!this.environment.enabled) return;
    let open: readonly QuotaShare[] | undefined = this.shares;
    while (open !== undefined) open = this.decide(open, actions);
  }

  /**
   * @param shares those whose heads may have a chance
   * @returns those that may have one now; undefined: nothing was decided
   */
  private decide(shares: readonly QuotaShare[], actions: Actions): readonly QuotaShare[] | undefined {
    const own: Head[] = [];
    const borrowing: Head[] = [];
    const short: Head[] = [];
    const preempting: Head[] = [];
    // A dispatch leaves less for all: who had no chance before has none after it.
    const open: QuotaShare[] = [];
    for (const share of shares) {
      const job = share.line.head;
      if (job === undefined) continue;
      const placing = this.ledger.placing(share.account, job.needs);
      if (placing === "own") own.push({ job, share });
      else if (placing === "borrow") borrowing.push({ job, share });
      else {
        const isShort = placing !== "quota" && this.ledger.fitsOwn(share.account, job.needs);
        const mayPreempt = mayPreemptInShare(share, job);
        if (isShort) short.push({ job, share });
        if (mayPreempt) preempting.push({ job, share });
        if (!isShort && !mayPreempt) continue;
      }
      open.push(share);
    }
    const idle = this.apartFrom(short, borrowing);
    if (own.length > 0) {
      this.place(this.nextOf(own, idle), actions);
      return open;
    }
    if (short.length > 0 && this.takeBack(short, actions)) return this.shares;
    if (idle.length > 0) {
      this.place(idle.reduce(this.nextToBorrow), actions);
      return open;
    }
    const mayPreempt = this.apartFrom(short, preempting);
    return mayPreempt.length > 0 && this.preemptInShare(mayPreempt, actions) ? this.shares : undefined;
  }

  /** What is taken back bit by bit is held for those who are short of it: the others wait. */
  private apartFrom(short: readonly Head[], heads: readonly Head[]): readonly Head[] {
    if (!this.options.partialPreemption || short.length === 0) return heads;
    const held = new Set(short.flatMap(unitsOf));
    return heads.filter((head) => !unitsOf(head).some((unit) => held.has(unit)));
  }

  // Rule O4: what a share owns comes before what it borrows.
  private nextOf(own: readonly Head[], borrowing: readonly Head[]): Head {
    if (this.options.ownBeforeBorrowing) return own.reduce(earlier);
    return [...own, ...borrowing].reduce(this.nextToBorrow);
  }

  // Rule O5: idle capacity goes to whoever came first.
  private readonly nextToBorrow = (a: Head, b: Head): Head => {
    if (this.options.idleOrder === "priority" && a.job.priority !== b.job.priority) {
      return a.job.priority > b.job.priority ? a : b;
    }
    return earlier(a, b);
  };

  // Rules P2, P3, P4 and Q7: a share takes back what it owns, whatever the priorities.
  private takeBack(short: readonly Head[], actions: Actions): boolean {
    for (const head of [...short].sort((a, b) => a.job.order - b.job.order)) {
      const units = unitsOf(head);
      const candidates: Head[] = [];
      for (const share of this.shares) {
        if (!units.some((unit) => share.account.borrowed(unit) > 0)) continue;
        for (const job of share.running.values()) candidates.push({ job, share });
      }
      const victims = chooseVictims(this.ledger, head, inOrder(candidates, this.victimOrder), "cross-share");
      if (victims.enough) {
        this.preempt(victims, head, "cross-share", actions);
        this.place(head, actions);
        return true;
      }
      if (this.options.partialPreemption && victims.chosen.length > 0) {
        this.preempt(victims, head, "cross-share", actions);
        return true;
      }
    }
    return false;
  }

  private preemptInShare(preempting: readonly Head[], actions: Actions): boolean {
    for (const head of [...preempting].sort((a, b) => a.job.order - b.job.order)) {
      const { share, job: beneficiary } = head;
      const candidates = share.running
        .values()
        .filter(({ priority }) => priority < beneficiary.priority)
        .map((job) => ({ job, share }));
      const victims = chooseVictims(this.ledger, head, inOrder(candidates, this.victimOrder), "in-share");
      if (!victims.enough) continue;
      this.preempt(victims, head, "in-share", actions);
      this.place(head, actions);
      return true;
    }
    return false;
  }

  private readonly victimOrder = (a: Head, b: Head): boolean => {
    const before = this.options.victimOrder === "lowest-priority" ? isCheaperVictim : startedLater;
    return before(a.job, b.job);
  };

  private preempt({ chosen }: Victims, by: Head, kind: "cross-share" | "in-share", actions: Actions): void {
    for (const { job } of chosen) {
      this.take(job, actions.at);
      actions.preempted(job, by.job, kind);
    }
  }

  private place({ job, share: { line, running, account } }: Head, actions: Actions): void {
    const { units } = this.environment;
    const before = job.needs.map(({ unit }) => account.borrowed(unit));
    line.remove(job, actions.at);
    this.ledger.take(account, job.needs, 1);
    job.dispatchedAt = actions.at;
    running.add(job);
    const own: number[] = [];
    const borrowed: number[] = [];
    job.needs.forEach(({ unit, count }, i) => {
      borrowed[unit] = account.borrowed(unit) - (before[i] ?? 0);
      own[unit] = count - borrowed[unit];
    });
    actions.dispatched(job, units.amounts(own), units.amounts(borrowed));
  }

  fronts(): readonly Job[] {
    const heads: Job[] = [];
    for (const { line } of this.shares) if (line.head !== undefined) heads.push(line.head);
    return heads;
  }

  stuck(job: Job): StuckText | undefined {
    return stuckText(job, this.environment, this.ledger.misfit(this.share(job.share).account, job.needs));
  }

  first(count: number): Position[] {
    return mergedFront(this.shares, count);
  }

  /** The first waiting job of each share that has one. */
  frontOfShares(): Map<string, Position> {
    return new Map(
      this.shares.flatMap(({ settings: { name }, line }): [string, Position][] =>
        line.head === undefined ? [] : [[name, line.position(line.head)]],
      ),
    );
  }

  picture(): QueuePicture {
    return quotaPicture(this);
  }

  private share(name: string): QuotaShare {
    const share = this.byName.get(name);
    if (share === undefined) throw new SchedulingError("unknown-share", name);
    return share;
  }
}

function unitsOf({ job }: Head): number[] {
  return job.needs.map(({ unit }) => unit);
}

function earlier(a: Head, b: Head): Head {
  return a.job.order < b.job.order ? a : b;
}

// Rule P5: only where the share wants it, and only jobs of strictly lower priority.
function mayPreemptInShare({ settings, running }: QuotaShare, job: Job): boolean {
  if (!settings.inSharePreemption) return false;
  const cheapest = running.peek();
  return cheapest !== undefined && cheapest.priority < job.priority;
}

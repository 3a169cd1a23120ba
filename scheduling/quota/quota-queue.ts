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
import { QuotaShare, isCheaperVictim, startedLater, type VictimOrder } from "./quota-share";
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
  private readonly victimOrder: VictimOrder;

  constructor(
    public settings: QueueSettings,
    readonly environment: Environment,
    private readonly options: SchedulingOptions,
  ) {
    this.ledger = new QuotaLedger(environment, options.borrowUnallotted);
    this.victimOrder = options.victimOrder === "lowest-priority" ? isCheaperVictim : startedLater;
  }

  configure(settings: QueueSettings): void {
    this.settings = settings;
  }

  putShare(settings: ShareSettings): void {
    const share = this.byName.get(settings.name) ?? new QuotaShare(settings, this.victimOrder);
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
    this.openAll();
    while (this.decide(actions));
  }

  /** @returns whether something was decided */
  private decide(actions: Actions): boolean {
    // Made only where there are some: this is asked at every event.
    let own: Head[] | undefined;
    let borrowing: Head[] | undefined;
    let short: Head[] | undefined;
    let preempting: Head[] | undefined;
    for (const share of this.shares) {
      const job = share.line.head;
      if (job === undefined || !share.isOpen) continue;
      const placing = this.ledger.placing(share.account, job.needs);
      if (placing === "own") own = withOne(own, { job, share });
      else if (placing === "borrow") borrowing = withOne(borrowing, { job, share });
      else {
        const isShort = placing !== "quota" && this.ledger.fitsOwn(share.account, job.needs);
        const mayPreempt = this.mayPreemptInShare(share, job);
        if (isShort) short = withOne(short, { job, share });
        if (mayPreempt) preempting = withOne(preempting, { job, share });
        share.isOpen = isShort || mayPreempt;
      }
    }
    const idle = this.apartFrom(short, borrowing);
    if (own !== undefined) this.place(this.nextOf(own, idle), actions);
    else if (short !== undefined && this.takeBack(short, actions)) this.openAll();
    else if (idle.length > 0) this.place(idle.reduce(this.nextToBorrow), actions);
    else if (this.preemptInShare(this.apartFrom(short, preempting), actions)) this.openAll();
    else return false;
    return true;
  }

  /** A dispatch leaves less for all: who had no chance before has none after it. Preemptions may open one. */
  private openAll(): void {
    for (const share of this.shares) share.isOpen = true;
  }

  /** What is taken back bit by bit is held for those who are short of it: the others wait. */
  private apartFrom(short: readonly Head[] | undefined, heads: readonly Head[] = NONE): readonly Head[] {
    if (!this.options.partialPreemption || short === undefined) return heads;
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
      const borrowers = this.shares.filter(({ account }) => units.some((unit) => account.borrowed(unit) > 0));
      const victims = chooseVictims(this.ledger, head, inOrder(borrowers, this.victimOrder), "cross-share");
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
      const candidates = lessImportant(head, inOrder([head.share], this.victimOrder));
      const victims = chooseVictims(this.ledger, head, candidates, "in-share");
      if (!victims.enough) continue;
      this.preempt(victims, head, "in-share", actions);
      this.place(head, actions);
      return true;
    }
    return false;
  }

  // Rule P5: only where the share wants it, and only jobs of strictly lower priority.
  private mayPreemptInShare({ settings, running }: QuotaShare, { priority }: Job): boolean {
    const first = running.peek();
    if (!settings.inSharePreemption || first === undefined) return false;
    if (first.priority < priority) return true;
    // Where the latest start goes first, a less important job may come later.
    return this.options.victimOrder === "latest-start" && running.values().some((job) => job.priority < priority);
  }

  private preempt({ chosen }: Victims, by: Head, kind: "cross-share" | "in-share", actions: Actions): void {
    for (const { job } of chosen) {
      this.take(job, actions.at);
      actions.preempted(job, by.job, kind);
    }
  }

  private place({ job, share: { line, running, account } }: Head, actions: Actions): void {
    const { names } = this.environment.units;
    const own: Record<string, number> = {};
    const borrowed: Record<string, number> = {};
    for (const need of job.needs) {
      const name = names[need.unit] ?? "";
      const extra = account.beyondOwn(need);
      if (extra > 0) borrowed[name] = extra;
      if (need.count > extra) own[name] = need.count - extra;
    }
    line.remove(job, actions.at);
    this.ledger.take(account, job.needs, 1);
    job.dispatchedAt = actions.at;
    running.add(job);
    actions.dispatched(job, own, borrowed);
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

const NONE: readonly Head[] = [];

function withOne(heads: Head[] | undefined, head: Head): Head[] {
  if (heads === undefined) return [head];
  heads.push(head);
  return heads;
}

function unitsOf({ job }: Head): number[] {
  return job.needs.map(({ unit }) => unit);
}

function earlier(a: Head, b: Head): Head {
  return a.job.order < b.job.order ? a : b;
}

function* lessImportant({ job: { priority } }: Head, candidates: Iterable<Head>): Generator<Head, void> {
  for (const candidate of candidates) if (candidate.job.priority < priority) yield candidate;
}

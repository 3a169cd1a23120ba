import type { Environment } from "../queue/environment";
import type { Need } from "../queue/job";
import { stuckTexts } from "../queue/reasons";
import type { QuotaAccount } from "./quota-account";

/** What keeps a job from being placed, or how it would be placed. */
export type Placing = "own" | "borrow" | "environment-capacity" | "quota" | "borrowable-capacity";

/** The capacity of a queue with quota shares: who uses, lends and borrows how much. */
export class QuotaLedger {
  private readonly accounts = new Set<QuotaAccount>();
  private readonly lendable: number[] = [];
  private readonly borrowed: number[] = [];
  private unallotted: readonly number[] = [];

  constructor(
    private readonly environment: Environment,
    private readonly borrowUnallotted: boolean,
  ) {}

  /** Sums up anew, after settings have changed. */
  recount(accounts: Iterable<QuotaAccount>): void {
    this.accounts.clear();
    for (const account of accounts) this.accounts.add(account);
    const all = [...this.accounts];
    const units = this.environment.units.names.map((_, unit) => unit);
    const sum = (of: (account: QuotaAccount) => number) => all.reduce((total, account) => total + of(account), 0);
    for (const unit of units) {
      this.lendable[unit] = sum((account) => account.lendable(unit));
      this.borrowed[unit] = sum((account) => account.borrowed(unit));
    }
    // Rule C5: the documented ceiling of a share counts only what other shares own.
    this.unallotted = units.map((unit) =>
      this.borrowUnallotted
        ? Math.max(0, (this.environment.max[unit] ?? 0) - sum(({ capacity }) => capacity[unit] ?? 0))
        : 0,
    );
  }

  /** What can still be borrowed; less than nothing when settings were lowered below what is lent. */
  pool(unit: number): number {
    return (this.lendable[unit] ?? 0) + (this.unallotted[unit] ?? 0) - (this.borrowed[unit] ?? 0);
  }

  /** What the others and nobody own of a unit and would lend if nothing ran. */
  private borrowable(account: QuotaAccount, unit: number): number {
    let sum = this.unallotted[unit] ?? 0;
    for (const other of this.accounts) if (other !== account && other.lends) sum += other.capacity[unit] ?? 0;
    return sum;
  }

  /** What is wrong with a job that its share can never hold, with all that it may borrow (rule R4). */
  misfit(account: QuotaAccount, needs: readonly Need[]): string | undefined {
    if (needs.every(({ unit, count }) => count <= (account.capacity[unit] ?? 0))) return undefined;
    const over = needs
      .map(({ unit, count }) => ({ unit, extra: count - (account.capacity[unit] ?? 0) }))
      .filter(({ extra }) => extra > 0);
    if (over.some(({ unit, extra }) => extra > account.borrowLimit(unit))) {
      return account.borrows ? stuckTexts.quotaAndBorrowLimit : stuckTexts.quota;
    }
    if (over.some(({ unit, extra }) => extra > this.borrowable(account, unit))) return stuckTexts.borrowable;
    return undefined;
  }

  /** Rule C1: whether a job fits into what its share owns, borrowing nothing. */
  fitsOwn(account: QuotaAccount, needs: readonly Need[]): boolean {
    for (const { unit, count } of needs) {
      if ((account.use[unit] ?? 0) + count > (account.capacity[unit] ?? 0)) return false;
    }
    return true;
  }

  /**
   * How a job would be placed now, all of it at once (rule C7), or the first thing that is in the way.
   *
   * @param debts by unit, how far the pool may be below nothing: lowered settings leave debts, no job adds to them
   */
  placing(account: QuotaAccount, needs: readonly Need[], debts?: readonly number[]): Placing {
    let own = true;
    for (const { unit, count } of needs) {
      const use = (account.use[unit] ?? 0) + count;
      if (use > (account.capacity[unit] ?? 0)) {
        own = false;
        if (use - (account.capacity[unit] ?? 0) > account.borrowLimit(unit)) return "quota";
      }
    }
    for (const need of needs) {
      const short = this.shortOf(account, need, debts?.[need.unit]);
      if (short !== undefined) return short;
    }
    return own ? "own" : "borrow";
  }

  /** Whether the environment or the pool has too little of a unit for the job. */
  shortOf(
    account: QuotaAccount,
    need: Need,
    debt = Math.min(0, this.pool(need.unit)),
  ): "environment-capacity" | "borrowable-capacity" | undefined {
    const { unit, count } = need;
    if ((this.environment.use[unit] ?? 0) + count > (this.environment.max[unit] ?? 0)) return "environment-capacity";
    const extra = account.beyondOwn(need);
    const after = this.pool(unit) - extra - (account.lends ? count - extra : 0);
    // Rules C2 and C6: what is borrowed is covered by what all others lend together.
    if (extra > 0) return after < 0 ? "borrowable-capacity" : undefined;
    // What the share owns but has lent out is not free: it has to be taken back first (rule P2). A share that does not
    // lend finds its own as it left it.
    return account.lends && after < debt ? "borrowable-capacity" : undefined;
  }

  /** By unit, what the pool lacks already: see `placing`. */
  debts(needs: readonly Need[]): number[] {
    const debts: number[] = [];
    for (const { unit } of needs) debts[unit] = Math.min(0, this.pool(unit));
    return debts;
  }

  take(account: QuotaAccount, needs: readonly Need[], sign: 1 | -1): void {
    for (const { unit, count } of needs) {
      const lendable = account.lendable(unit);
      const borrowed = account.borrowed(unit);
      account.use[unit] = (account.use[unit] ?? 0) + sign * count;
      this.lendable[unit] = (this.lendable[unit] ?? 0) + account.lendable(unit) - lendable;
      this.borrowed[unit] = (this.borrowed[unit] ?? 0) + account.borrowed(unit) - borrowed;
    }
    this.environment.add(needs, sign);
  }
}

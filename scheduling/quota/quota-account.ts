import type { SchedulingOptions } from "../options";
import type { Need } from "../queue/job";
import type { ShareSettings } from "../settings";
import type { Units } from "../queue/units";

/** What a quota share owns, may borrow and uses, by unit. */
export class QuotaAccount {
  readonly use: number[] = [];
  capacity: readonly number[] = [];
  lends = false;
  borrows = false;
  private borrowLimits: readonly number[] = [];
  /** What it may borrow of a unit that it owns nothing of. */
  private otherwise = 0;

  /** Rules C2, C3 and C8: only LEND_AND_BORROW borrows, up to its limit; RESERVE does not even lend. */
  configure({ capacity, strategy, borrowLimit = -1 }: ShareSettings, units: Units, options: SchedulingOptions): void {
    const round = options.borrowRounding === "down" ? Math.floor : Math.ceil;
    this.borrows = strategy === "LEND_AND_BORROW";
    const limitOf = (own: number) => (borrowLimit < 0 ? Infinity : round((own * borrowLimit) / 100));
    this.capacity = units.array(capacity);
    this.borrowLimits = this.capacity.map((own) => (this.borrows ? limitOf(own) : 0));
    this.otherwise = this.borrows ? limitOf(0) : 0;
    this.lends = strategy !== "RESERVE";
  }

  /** How much it may borrow on top of what it owns. */
  borrowLimit(unit: number): number {
    return this.borrowLimits[unit] ?? this.otherwise;
  }

  /** How much of a need what it owns has no room left for. */
  beyondOwn({ unit, count }: Need): number {
    return Math.max(0, count - Math.max(0, (this.capacity[unit] ?? 0) - (this.use[unit] ?? 0)));
  }

  borrowed(unit: number): number {
    return Math.max(0, (this.use[unit] ?? 0) - (this.capacity[unit] ?? 0));
  }

  lendable(unit: number): number {
    return this.lends ? Math.max(0, (this.capacity[unit] ?? 0) - (this.use[unit] ?? 0)) : 0;
  }
}

import type { SchedulingOptions } from "../options";
import { NUM_INSTANCES } from "../../aws/batch/names";
import type { Amounts } from "../settings";

/** Sums amounts by unit. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(amounts: Amounts, sign: 1 | -1 = 1): this {
    for (const unit of Object.keys(amounts)) {
      const sum = (this.counts.get(unit) ?? 0) + sign * (amounts[unit] ?? 0);
      if (sum === 0) this.counts.delete(unit);
      else this.counts.set(unit, sum);
    }
    return this;
  }

  /** @returns the sums that are not nothing, by unit in the order of their names */
  amounts(): Amounts {
    return Object.fromEntries([...this.counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** @param counted whether the environment counts in `NUM_INSTANCES` (rule F6) */
  shown(unit: SchedulingOptions["usageUnit"], counted: boolean): Amounts {
    if (unit === "instance-type" || !counted) return this.amounts();
    const total = [...this.counts.values()].reduce((sum, count) => sum + count, 0);
    return total === 0 ? {} : { [NUM_INSTANCES]: total };
  }
}

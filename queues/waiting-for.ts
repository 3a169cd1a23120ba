import { NUM_INSTANCES } from "../aws/batch/names";
import type { QuotaShareDetail } from "@aws-sdk/client-batch";
import type { UnitTop, WaitingFor } from "./top-picture";

/** @param wanted instances by unit */
export function environmentFull(units: readonly UnitTop[], wanted: ReadonlyMap<string, number>): boolean {
  const total = [...wanted.values()].reduce((sum, count) => sum + count, 0);
  return units.some(({ unit, own, capacity = Infinity }) => {
    return own + (unit === NUM_INSTANCES ? total : (wanted.get(unit) ?? 0)) > capacity;
  });
}

/**
 * What is in the way of a job in a quota share (rules of scheduling/, docs/scheduling.md).
 *
 * @param mine the units of its share
 * @param all the units of all shares that lend, with what they have lent already
 * @returns undefined when nothing is: it will go in a moment
 */
export function quotaWaitingFor(
  wanted: ReadonlyMap<string, number>,
  share: QuotaShareDetail,
  mine: readonly UnitTop[],
  all: readonly UnitTop[],
): WaitingFor | undefined {
  const { strategy, borrowLimit = -1 } = share.resourceSharingConfiguration ?? {};
  for (const [unit, count] of wanted) {
    const { own = 0, borrowed = 0, capacity = 0 } = mine.find((one) => one.unit === unit) ?? {};
    const extra = own + borrowed + count - capacity;
    if (extra <= 0) continue;
    if (strategy !== "LEND_AND_BORROW") return "own-quota";
    if (borrowLimit >= 0 && extra > Math.floor((capacity * borrowLimit) / 100)) return "borrow-limit";
    const idle = all
      .filter((one) => one.unit === unit)
      .reduce((sum, one) => sum + (one.capacity ?? 0) - one.own - one.lent, 0);
    // What its share has free itself is no loan.
    const free = Math.max(0, capacity - own);
    if (extra - borrowed > idle - free) return "lenders";
  }
  return undefined;
}

import type { GetJobQueueSnapshotResponse, QuotaShareDetail } from "@aws-sdk/client-batch";
import type { RunningJob } from "../aws/batch/running-jobs";
import {
  amounts,
  demandOf,
  frontOf,
  idOf,
  limitsOf,
  wanted,
  type Amounts,
  type Described,
  type Fronts,
} from "./top-facts";
import type { FrontTop, ShareTop, UnitTop } from "./top-picture";
import { quotaWaitingFor } from "./waiting-for";

/** What each quota share owns, lends, borrows and waits for. */
export function quotaShares(
  shares: readonly QuotaShareDetail[],
  { queueUtilization, frontOfQuotaShares }: GetJobQueueSnapshotResponse,
  waiting: readonly Described[],
  fronts: Fronts,
): ShareTop[] {
  const used = new Map(
    (queueUtilization?.quotaShareUtilization?.topCapacityUtilization ?? []).map((one) => [
      one.quotaShareName ?? "",
      amounts(one.capacityUsage),
    ]),
  );
  const rows = [...shares]
    .sort((a, b) => ((a.quotaShareName ?? "") < (b.quotaShareName ?? "") ? -1 : 1))
    .map((share) => {
      const name = share.quotaShareName ?? "";
      const mine = waiting.filter(({ quotaShareName }) => quotaShareName === name);
      const front = frontOfQuotaShares?.quotaShares?.[name]?.[0];
      return { share, name, mine, front, units: shareUnits(share, used.get(name) ?? new Map(), wanted(mine)) };
    });
  const lent = lentUnits(
    rows.map(({ share, units }) => ({ units, strategy: share.resourceSharingConfiguration?.strategy })),
  );
  const withLent = rows.map(({ units }, row) =>
    units.map((unit) => ({ ...unit, lent: lent[row]?.get(unit.unit) ?? 0 })),
  );
  const lending = withLent.filter((_, row) => rows[row]?.share.resourceSharingConfiguration?.strategy !== "RESERVE");
  return rows.map(({ share, name, mine, front }, row) => {
    const { state, resourceSharingConfiguration: { strategy } = {} } = share;
    const units = withLent[row] ?? [];
    return {
      share: name,
      ...(state === undefined ? {} : { state }),
      ...(strategy === undefined ? {} : { strategy }),
      units,
      waitingJobs: mine.length,
      ...(front === undefined
        ? {}
        : { front: quotaFront(frontOf(front, fronts), share, units, lending.flat(), fronts) }),
    };
  });
}

function quotaFront(
  front: FrontTop,
  share: QuotaShareDetail,
  mine: readonly UnitTop[],
  lending: readonly UnitTop[],
  fronts: Fronts,
): FrontTop {
  if (front.statusReason !== undefined) return front;
  const waitingFor = quotaWaitingFor(demandOf(front.jobId, fronts), share, mine, lending);
  return waitingFor === undefined ? front : { ...front, waitingFor };
}

function shareUnits(share: QuotaShareDetail, used: Amounts, wants: Amounts): UnitTop[] {
  const limits = limitsOf(share.capacityLimits);
  return [...new Set([...limits.keys(), ...used.keys(), ...wants.keys()])].map((unit) => {
    const capacity = limits.get(unit) ?? 0;
    const use = used.get(unit) ?? 0;
    const own = Math.min(use, capacity);
    return { unit, capacity, own, borrowed: use - own, lent: 0, waiting: wants.get(unit) ?? 0 };
  });
}

/**
 * AWS Batch does not tell who lends to whom: what is borrowed is put down to the shares that lend in the order of their
 * names, as far as they do not use it themselves.
 */
function lentUnits(rows: readonly { units: readonly UnitTop[]; strategy?: string }[]): Map<string, number>[] {
  const open = new Map<string, number>();
  for (const { unit, borrowed } of rows.flatMap(({ units }) => units)) {
    open.set(unit, (open.get(unit) ?? 0) + borrowed);
  }
  return rows.map(({ units, strategy }) => {
    const lent = new Map<string, number>();
    for (const { unit, capacity = 0, own } of strategy === "RESERVE" ? [] : units) {
      const part = Math.min(open.get(unit) ?? 0, capacity - own);
      lent.set(unit, part);
      open.set(unit, (open.get(unit) ?? 0) - part);
    }
    return lent;
  });
}

/** The fair shares that use most, and those that wait. */
export function fairShares(
  { queueUtilization, frontOfQueue }: GetJobQueueSnapshotResponse,
  waiting: readonly Described[],
  fronts: Fronts,
  running?: readonly RunningJob[],
): ShareTop[] {
  const first = frontOfQueue?.jobs?.[0];
  const used = new Map(
    (queueUtilization?.fairshareUtilization?.topCapacityUtilization ?? []).map((one) => [
      one.shareIdentifier ?? "",
      amounts(one.capacityUsage),
    ]),
  );
  const all = [...waiting, ...(running ?? [])];
  const names = new Set([...used.keys(), ...all.flatMap(({ shareIdentifier }) => shareIdentifier ?? [])]);
  return [...names].sort().map((share) => {
    const mine = waiting.filter(({ shareIdentifier }) => shareIdentifier === share);
    const runs = running?.filter(({ shareIdentifier }) => shareIdentifier === share).length;
    const [own, wants] = [used.get(share) ?? new Map<string, number>(), wanted(mine)];
    // Only the next job of the whole queue is known.
    const front = first && fronts.get(idOf(first.jobArn ?? ""))?.shareIdentifier === share ? first : undefined;
    return {
      share,
      units: [...new Set([...own.keys(), ...wants.keys()])].map((unit) => {
        return { unit, own: own.get(unit) ?? 0, borrowed: 0, lent: 0, waiting: wants.get(unit) ?? 0 };
      }),
      ...(runs === undefined ? {} : { runningJobs: runs }),
      waitingJobs: mine.length,
      ...(front === undefined ? {} : { front: frontOf(front, fronts) }),
    };
  });
}

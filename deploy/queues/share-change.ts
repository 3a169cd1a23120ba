import type { QuotaShareDetail } from "@aws-sdk/client-batch";
import { ShareCapacityError, UnknownQueueError, UnknownShareError } from "./errors";
import type { QueueWatcher } from "./queue-watcher";

/** A capacity that somebody asks for: `ml.g5.xlarge=3`, or `3` of a share with one unit. */
export interface WantedCapacity {
  readonly unit?: string;
  readonly max: number;
}

export type ShareChange = { readonly state: "ENABLED" | "DISABLED" } | { readonly capacity: readonly WantedCapacity[] };

/** What a share is after a change. */
export interface ChangedShare {
  readonly queue: string;
  readonly share: string;
  readonly state: string;
  readonly capacity: readonly { readonly unit: string; readonly max: number }[];
}

/**
 * Changes a live quota share. Terraform does not see it (`dapf queues drift` does).
 *
 * @param queue name or ARN
 * @throws UnknownQueueError, UnknownShareError, ShareCapacityError, BatchCallError
 */
export async function changeShare(
  watcher: QueueWatcher,
  queue: string,
  share: string,
  change: ShareChange,
): Promise<ChangedShare> {
  const detail = await watcher.queue(queue);
  if (detail === undefined) throw new UnknownQueueError(queue);
  const shares = await watcher.shares(detail.jobQueueArn ?? queue);
  const found = shares.find(({ quotaShareName }) => quotaShareName === share);
  if (found?.quotaShareArn === undefined) {
    throw new UnknownShareError(
      share,
      queue,
      shares.flatMap(({ quotaShareName }) => quotaShareName ?? []),
    );
  }
  const limits = "capacity" in change ? newLimits(found, share, change.capacity) : limitsOf(found);
  await watcher.updateShare({
    quotaShareArn: found.quotaShareArn,
    // A list of limits takes the place of the whole old one.
    ...("capacity" in change
      ? { capacityLimits: limits.map(({ unit, max }) => ({ capacityUnit: unit, maxCapacity: max })) }
      : { state: change.state }),
  });
  const state = "state" in change ? change.state : (found.state ?? "ENABLED");
  return { queue: detail.jobQueueName ?? queue, share, state, capacity: limits };
}

function limitsOf({ capacityLimits = [] }: QuotaShareDetail) {
  return capacityLimits.map(({ capacityUnit = "", maxCapacity = 0 }) => ({ unit: capacityUnit, max: maxCapacity }));
}

function newLimits(found: QuotaShareDetail, share: string, capacity: readonly WantedCapacity[]) {
  const limits = new Map(limitsOf(found).map(({ unit, max }) => [unit, max]));
  const [only, ...others] = [...limits.keys()];
  for (const { unit, max } of capacity) {
    if (unit === undefined && (only === undefined || others.length > 0)) {
      throw new ShareCapacityError(share, [...limits.keys()]);
    }
    limits.set(unit ?? only ?? "", max);
  }
  return [...limits].map(([unit, max]) => ({ unit, max }));
}

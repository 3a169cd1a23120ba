import type { JobQueueDetail, QuotaShareDetail } from "@aws-sdk/client-batch";
import { jobQueues, quotaShares } from "../aws/batch/queues";
import type { BatchClient } from "../aws/services";
import { ShareCapacityError, ShareOverwrittenError, UnknownQueueError, UnknownShareError } from "./errors";
import { limitsOf } from "./top-facts";

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
  /** What somebody else has changed meanwhile: `ml.g5.xlarge is 3 (was 2)`. */
  readonly meanwhile: readonly string[];
  /** Whether the change took so long that one which somebody else made of other units may have been undone. */
  readonly unsure: boolean;
}

/** Milliseconds after a change until it is looked at again. */
const LOOK_AGAIN = 3000;
/** Milliseconds between two looks at a share that is being updated, and how many there are. */
const SETTLING = 500;
const MOST_LOOKS = 60;

/**
 * Changes a live quota share. Terraform does not see it (`dapf queues drift` does).
 *
 * AWS Batch has no conditional update of a share (API reference, UpdateQuotaShare: an ARN and the new values), and a list of
 * limits takes the place of the whole old one. So whoever changes one limit writes back the others as they were when they
 * looked. To keep a change from getting lost in silence, everybody looks again some time after theirs; and whoever needed
 * longer than that between look and change says so, because somebody else may have looked again in between.
 *
 * @param queue name or ARN
 * @param lookAgain milliseconds; the same for all who use an account
 * @throws UnknownQueueError, UnknownShareError, ShareCapacityError, ShareOverwrittenError, AwsCallError
 */
export async function changeShare(
  batch: BatchClient,
  queue: string,
  share: string,
  change: ShareChange,
  lookAgain = LOOK_AGAIN,
): Promise<ChangedShare> {
  const { time } = batch;
  const [detail] = await jobQueues(batch, [queue]);
  if (detail === undefined) throw new UnknownQueueError(queue);
  const { found, at } = await settled(batch, detail, queue, share);
  const wanted = "capacity" in change ? wantedLimits(found, share, change.capacity) : new Map<string, number>();
  const limits = new Map([...limitsOf(found.capacityLimits), ...wanted]);
  await batch.call("UpdateQuotaShare", {
    quotaShareArn: found.quotaShareArn,
    ...("capacity" in change
      ? { capacityLimits: [...limits].map(([capacityUnit, maxCapacity]) => ({ capacityUnit, maxCapacity })) }
      : { state: change.state }),
  });
  const isSlow = time.now() - at >= lookAgain;

  await time.sleep(lookAgain);
  const { found: live } = await settled(batch, detail, queue, share);
  const isOther = (unit: string) => !wanted.has(unit);
  const name = detail.jobQueueName ?? queue;
  const lost = differences(limits, live, (unit) => wanted.has(unit), "asked for:");
  if ("state" in change && stateOf(live) !== change.state) lost.push(stateText(live));
  if (lost.length > 0) throw new ShareOverwrittenError(name, share, lost);
  const meanwhile = differences(limits, live, isOther, "was");
  if (!("state" in change) && stateOf(live) !== stateOf(found)) meanwhile.push(stateText(live));
  const capacity = [...limitsOf(live.capacityLimits)].map(([unit, max]) => ({ unit, max }));
  const unsure = isSlow && wanted.size > 0 && [...limits.keys()].some(isOther);
  return { queue: name, share, state: stateOf(live), capacity, meanwhile, unsure };
}

/** The share as it is when no update of it is under way, and when it was asked about. */
async function settled(
  batch: BatchClient,
  { jobQueueArn }: JobQueueDetail,
  queue: string,
  share: string,
): Promise<{ found: QuotaShareDetail & { readonly quotaShareArn: string }; at: number }> {
  const { time } = batch;
  for (let looks = 1; ; looks += 1) {
    const at = time.now();
    const shares = await quotaShares(batch, jobQueueArn ?? queue);
    const found = shares.find(({ quotaShareName }) => quotaShareName === share);
    const { quotaShareArn } = found ?? {};
    if (found === undefined || quotaShareArn === undefined) {
      const known = shares.flatMap(({ quotaShareName }) => quotaShareName ?? []);
      throw new UnknownShareError(share, queue, known);
    }
    if (found.status !== "UPDATING" || looks >= MOST_LOOKS) return { found: { ...found, quotaShareArn }, at };
    await time.sleep(SETTLING);
  }
}

function wantedLimits(found: QuotaShareDetail, share: string, capacity: readonly WantedCapacity[]) {
  const units = [...limitsOf(found.capacityLimits).keys()];
  const [only, ...others] = units;
  return new Map(
    capacity.map(({ unit, max }): [string, number] => {
      const meant = unit ?? (others.length === 0 ? only : undefined);
      if (meant === undefined) throw new ShareCapacityError(share, units);
      return [meant, max];
    }),
  );
}

/** How live limits differ from what was written, of some units. @param word before what was written */
function differences(
  written: ReadonlyMap<string, number>,
  share: QuotaShareDetail,
  isMeant: (unit: string) => boolean,
  word: string,
): string[] {
  const live = limitsOf(share.capacityLimits);
  return [...new Set([...written.keys(), ...live.keys()])]
    .filter((unit) => isMeant(unit) && live.get(unit) !== written.get(unit))
    .map((unit) => `${unit} is ${live.get(unit) ?? "gone"} (${word} ${written.get(unit) ?? "none"})`);
}

const stateOf = ({ state = "ENABLED" }: QuotaShareDetail): string => state;
const stateText = (share: QuotaShareDetail): string => `its state is ${stateOf(share).toLowerCase()}`;

import type { QueueOverview } from "../../queues";
import { columns } from "./columns";
import { capacityText, schedulingText, sharingText, stateText } from "./queue-words";
import type { Style } from "./style";

/** @returns one line a queue and one a share, under a line of headings. */
export function queueTable(queues: readonly QueueOverview[], style: Style): string[] {
  const rows = queues.flatMap((queue) => [
    [
      queue.name,
      schedulingText(queue),
      capacityText(queue.serviceEnvironment.capacity),
      weightsText(queue.weights ?? []),
      stateText(queue),
    ],
    ...queue.shares.map((share) => [
      `  ${share.name}`,
      "",
      capacityText(share.capacity),
      sharingText(share),
      stateText(share),
    ]),
  ]);
  return columns(["QUEUE", "ORDER", "CAPACITY", "SHARES", "STATE"], rows, style);
}

/** A policy may have 500 share identifiers; the tree shows them all. */
const MOST_WEIGHTS = 3;

function weightsText(weights: NonNullable<QueueOverview["weights"]>): string {
  const shown = weights.slice(0, MOST_WEIGHTS).map(({ share, weight }) => `${share} ${weight}`);
  const more = weights.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

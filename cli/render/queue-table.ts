import type { Capacity, QueueOverview } from "../../queues";
import { columns } from "./columns";
import { capacityText, kindText, schedulingText, sharingText, stateText } from "./queue-words";
import type { Style } from "./style";

/** @returns one line a queue and one a share, under a line of headings. */
export function queueTable(queues: readonly QueueOverview[], style: Style): string[] {
  const rows = queues.flatMap((queue) => {
    const environments = queue.kind === "training" ? [queue.serviceEnvironment] : queue.computeEnvironments;
    return [
      [
        queue.name,
        kindText(queue),
        schedulingText(queue),
        String(queue.priority),
        environments.map(({ name }) => name).join(", "),
        capacityText(summed(environments.flatMap(({ capacity }) => capacity))),
        weightsText(queue.weights ?? []),
        stateText(queue),
      ],
      ...(queue.kind === "training" ? queue.shares : []).map((share) => [
        `  ${share.name}`,
        ...["", "", "", ""],
        capacityText(share.capacity),
        sharingText(share),
        stateText(share),
      ]),
    ];
  });
  const headings = ["QUEUE", "KIND", "ORDER", "PRIORITY", "ENVIRONMENTS", "CAPACITY", "SHARES", "STATE"];
  return columns(headings, rows, style);
}

/** What several environments have together. */
function summed(capacities: readonly Capacity[]): Capacity[] {
  const most = new Map<string, number>();
  for (const { unit, max } of capacities) most.set(unit, (most.get(unit) ?? 0) + max);
  return [...most].map(([unit, max]) => ({ unit, max }));
}

/** A policy may have 500 share identifiers; the tree shows them all. */
const MOST_WEIGHTS = 3;

function weightsText(weights: NonNullable<QueueOverview["weights"]>): string {
  const shown = weights.slice(0, MOST_WEIGHTS).map(({ share, weight }) => `${share} ${weight}`);
  const more = weights.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

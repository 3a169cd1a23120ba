import type { QueueOverview } from "../../deploy/queues";
import { capacityText, schedulingText, sharingText, stateText } from "./queue-words";
import type { Style } from "./style";

/** @returns one line a queue and one a share, under a line of headings. */
export function queueTable(queues: readonly QueueOverview[], style: Style): string[] {
  const rows = queues.flatMap((queue) => [
    [
      queue.name,
      schedulingText(queue),
      capacityText(queue.serviceEnvironment.capacity),
      (queue.weights ?? []).map(({ share, weight }) => `${share} ${weight}`).join(", "),
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
  const cells = [["QUEUE", "ORDER", "CAPACITY", "SHARES", "STATE"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? style.dim(line) : line));
}

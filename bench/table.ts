import type { Row } from "./claim";

/** Lays rows out as a table for the terminal. */
export function table(rows: readonly Row[]): string {
  const cells = [
    ["claim", "measured", "goal", ""],
    ...rows.map(({ claim, measured, goal, met }) => [claim, measured, goal, met ? "met" : "MISSED"]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

import type { Style } from "./style";

/** @returns the rows with their cells one below the other, under dim headings; the last column is as long as it is */
export function columns(headings: readonly string[], rows: readonly (readonly string[])[], style: Style): string[] {
  const cells = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(column === headings.length - 1 ? 0 : (widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line, index) => (index === 0 ? style.dim(line) : line));
}

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

/** @returns a line for each fact that is known, the names of the facts below each other */
export function factLines(facts: readonly (readonly [string, string | number | undefined])[]): string[] {
  const known = facts.filter(([, value]) => value !== undefined && value !== "");
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value ?? ""}`);
}

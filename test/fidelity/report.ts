/** The comparison as text. */
import type { Case, Comparison, Count } from "./compare";
import { KNOWN_FILE } from "./known";

/** Whether everything is as the list says. */
export function isAsListed({ unlisted, stale, unloaded }: Comparison): boolean {
  return unlisted.length + stale.length + unloaded.length === 0;
}

/** @param isLong whether also tests are named that are as they should be */
export function report(comparison: Comparison, isLong: boolean): string {
  const { counts, unlisted, listed, stale, embeddedOnly, neither, unloaded } = comparison;
  const parts = [
    table(counts),
    section("Cannot be loaded, so that its tests were not run", unloaded),
    section(`Passes on plain moto only, and is not on the list (${KNOWN_FILE})`, unlisted),
    section(
      "On the list, but differs no more: take it off",
      stale.map((test) => ({ test, reason: "" })),
    ),
    reasons(listed),
    ...(isLong
      ? [
          section("Passes on plain moto only, as the list says", listed),
          section("Passes on the embedded AWS only; what plain moto says", embeddedOnly),
          section("Passes on neither; what the embedded AWS says", neither),
        ]
      : []),
    isAsListed(comparison) ? "All differences are on the list." : "",
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

const HEAD = ["", "tests", "pass on both", "plain moto only", "embedded AWS only", "neither"];

function table(counts: readonly Count[]): string {
  const rows = counts.map((one) => [one.service, one.tests, one.both, one.plainOnly, one.embeddedOnly, one.neither]);
  const cells = [HEAD, ...rows.map((row) => row.map(String))];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const padded = (cell: string, column: number) => {
    const width = widths[column] ?? 0;
    return column === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  return cells.map((row) => row.map(padded).join("  ").trimEnd()).join("\n");
}

const LONGEST = 200;

function section(title: string, cases: readonly Case[]): string {
  if (cases.length === 0) return "";
  const lines = cases.map(({ test, reason }) => {
    const [text = ""] = reason.split("\n");
    const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)} ...` : text;
    return cut === "" ? `  ${test}` : `  ${test}\n      ${cut}`;
  });
  return [`${title}: ${cases.length}`, ...lines].join("\n");
}

function reasons(listed: Comparison["listed"]): string {
  if (listed.length === 0) return "";
  const counted = new Map<string, number>();
  for (const { why, page } of listed) {
    const text = `${why} (${page})`;
    counted.set(text, (counted.get(text) ?? 0) + 1);
  }
  const lines = [...counted].map(([text, count]) => `${String(count).padStart(4)}  ${text}`);
  return [`Passes on plain moto only, as the list says: ${listed.length}`, ...lines].join("\n");
}

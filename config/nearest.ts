/**
 * @param word what somebody wrote.
 * @param known what could have been meant.
 * @returns the known word that takes the fewest typing errors to reach, the first of equals; undefined when none is known.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = typingErrors(word.toLowerCase(), candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best?.word;
}

/** @returns a hint that names the nearest known word, as a question when it is near enough to be a slip of the keys. */
export function nearestHint(word: string, known: readonly string[], kind: string): string | undefined {
  const found = nearest(word, known);
  if (found === undefined) return undefined;
  return isSlip(word, found) ? `did you mean ${found}?` : `the nearest ${kind} is ${found}`;
}

/** @returns the hint, and all of the known words when none of them is near: the nearest may be far from what was meant. */
export function suggestions(
  word: string,
  known: readonly string[],
  kind: string,
): { hint?: string; allowed?: readonly string[] } {
  const found = nearest(word, known);
  if (found === undefined) return {};
  const hint = nearestHint(word, known, kind);
  return isSlip(word, found) ? { hint } : { hint, allowed: known };
}

function isSlip(word: string, found: string): boolean {
  return typingErrors(word.toLowerCase(), found.toLowerCase()) <= Math.max(2, Math.floor(found.length / 3));
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours cost one each.
 * Written out because the packages for it count a swap, the commonest slip, as two.
 */
export function typingErrors(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;

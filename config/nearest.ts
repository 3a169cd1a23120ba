/**
 * Comparisons of letters that may still be made. Ten thousand unknown names among ten thousand known ones take 10^10 of
 * them, minutes, for hints that nobody reads; who looks up many words shares one of these, and later words get no hint.
 */
export interface Effort {
  left: number;
}

/** @returns enough for every word of a usual file; parts of a second when all of it is used */
export const someEffort = (): Effort => ({ left: 4_000_000 });

interface Near {
  readonly word: string;
  /** It takes so few typing errors that it may have been meant. */
  readonly isSlip: boolean;
}

function find(word: string, known: readonly string[], effort?: Effort): Near | undefined {
  if (effort !== undefined && effort.left <= 0) return undefined;
  let best: { word: string; distance: number } | undefined;
  const wanted = word.toLowerCase();
  for (const candidate of known) {
    const distance = typingErrors(wanted, candidate.toLowerCase(), (best?.distance ?? Infinity) - 1, effort);
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  if (best === undefined) return undefined;
  return { word: best.word, isSlip: best.distance <= Math.max(2, Math.floor(best.word.length / 3)) };
}

/**
 * @param word what somebody wrote.
 * @param known what could have been meant.
 * @returns the known word that takes the fewest typing errors to reach, the first of equals; undefined when none is known.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return find(word, known)?.word;
}

/** @returns a hint that names the nearest known word, as a question when it is near enough to be a slip of the keys. */
export function nearestHint(word: string, known: readonly string[], kind: string, effort?: Effort): string | undefined {
  const found = find(word, known, effort);
  return found && hintOf(found, kind);
}

/** Longer lists of what is allowed help nobody. */
const MOST_ALLOWED = 50;

/** @returns the hint, and all of the known words when none of them is near: the nearest may be far from what was meant. */
export function suggestions(
  word: string,
  known: readonly string[],
  kind: string,
  effort?: Effort,
): { hint?: string; allowed?: readonly string[] } {
  const found = find(word, known, effort);
  if (found === undefined) return {};
  const hint = hintOf(found, kind);
  return found.isSlip || known.length > MOST_ALLOWED ? { hint } : { hint, allowed: known };
}

const hintOf = ({ word, isSlip }: Near, kind: string): string =>
  isSlip ? `did you mean ${word}?` : `the nearest ${kind} is ${word}`;

/**
 * Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours cost one each.
 * Written out because the packages for it count a swap, the commonest slip, as two.
 *
 * @param most when it takes more, the result is only known to be more: a comparison may then end early
 */
export function typingErrors(a: string, b: string, most = Infinity, effort: Effort = { left: 0 }): number {
  effort.left -= 1;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    effort.left -= b.length;
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const errors = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
        swapped ? at(beforePrevious, column - 2) + 1 : Infinity,
      );
      current.push(errors);
      if (errors < least) least = errors;
    }
    // A swap reaches back two rows, and costs one: what follows takes at least as much as this row.
    if (least > most) return most + 1;
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], column: number): number => row[column] ?? Infinity;

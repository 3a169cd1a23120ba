/**
 * Finds the characters of a string again where it is written. White space between them does not count: where YAML folds lines
 * it differs.
 *
 * @param text the string
 * @param source what stands in a JSON or YAML file, from the beginning of the string on: a quote, a `|` or `>`, or its text
 * @returns the offset in the source of the character at an index of the text; undefined when the string is not written there
 */
export function placesIn(text: string, source: string): (index: number) => number | undefined {
  const ranks = ranksIn(text);
  const offsets = visible(source, ranks[text.length] ?? 0);
  // One before the end, for a text that ends too early.
  return (index) => offsets[ranks[Math.min(index, text.length)] ?? 0] ?? offsets.at(-1);
}

/** @returns for each index of a text how many characters before it are no white space */
function ranksIn(text: string): Uint32Array {
  const ranks = new Uint32Array(text.length + 1);
  for (let index = 0; index < text.length; index++) {
    ranks[index + 1] = (ranks[index] ?? 0) + (/\s/.test(text.charAt(index)) ? 0 : 1);
  }
  return ranks;
}

// JSON's escapes, and those that YAML has beside them.
const ESCAPED = /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|[^])|[^]/gi;
const QUOTED = /''|[^]/g;
const PLAIN = /[^]/g;
const BLANK = /^(?:\s|\\(?:[\sntr_NLP]|u00(?:09|0a|0d|20|a0)))$/i;

/** @returns where the first characters stand that are not white space */
function visible(source: string, count: number): number[] {
  const [first] = source;
  // The first line of a block has the `|`, and maybe a comment.
  const start = first === "|" || first === ">" ? source.indexOf("\n") + 1 : first === '"' || first === "'" ? 1 : 0;
  const parts = source.slice(start).matchAll(first === '"' ? ESCAPED : first === "'" ? QUOTED : PLAIN);
  const offsets: number[] = [];
  for (const { 0: part, index } of parts) {
    if (offsets.length === count) break;
    if (!BLANK.test(part)) offsets.push(start + index);
  }
  return offsets;
}

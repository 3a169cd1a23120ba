/** Patterns of policies as lists of UTF-16 code units and wildcards, so that a `*` of a variable's value is only a character. */

/** `*`: any text, also none. */
export const ANY_TEXT = -1;
/** `?`: exactly one character. */
export const ONE_CHARACTER = -2;

export type Pattern = readonly number[];

/** @returns whether a text is what the pattern says from its beginning to its end */
export function matcherOf(pattern: Pattern): (text: string) => boolean {
  const wildcard = pattern.findIndex((token) => token < 0);
  if (wildcard === -1) {
    const literal = String.fromCharCode(...pattern);
    return (text) => text === literal;
  }
  const beginning = String.fromCharCode(...pattern.slice(0, wildcard));
  if (wildcard === pattern.length - 1 && pattern[wildcard] === ANY_TEXT) return (text) => text.startsWith(beginning);
  return (text) => text.startsWith(beginning) && matches(pattern, text, wildcard);
}

/**
 * Like `matcherOf`, for a pattern that is used once. Goes back to the last `*` only, so that the time is that of text times pattern
 * at worst.
 *
 * @param start before which both are known to be the same
 */
export function matches(pattern: Pattern, text: string, start = 0): boolean {
  let at = start;
  let token = start;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const wanted = pattern[token];
    if (wanted === ONE_CHARACTER || wanted === text.charCodeAt(at)) {
      at += 1;
      token += 1;
    } else if (wanted === ANY_TEXT) {
      star = token;
      retry = at;
      token += 1;
    } else if (star === -1) {
      return false;
    } else {
      token = star + 1;
      retry += 1;
      at = retry;
    }
  }
  while (pattern[token] === ANY_TEXT) token += 1;
  return token === pattern.length;
}

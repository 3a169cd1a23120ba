/** @returns the name in `${name}`; undefined for any other text, also one that only contains such a reference. */
export function referencedName(text: string): string | undefined {
  return /^\$\{([^{}]*)\}$/.exec(text)?.[1];
}

/** A value of which any part may be missing; what is there is of the right type. */
export type Lenient<T> = T extends readonly (infer Item)[]
  ? readonly (Lenient<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Lenient<T[Key]> }
    : T;

/**
 * Takes the parts out of a value that a shape has found wrong, so that rules can still look at the rest.
 *
 * @param value what was validated
 * @param wrong the paths that the validation reported
 * @returns a copy; `undefined` stands in the place of a wrong entry of a list
 */
export function withoutWrong(value: unknown, wrong: readonly (readonly PropertyKey[])[]): unknown {
  if (wrong.some((path) => path.length === 0)) return undefined;
  if (wrong.length === 0 || typeof value !== "object" || value === null) return value;
  const below = (key: PropertyKey) => wrong.filter(([first]) => first === key).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutWrong(item, below(index)));
  const kept = Object.entries(value).map(([key, item]) => [key, withoutWrong(item, below(key))] as const);
  return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
}

/** What was looked for: it is there, it is not, or nobody could look. */
export type Seen<T> = { readonly kind: "there"; readonly value: T } | { readonly kind: "absent" } | Unseen;

interface Unseen {
  readonly kind: "unseen";
}

export const UNSEEN: Unseen = { kind: "unseen" };
export const ABSENT = { kind: "absent" } as const;

export const there = <T>(value: T): Seen<T> => ({ kind: "there", value });

/** @returns a thing that was seen, undefined when it is not there or nobody could look */
export const valueOf = <T>(seen: Seen<T>): T | undefined => (seen.kind === "there" ? seen.value : undefined);

/** @returns the same of a part of it */
export const mapped = <T, R>(seen: Seen<T>, part: (value: T) => R): Seen<R> =>
  seen.kind === "there" ? there(part(seen.value)) : seen;

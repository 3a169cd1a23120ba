import type { Checked, Rows, RowsOf } from "./field";

/** The rows of a request of type T. */
export interface Table<T, R extends Rows = Rows> {
  readonly rows: R;
  /** Never there; it keeps what T is. */
  readonly of?: T;
}

/** A request of a table, as it was checked. */
export type RequestOf<C> = C extends Table<infer T> ? Checked<T> : never;

/** `table<CreateQuotaShareRequest>()({...})`: a type that is given and one that is found need two calls. */
export const table =
  <T>() =>
  <const R extends Rows>(rows: R & RowsOf<T>): Table<T, R> => ({ rows });

type ChangedKeys<R extends Rows> = {
  [K in keyof R]: R[K] extends { readonly createOnly: true } ? never : K extends "tags" ? never : K;
}[keyof R];

type Optional<F> = Omit<F, "required"> & { readonly required?: undefined };

/** What a resource has that updates of it change, as it was checked. Tags have calls of their own. */
export type Changeable<T, R extends Rows> = Checked<Pick<T, Extract<ChangedKeys<R>, keyof T>>>;

/** The changeable part of a resource, e.g. `Changes<typeof quotaShare>`. */
export type Changes<C> = C extends Table<infer T, infer R> ? Changeable<T, R> : never;

/** What does not agree between the rows that can change, with those that an update has of its own, and its SDK type. */
type Disagreement<U, R extends Rows, I extends Rows> =
  | Exclude<ChangedKeys<R>, keyof U>
  | ({ [K in ChangedKeys<R>]: Optional<R[K]> } & I extends RowsOf<U> ? never : keyof U);

/**
 * The table of an update: what names the resource, and every field that is not create-only, each optional. That these are
 * all that the SDK's type of the update has, and no more, the compiler checks.
 */
export const updateTable =
  <U>() =>
  <T, R extends Rows, const I extends Rows>(
    created: Table<T, R>,
    own: I & ([Disagreement<U, R, I>] extends [never] ? unknown : { readonly disagrees: Disagreement<U, R, I> }),
  ): Table<U> => {
    const changed = Object.entries(created.rows)
      .filter(([name, row]) => isChangeable(name, row.createOnly) && !Object.hasOwn(own, name))
      .map(([name, row]) => [name, { ...row, required: undefined }] as const);
    return { rows: { ...own, ...Object.fromEntries(changed) } };
  };

function isChangeable(name: string, createOnly: true | undefined): boolean {
  return createOnly === undefined && name !== "tags";
}

/** @returns of a value the fields that updates may change, and that it has */
export function changeable<T, R extends Rows, V extends object>(
  { rows }: Table<T, R>,
  value: V,
): Pick<V, Extract<keyof V, ChangedKeys<R>>> {
  const names = Object.keys(rows).filter((name) => isChangeable(name, rows[name]?.createOnly));
  const entries = names.map((name) => [name, Reflect.get(value, name) as unknown] as const);
  // Cast: members of the value by the names of rows; what is undefined there is missing here.
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined)) as ReturnType<
    typeof changeable<T, R, V>
  >;
}

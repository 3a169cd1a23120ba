/**
 * Tables of fields: what AWS says of the members of a request, once. A table has a row for every member of the SDK's type,
 * down to the last level, and the compiler refuses one that lacks a member. Shapes of files, checks and answers of the
 * emulator, schemas of Cloud Control, and what `dapf queues` compares and shows all derive from it.
 */

/** What any row may say. */
interface Marks {
  /** The API refuses a request without it. */
  readonly required?: true;
  /** No update changes it (CloudFormation: a create-only property). */
  readonly createOnly?: true;
  /** Required in dapf's files, though the API would take a request without it. */
  readonly needed?: true;
  /** The service has words of its own where it is missing or wrong: a rule of the emulator says them, not the shape. */
  readonly ownRule?: true;
  /** What CloudFormation's schema of the property says otherwise than the API. */
  readonly cloudFormation?: { readonly optional?: true; readonly schema?: object };
}

/** A string. */
export interface TextField extends Marks {
  readonly kind: "text";
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** What the pattern asks for, as a sentence without its subject: `must have only letters`. */
  readonly rule?: string;
}

/** One of a few words. */
export interface ChoiceField extends Marks {
  readonly kind: "choice";
  readonly values: readonly string[];
  readonly default?: string;
  /** The service takes the words in any case, and answers in this one. */
  readonly anyCase?: "lower" | "upper";
  /** AWS adds words now and then: any text may be one. */
  readonly open?: true;
}

/** The members of the object that a field is in. */
export type Beside = Readonly<Record<string, unknown>>;

export interface NumberField extends Marks {
  readonly kind: "number";
  readonly whole: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly default?: number | ((beside: Beside) => number | undefined);
  /** The API's type Long; other whole numbers are Integers, of 32 bits. */
  readonly long?: true;
  /** The API keeps a 32-bit float. */
  readonly single?: true;
}

export interface FlagField extends Marks {
  readonly kind: "flag";
}

/** A map of strings, whose keys are data. */
export interface MapField extends Marks {
  readonly kind: "map";
}

export interface ListField extends Marks {
  readonly kind: "list";
  readonly item: AnyField;
  readonly most?: number;
  /** The field that tells entries apart, where their order means nothing. */
  readonly key?: string;
  /** A list of words that is one fact: `c6i, m6i.large`. */
  readonly together?: true;
}

export interface ObjectField extends Marks {
  readonly kind: "object";
  /** As the type is called in the API and in CloudFormation. */
  readonly name: string;
  readonly rows: Rows;
}

export type AnyField = TextField | ChoiceField | NumberField | FlagField | MapField | ListField | ObjectField;

/** Rows by the name of their field, in the order in which schemas have them. */
export type Rows = Readonly<Record<string, AnyField>>;

type Field<V> = [V] extends [boolean]
  ? FlagField
  : [V] extends [string]
    ? string extends V
      ? TextField
      : ChoiceField & Words<V>
    : [V] extends [number]
      ? NumberField
      : V extends readonly (infer Item)[]
        ? { readonly kind: "list"; readonly item: Field<Item> }
        : string extends keyof V
          ? MapField
          : { readonly kind: "object"; readonly rows: RowsOf<V> };

/** All words of the SDK's type and no others: of two functions, one that takes fewer words does not do. */
export interface Words<V> {
  readonly values: readonly V[];
  readonly takes?: (word: V) => void;
}

type IsOptional<T, K extends keyof T> = Record<never, never> extends Pick<T, K> ? true : false;

/** A row for each member of an SDK type; that of a required one says so, and no other does. */
export type RowsOf<T> = {
  readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>> &
    (IsOptional<T, K> extends true ? { readonly required?: undefined } : { readonly required: true });
};

/** A value of an SDK type that was checked: what is required is there. */
export type Checked<T> = T extends readonly (infer Item)[]
  ? Checked<Item>[]
  : T extends object
    ? { [K in keyof T]: Checked<Exclude<T[K], undefined>> }
    : T;

type Options<F> = Omit<F, "kind" | "whole" | "values" | "item" | "name" | "rows">;

/** What was said and nothing that the context of the call would allow: O comes from the options alone. */
type Made<F, O> = F & NoInfer<O>;

export const text = <const O extends Options<TextField> = object>(options?: O): Made<{ readonly kind: "text" }, O> =>
  made({ kind: "text" }, options);

/** A whole number. */
export const whole = <const O extends Options<NumberField> = object>(
  options?: O,
): Made<{ readonly kind: "number"; readonly whole: true }, O> => made({ kind: "number", whole: true }, options);

export const decimal = <const O extends Options<NumberField> = object>(
  options?: O,
): Made<{ readonly kind: "number"; readonly whole: false }, O> => made({ kind: "number", whole: false }, options);

export const flag = <const O extends Options<FlagField> = object>(options?: O): Made<{ readonly kind: "flag" }, O> =>
  made({ kind: "flag" }, options);

export const map = <const O extends Options<MapField> = object>(options?: O): Made<{ readonly kind: "map" }, O> =>
  made({ kind: "map" }, options);

export const list = <const I extends AnyField, const O extends Options<ListField> = object>(
  item: I,
  options?: O,
): Made<{ readonly kind: "list"; readonly item: I }, O> => made({ kind: "list", item }, options);

export const object = <const R extends Rows, const O extends Marks = object>(
  name: string,
  rows: R,
  options?: O,
): Made<{ readonly kind: "object"; readonly name: string; readonly rows: R }, O> =>
  made({ kind: "object", name, rows }, options);

/** @param values - all that the SDK's type has */
export const choice = <const V extends string, const O extends Options<ChoiceField> = object>(
  values: readonly V[],
  options?: O,
): Made<{ readonly kind: "choice" } & Words<V>, O> => made({ kind: "choice", values }, options);

/** One of the words of an enumeration that AWS adds to, such as instance types; `V` are those that the SDK has. */
export const openChoice = <V extends string>(): {
  readonly kind: "choice";
  readonly open: true;
} & Words<V> => ({ kind: "choice", values: [], open: true });

/** The same row where it is required. */
export const required = <F extends AnyField>(field: F): F & { readonly required: true } =>
  made(field, { required: true } as const);

function made<const F extends object, O extends object>(field: F, options: O | undefined): F & O {
  // Cast: a field with its options on top, which is what the type says.
  return { ...field, ...options } as F & O;
}

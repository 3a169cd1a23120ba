import type { AnyField, ChoiceField, ListField, NumberField, Rows } from "./field";
import type { Table } from "./table";

export type Fact = string | number | boolean;

/**
 * What a value says, one fact a path: `capacityLimits[ml.g5.xlarge]` is 3. Lists whose order means nothing are keyed by
 * what tells their entries apart, and defaults are filled in, so that equal facts mean equal behaviour.
 */
export type Facts = ReadonlyMap<string, Fact>;

/**
 * @param options.defaults whether what equals its default is said. @default true
 * @returns the facts of all fields that updates may change, without tags
 */
export function factsOf({ rows }: Table<unknown>, value: object, { defaults = true } = {}): Facts {
  const changed = Object.entries(rows).filter(([name, row]) => row.createOnly !== true && name !== "tags");
  return new Map(membersOf(Object.fromEntries(changed), { value, path: "", defaults }));
}

type FactList = (readonly [path: string, fact: Fact])[];

/** A value in its place. */
interface Found<V = unknown> {
  readonly value: V;
  readonly path: string;
  readonly defaults: boolean;
}

function membersOf(rows: Rows, { value, path, defaults }: Found<object>): FactList {
  const prefix = path === "" ? "" : `${path}.`;
  return Object.entries(rows).flatMap(([name, field]) =>
    fieldFacts(field, { value: Reflect.get(value, name), path: `${prefix}${name}`, defaults }, value),
  );
}

function fieldFacts(field: AnyField, found: Found, beside: object): FactList {
  const { value, path, defaults } = found;
  if (field.kind === "list") return Array.isArray(value) ? listFacts(field, { ...found, value }) : [];
  if (field.kind === "object") return isObject(value) ? membersOf(field.rows, { ...found, value }) : [];
  if (field.kind === "map") {
    return isObject(value) ? Object.entries(value).map(([key, one]) => [`${path}.${key}`, String(one)]) : [];
  }
  const usual = defaultOf(field, beside);
  const fact = value ?? usual;
  if (!defaults && fact === usual) return [];
  if (typeof fact === "number" && field.kind === "number") return [[path, kept(fact, field)]];
  if (typeof fact === "string" && field.kind === "choice") return [[path, cased(fact, field)]];
  return typeof fact === "string" || typeof fact === "number" || typeof fact === "boolean" ? [[path, fact]] : [];
}

/** An entry of a key and one more field is one fact. */
function listFacts(field: ListField, { value: values, path, defaults }: Found<readonly unknown[]>): FactList {
  const { item, key, together } = field;
  if (together === true) return values.length === 0 ? [] : [[path, values.join(", ")]];
  return values.flatMap((value, index) => {
    if (item.kind !== "object" || key === undefined || !isObject(value)) {
      return fieldFacts(item, { value, path: `${path}[${index}]`, defaults }, {});
    }
    const at = `${path}[${String(value[key] ?? "")}]`;
    const others = Object.entries(item.rows).filter(([name]) => name !== key);
    const [only] = others;
    if (others.length === 1 && only !== undefined) {
      return fieldFacts(only[1], { value: value[only[0]], path: at, defaults }, value);
    }
    return membersOf(Object.fromEntries(others), { value, path: at, defaults });
  });
}

function defaultOf(field: AnyField, beside: object): Fact | undefined {
  if (!("default" in field)) return undefined;
  const stated = field.default;
  return typeof stated === "function" ? stated({ ...beside }) : stated;
}

function kept(value: number, { single }: NumberField): number {
  return single === true ? Math.round(Math.fround(value) * 10_000) / 10_000 : value;
}

function cased(word: string, { anyCase }: ChoiceField): string {
  if (anyCase === undefined) return word;
  return anyCase === "upper" ? word.toUpperCase() : word.toLowerCase();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

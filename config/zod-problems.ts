import { z } from "zod";
import { renderPath, type ConfigProblem } from "./errors";
import { type Effort, nearestHint, someEffort, suggestions } from "./nearest";
import { readScalars } from "./read-scalars";
import type { Schema } from "./schema-parts";
import { Written } from "./scalars";
import { descriptionOf, KeyPlaces, keysOf, schemasAt } from "./zod-shapes";

/** A problem that does not know yet in which file, and where in it, it stands. */
export interface ValueProblem extends Omit<ConfigProblem, "file" | "line" | "column" | "path"> {
  readonly path: readonly PropertyKey[];
}

type Issue = z.core.$ZodIssue;

/** What is explained, and what all of its explanations share. */
interface Explained {
  readonly schema: Schema;
  readonly root: unknown;
  readonly places: KeyPlaces;
  readonly effort: Effort;
}

/**
 * Validates a value and explains in whole sentences what is wrong with it.
 * A schema gives a rule of its own in words with `error`, and a hint with `params: { hint }` of a custom issue.
 * @returns the parsed value, or every problem that the schema finds; `read` is the value before the schema changed it,
 *   with its scalars as the schema wants them (`read-scalars.ts`).
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { read: unknown } & ({ value: z.output<S>; problems: [] } | { value: undefined; problems: ValueProblem[] }) {
  const { value: read, problems } = readScalars(schema, value);
  const result = schema.safeParse(read, { error: ruleOf });
  if (result.success && problems.length === 0) return { value: result.data, read, problems: [] };
  const told = new Set(problems.map(({ path }) => renderPath(path)));
  const explained = { schema, root: value, places: new KeyPlaces(), effort: someEffort() };
  const more = (result.error?.issues ?? []).flatMap((issue) => problemsOf(explained, issue, []));
  return { value: undefined, read, problems: [...problems, ...more.filter(({ path }) => !told.has(renderPath(path)))] };
}

/** A check of a record: so many keys at most. @param hint why, or what to do */
export function atMostKeys(most: number, hint?: string): z.core.CheckFn<object> {
  return ({ value: input, issues }) => {
    if (Object.keys(input).length <= most) return;
    // A record with a message of its own would use that.
    const message = `must have at most ${sizeOf("record", most)}`;
    issues.push({ code: "too_big", origin: "record", maximum: most, inclusive: true, input, message, hint });
  };
}

/** @returns the problem as one of a file, at a place in it when that is known. */
export function inFile(problem: ValueProblem, place: Pick<ConfigProblem, "file" | "line" | "column">): ConfigProblem {
  return { ...problem, ...place, path: renderPath(problem.path) };
}

/** The rest of a sentence that begins with the path of the value. */
function ruleOf(issue: z.core.$ZodRawIssue): string {
  if (issue.input === undefined) return "is missing";
  if (issue.code === "invalid_type") return `must be ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") return "must be one of the allowed values";
  if (issue.code === "too_small")
    return `must ${sizeVerb(issue.origin)} at least ${sizeOf(issue.origin, issue.minimum)}`;
  if (issue.code === "too_big") return `must ${sizeVerb(issue.origin)} at most ${sizeOf(issue.origin, issue.maximum)}`;
  if (issue.code === "invalid_format" && issue.format === "regex") return `must match ${issue.pattern}`;
  if (issue.code === "invalid_format") return `must be a valid ${issue.format}`;
  return "is not valid";
}

const KINDS: Record<string, string> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object",
  record: "an object",
  array: "a list",
};

const COUNTED: Record<string, string> = { string: "character", array: "entry", object: "key", record: "entry" };

const sizeVerb = (origin: string): string => (origin in COUNTED ? "have" : "be");

function sizeOf(origin: string, size: number | bigint): string {
  const noun = COUNTED[origin];
  if (noun === undefined) return String(size);
  return `${size} ${Number(size) === 1 ? noun : noun.replace(/y$/, "ie") + "s"}`;
}

function problemsOf(explained: Explained, issue: Issue, parent: readonly PropertyKey[]): ValueProblem[] {
  const { root } = explained;
  const path = [...parent, ...issue.path];
  const found = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(explained, path, issue.keys);
    case "invalid_union": {
      const branch = closestBranch(issue.errors);
      if (branch === undefined) return [{ path, rule: issue.message, found }];
      return branch.flatMap((inner) => problemsOf(explained, inner, path));
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (found === undefined) return [{ path, rule: issue.message, allowed }];
      const isText = typeof found === "string";
      const hint = isText ? nearestHint(found, allowed, "allowed value", explained.effort) : undefined;
      return [{ path, rule: issue.message, found, allowed, hint }];
    }
    case "invalid_key":
      return issue.issues.map((inner) => {
        const size = inner.code === "too_big" ? sizeIn(path.at(-1)) : undefined;
        return { path, rule: `is a key that ${inner.message}`, ...(size === undefined ? {} : { found: size }) };
      });
    case "too_small":
    case "too_big": {
      // A short text says more than its length.
      const isShort = issue.code === "too_small" && typeof found === "string";
      const size = isShort ? undefined : sizeIn(found);
      return [{ path, rule: issue.message, found: size ?? found, hint: textOf(issue, "hint") }];
    }
    case "custom": {
      // What a whole file is says nothing.
      const shown = path.length === 0 ? undefined : found;
      return [{ path, rule: issue.message, found: shown, hint: textOf(issue.params, "hint") }];
    }
    case "invalid_type": {
      // What may not be there at all is not wrong for being what it is.
      const hint = issue.expected === "string" ? quotesHint(found) : undefined;
      return [{ path, rule: issue.message, found: issue.expected === "never" ? undefined : found, hint }];
    }
    default:
      return [{ path, rule: issue.message, found }];
  }
}

function textOf(value: object | undefined, key: string): string | undefined {
  const found: unknown = value && Reflect.get(value, key);
  return typeof found === "string" ? found : undefined;
}

/** @returns how many characters, entries or keys a value has */
function sizeIn(value: unknown): number | undefined {
  if (value instanceof Written) return value.text.length;
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

function unknownKeys(explained: Explained, path: readonly PropertyKey[], keys: readonly string[]): ValueProblem[] {
  const { schema, root, effort } = explained;
  const known = knownKeys(schema, root, path);
  return keys.map((key) => {
    const level = effort.left > 0 ? levelOf(explained, path, key) : undefined;
    const more =
      level === undefined ? suggestions(key, known, "known key", effort) : { hint: `it belongs to ${level}` };
    return { path: [...path, key], rule: "is not a known key", ...more };
  });
}

/**
 * @returns where a key belongs that stands at the wrong level: to an object around it, or to the one that is nearest to it of
 *   those which take its value
 */
function levelOf({ schema, root, places }: Explained, path: readonly PropertyKey[], key: string): string | undefined {
  const levels = [...path.map((_, index) => path.slice(0, path.length - index)), []];
  const around = levels.slice(1).find((at) => keysOf(schemasAt(schema, at)).includes(key));
  if (around !== undefined) {
    const beside = path.slice(around.length).find((part) => typeof part !== "number");
    const whole = around.length === 0 ? (descriptionOf(schema) ?? "the file") : renderPath(around);
    return `${whole} itself, beside ${String(beside)}`;
  }
  const value = valueAt(root, [...path, key]);
  for (const at of levels) {
    const [first, second] = schemasAt(schema, at)
      .flatMap((one) => places.below(one, key))
      .filter((place) => schemasAt(schema, [...at, ...place, key]).some((one) => z.core.safeParse(one, value).success));
    if (first === undefined) continue;
    // Two of them as near as each other: nobody knows which was meant.
    if (second?.length === first.length) return undefined;
    const where = renderPath([...at, ...first.filter((part) => part !== 0)]);
    return first.at(-1) === 0 ? `the entries of ${where}` : where;
  }
  return undefined;
}

/** @returns the issues of the branch that the value misses least; undefined when it is of a wrong kind for all of them. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const misses = (issues: readonly Issue[]): number =>
    issues.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? issue.keys.length : 1), 0);
  return branches
    .filter((issues) => !issues.some((issue) => issue.code === "invalid_type" && issue.path.length === 0))
    .sort((a, b) => misses(a) - misses(b))[0];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    return Reflect.get(value, part) as unknown;
  }, root);
}

/** @returns the keys that the schema knows for the object at a path, without those that the object already has. */
function knownKeys(schema: Schema, root: unknown, path: readonly PropertyKey[]): string[] {
  const known = keysOf(schemasAt(schema, path));
  const present = valueAt(root, path);
  const free = known.filter((key) => !(typeof present === "object" && present !== null && Object.hasOwn(present, key)));
  return free.length > 0 ? free : known;
}

function quotesHint(found: unknown): string | undefined {
  const isScalar = found instanceof Written || typeof found === "number" || typeof found === "boolean";
  return isScalar ? `write it in quotes: ${JSON.stringify(String(found))}` : undefined;
}

import { z } from "zod";
import { renderPath, type ConfigProblem } from "./errors";
import { nearestHint, suggestions } from "./nearest";
import { readScalars } from "./read-scalars";
import { alternatives, childSchemas, type Schema } from "./schema-parts";
import { Written } from "./scalars";

/** A problem that does not know yet in which file, and where in it, it stands. */
export interface ValueProblem extends Omit<ConfigProblem, "file" | "line" | "column" | "path"> {
  readonly path: readonly PropertyKey[];
}

type Issue = z.core.$ZodIssue;

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
  const more = (result.error?.issues ?? []).flatMap((issue) => problemsOf(schema, value, issue, []));
  return { value: undefined, read, problems: [...problems, ...more.filter(({ path }) => !told.has(renderPath(path)))] };
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

const COUNTED: Record<string, string> = { string: "character", array: "entry", object: "key", record: "key" };

const sizeVerb = (origin: string): string => (origin in COUNTED ? "have" : "be");

function sizeOf(origin: string, size: number | bigint): string {
  const noun = COUNTED[origin];
  if (noun === undefined) return String(size);
  return `${size} ${Number(size) === 1 ? noun : noun.replace(/y$/, "ie") + "s"}`;
}

function problemsOf(schema: Schema, root: unknown, issue: Issue, parent: readonly PropertyKey[]): ValueProblem[] {
  const path = [...parent, ...issue.path];
  const found = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = knownKeys(schema, root, path);
      return issue.keys.map((key) => ({
        path: [...path, key],
        rule: "is not a known key",
        ...suggestions(key, known, "known key"),
      }));
    }
    case "invalid_union": {
      const branch = closestBranch(issue.errors);
      if (branch === undefined) return [{ path, rule: issue.message, found }];
      return branch.flatMap((inner) => problemsOf(schema, root, inner, path));
    }
    case "invalid_value": {
      const allowed = issue.values.map(String);
      if (found === undefined) return [{ path, rule: issue.message, allowed }];
      const hint = typeof found === "string" ? nearestHint(found, allowed, "allowed value") : undefined;
      return [{ path, rule: issue.message, found, allowed, hint }];
    }
    case "invalid_key":
      return issue.issues.map((inner) => ({ path, rule: `is a key that ${inner.message}` }));
    case "custom": {
      const hint: unknown = issue.params?.hint;
      // What a whole file is says nothing.
      const shown = path.length === 0 ? undefined : found;
      return [{ path, rule: issue.message, found: shown, hint: typeof hint === "string" ? hint : undefined }];
    }
    default: {
      const isText = issue.code === "invalid_type" && issue.expected === "string";
      return [{ path, rule: issue.message, found, hint: isText ? quotesHint(found) : undefined }];
    }
  }
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
  const keys = path.reduce<Schema[]>((schemas, part) => schemas.flatMap((one) => childSchemas(one, part)), [schema]);
  const present = valueAt(root, path);
  const taken = typeof present === "object" && present !== null ? Object.keys(present) : [];
  const known = keys.flatMap(alternatives).flatMap((one) => (one instanceof z.ZodObject ? Object.keys(one.shape) : []));
  const free = [...new Set(known)].filter((key) => !taken.includes(key));
  return free.length > 0 ? free : known;
}

function quotesHint(found: unknown): string | undefined {
  const isScalar = found instanceof Written || typeof found === "number" || typeof found === "boolean";
  return isScalar ? `write it in quotes: ${JSON.stringify(String(found))}` : undefined;
}

import { z } from "zod";
import type { ConfigProblem } from "./errors";
import { isExact, Written } from "./scalars";
import { alternatives, childSchemas, type Schema } from "./schema-parts";

/** What cannot be read without a guess. */
export interface ScalarProblem extends Pick<ConfigProblem, "rule" | "found" | "hint"> {
  readonly path: readonly PropertyKey[];
}

/**
 * Gives every scalar of a parsed file the value that its schema asks for: its text where a string may stand, else its
 * number, when that is exact. Where a schema takes anything, or nothing that the scalar could be, it stays what it is.
 *
 * @returns the value (itself when nothing changes) with the problems of its scalars
 */
export function readScalars(schema: Schema, value: unknown): { value: unknown; problems: ScalarProblem[] } {
  const problems: ScalarProblem[] = [];
  return { value: read([schema], value, [], problems), problems };
}

function read(
  schemas: readonly Schema[],
  value: unknown,
  path: readonly PropertyKey[],
  problems: ScalarProblem[],
): unknown {
  if (value instanceof Written) return written(schemas.flatMap(alternatives), value, path, problems);
  if (typeof value === "number" || typeof value === "boolean") {
    const isText = takesAll(schemas.flatMap(alternatives), z.ZodString, z.ZodNumber, z.ZodBoolean);
    return isText && (typeof value === "boolean" || Number.isSafeInteger(value)) ? String(value) : value;
  }
  if (schemas.length === 0 || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const children = schemas.flatMap((one) => childSchemas(one, 0));
    const items = value.map((item: unknown, index) => read(children, item, [...path, index], problems));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let changes = false;
  const entries = Object.entries(value).map(([key, member]: [string, unknown]) => {
    if (typeof member === "string") return [key, member] as const;
    const children = schemas.flatMap((one) => childSchemas(one, key));
    const found = read(children, member, [...path, key], problems);
    changes ||= found !== member;
    return [key, found] as const;
  });
  return changes ? Object.fromEntries(entries) : value;
}

function written(
  takes: readonly Schema[],
  found: Written,
  path: readonly PropertyKey[],
  problems: ScalarProblem[],
): unknown {
  const { text, value } = found;
  // A string alone is one that has to be written as one.
  if (takesAll(takes, z.ZodString, z.ZodNumber)) return text;
  if (typeof value === "number" && takesAll(takes, z.ZodNumber)) {
    if (/^[-+]?0\d/.test(text)) {
      problems.push({ path, rule: "must be a number without leading zeros", found });
    } else if (!isExact(text, value)) {
      const hint = `it would become ${value}`;
      problems.push({ path, rule: "must be a number that can be kept exactly", found, hint });
    }
    return Object.is(value, -0) ? 0 : value;
  }
  if (typeof value === "boolean" && takesAll(takes, z.ZodBoolean)) return value;
  if (!takesAll(takes, z.ZodObject)) return found;
  // Zod would take it for an object with members of its own.
  problems.push({ path, rule: "must be an object", found });
  return text;
}

type Kind = typeof z.ZodString | typeof z.ZodNumber | typeof z.ZodBoolean | typeof z.ZodObject;

function takesAll(takes: readonly Schema[], ...kinds: readonly Kind[]): boolean {
  return kinds.every((kind) => takes.some((one) => one instanceof kind));
}

/** Checks that what came over the wire has the types of the API, before any rule looks at it. */
import type { z } from "zod";
import type { Checked } from "../../../aws/fields/field";
import { wireShape } from "../../../aws/fields/shape";
import type { Table } from "../../../aws/fields/table";
import { InvalidRequest } from "./errors";

/**
 * @param table - of the request: types only; ranges, patterns and relations are rules, with the service's own messages
 * @param body - parsed JSON; null members count as absent, as in all AWS JSON protocols; unknown members are ignored
 * @throws InvalidRequest that names the first member of a wrong type, or that is missing
 */
export function parse<T>(table: Table<T>, body: unknown): Checked<T> {
  return parseAs(shapeOf(table), body);
}

/** The same with a shape of no request. @param where - how the message begins */
export function parseAs<T>(shape: z.ZodType<T>, body: unknown, where = ""): T {
  const read = readAs(shape, body);
  if ("problem" in read) throw new InvalidRequest(where + read.problem);
  return read.data;
}

/** What a body says in a shape, or what is wrong with its first wrong member. */
export function readAs<T>(shape: z.ZodType<T>, body: unknown): { readonly data: T } | { readonly problem: string } {
  const given = withoutNulls(body);
  const { success, data, error } = shape.safeParse(given);
  if (success) return { data };
  const [first] = error.issues;
  return { problem: first === undefined ? "" : sentence(first, given) };
}

function sentence(issue: z.core.$ZodIssue, body: unknown): string {
  const steps = issue.path.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  const subject = steps.length === 0 ? "The request" : steps.join("").replace(/^\./, "");
  if (valueAt(body, issue.path) === undefined) return `${subject} is required.`;
  if (issue.code === "invalid_value") return `${subject} must be one of [${issue.values.map(String).join(", ")}].`;
  return `${subject} is not valid: ${issue.message}`;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, step) => {
    return typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined;
  }, body);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

const shapes = new WeakMap<object, z.ZodType>();

function shapeOf<T>(table: Table<T>): z.ZodType<Checked<T>> {
  const shape = shapes.get(table) ?? wireShape(table);
  shapes.set(table, shape);
  return shape as z.ZodType<Checked<T>>; // Cast: the shape of a table is kept under that table.
}

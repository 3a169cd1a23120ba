/** JSON values, and the two spellings of the same names: PascalCase in CloudFormation models, camelCase in the Batch API. */
import { fromCloudFormation, toCloudFormation } from "../../aws/fields/cloud-formation";
import type { Rows } from "../../aws/fields/field";

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Model = Record<string, Json>;

export function isObject(value: unknown): value is Model {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isEqual(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** Members in the order of their names, so that equal values have equal texts. */
function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (!isObject(value)) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member) ?? null]));
}

/** A model as a request of the API. */
export function toRequest(rows: Rows, model: Model): Model {
  // Renaming keeps JSON what it is.
  return fromCloudFormation(rows, model) as Model;
}

/** An answer of the API as a model; what is undefined is left out. */
export function toModel(rows: Rows, answer: object): Model {
  // The text of an object is JSON of an object; this also drops what is undefined.
  return JSON.parse(JSON.stringify(toCloudFormation(rows, answer))) as Model;
}

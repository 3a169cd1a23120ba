/** What job definitions name, as those of a compute file and of its folders may (docs/compute-declarations.md). */
import type { JsonSchema } from "./json-schema";

/** Members in which something may be named, where the API has another pattern. */
const NAMING = ["image", "fileSystemId"];

/** @returns the schema of definitions, which takes references such as `${repository.dunes/sift}:1.4` where there may be some */
export function withReferences(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf } = schema;
  const members = Object.entries(properties ?? {}).map(([name, one]): [string, JsonSchema] => [
    name,
    NAMING.includes(name) ? orReference(one) : withReferences(one),
  ]);
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(members) }),
    ...(items === undefined ? {} : { items: withReferences(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(withReferences) }),
  };
}

function orReference(schema: JsonSchema): JsonSchema {
  const taken = { ...schema };
  delete taken.maxLength;
  if (taken.pattern !== undefined) taken.pattern += "|\\$\\{";
  return taken;
}

import { z } from "zod";

export type Schema = z.core.$ZodType;

/** @returns the schemas of what may stand at a key or index. */
export function childSchemas(schema: Schema, part: PropertyKey): Schema[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => childSchemas(option, part));
  if (inner instanceof z.ZodRecord) return [inner.valueType];
  if (inner instanceof z.ZodArray) return [inner.element];
  if (!(inner instanceof z.ZodObject)) return [];
  const child: Schema | undefined = Object.hasOwn(inner.shape, part) ? inner.shape[String(part)] : inner.def.catchall;
  return child === undefined || child instanceof z.ZodNever ? [] : [child];
}

/** @returns the alternatives of a schema that are no unions themselves, of the input. */
export function alternatives(schema: Schema): Schema[] {
  const inner = unwrap(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap((option) => alternatives(option)) : [inner];
}

/** @returns the schema of the input, under defaults, optionals and transformations. */
function unwrap(schema: Schema): Schema {
  const known = unwrapped.get(schema);
  if (known !== undefined) return known;
  const inner = within(schema);
  unwrapped.set(schema, inner);
  return inner;
}

/** Zod's `instanceof` looks names up; hundreds of values of one schema need the answer once. */
const unwrapped = new WeakMap<Schema, Schema>();

function within(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap());
  }
  return schema;
}

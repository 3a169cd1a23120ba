/** What schemas know of keys: which may stand where. */
import { z } from "zod";

export type Schema = z.core.$ZodType;

/** Where objects below another stand; 0 stands for any index of a list. */
export type Place = readonly (string | 0)[];

/** @returns the schemas of what stands at a path; several behind a union */
export function schemasAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  return path.reduce<Schema[]>((schemas, part) => schemas.flatMap((one) => childSchemas(one, part)), [schema]);
}

/** @returns the keys of the objects that may stand where one of these schemas is */
export function keysOf(schemas: readonly Schema[]): string[] {
  return [...new Set(schemas.flatMap(objectsOf).flatMap((object) => Object.keys(object.shape)))];
}

// Deeper, a key of the same name is rarely what was meant.
const DEEPEST = 4;

/** Where keys may stand below an object. The schemas of requests are large: each is walked once. */
export class KeyPlaces {
  private readonly known = new Map<z.ZodObject, ReadonlyMap<string, readonly Place[]>>();

  /** @returns the places below whose objects have the key, the nearest first */
  below(schema: Schema, key: string): readonly Place[] {
    return objectsOf(schema).flatMap((object) => this.placesIn(object).get(key) ?? []);
  }

  private placesIn(object: z.ZodObject): ReadonlyMap<string, readonly Place[]> {
    const known = this.known.get(object);
    if (known !== undefined) return known;
    const places = new Map<string, Place[]>();
    let level: { readonly path: Place; readonly object: z.ZodObject }[] = [{ path: [], object }];
    for (let depth = 0; depth < DEEPEST; depth++) {
      level = level.flatMap(({ path, object: { shape } }) =>
        Object.entries(shape).flatMap(([name, child]) => objectsIn(child, [...path, name])),
      );
      for (const { path, object } of level) {
        for (const key of Object.keys(object.shape)) places.set(key, [...(places.get(key) ?? []), path]);
      }
    }
    this.known.set(object, places);
    return places;
  }
}

function objectsIn(schema: Schema, path: Place): { readonly path: Place; readonly object: z.ZodObject }[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray) return objectsIn(inner.element, [...path, 0]);
  return objectsOf(inner).map((object) => ({ path, object }));
}

/** @returns what a schema says of itself with `describe` */
export function descriptionOf(schema: Schema): string | undefined {
  return z.globalRegistry.get(unwrap(schema))?.description;
}

function childSchemas(schema: Schema, part: PropertyKey): Schema[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => childSchemas(option, part));
  if (inner instanceof z.ZodRecord) return [inner.valueType];
  if (inner instanceof z.ZodArray) return [inner.element];
  if (!(inner instanceof z.ZodObject)) return [];
  const child: Schema | undefined = inner.shape[String(part)];
  return child === undefined ? [] : [child];
}

function objectsOf(schema: Schema): z.ZodObject[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => objectsOf(option));
  return inner instanceof z.ZodObject ? [inner] : [];
}

/** @returns the schema of the input, under defaults, optionals and transformations. */
function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return unwrap(schema.in);
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return unwrap(schema.unwrap());
  }
  return schema;
}

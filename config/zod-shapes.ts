/** What schemas know of keys: which may stand where. */
import { z } from "zod";
import { alternatives, childSchemas, type Schema } from "./schema-parts";

/** Where objects below another stand; 0 stands for any index of a list. */
export type Place = readonly (string | 0)[];

/** @returns the schemas of what stands at a path; several behind a union */
export function schemasAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  return path.reduce<Schema[]>((schemas, part) => schemas.flatMap((one) => childSchemas(one, part)), [schema]);
}

/** @returns the keys of the objects that may stand where one of these schemas is */
export function keysOf(schemas: readonly Schema[]): string[] {
  return [...new Set(schemas.flatMap(objectsOf).flatMap(membersOf))];
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
        for (const key of membersOf(object)) places.set(key, [...(places.get(key) ?? []), path]);
      }
    }
    this.known.set(object, places);
    return places;
  }
}

function objectsIn(schema: Schema, path: Place): { readonly path: Place; readonly object: z.ZodObject }[] {
  return alternatives(schema).flatMap((one) => {
    if (one instanceof z.ZodArray) return objectsIn(one.element, [...path, 0]);
    return one instanceof z.ZodObject ? [{ path, object: one }] : [];
  });
}

const objectsOf = (schema: Schema): z.ZodObject[] =>
  alternatives(schema).flatMap((one) => (one instanceof z.ZodObject ? [one] : []));

/** Members that a file may have; others are known for the sake of what is said of them. */
const membersOf = ({ shape }: z.ZodObject): string[] =>
  Object.keys(shape).filter((key) => !alternatives(shape[key] as Schema).some((one) => one instanceof z.ZodNever));

/** @returns what a schema says of itself with `describe` */
export function descriptionOf(schema: Schema): string | undefined {
  return alternatives(schema).flatMap((one) => z.globalRegistry.get(one)?.description ?? [])[0];
}

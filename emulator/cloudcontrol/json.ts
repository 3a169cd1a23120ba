/** JSON values, and the two spellings of the same names: PascalCase in CloudFormation models, camelCase in the Batch API. */

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

/** A model as a request of the API. Keys of tags are data, not names. */
export function toRequest(model: Model): Model {
  // Renaming keeps an object an object.
  return renamed(model, (name) => name.charAt(0).toLowerCase() + name.slice(1), "Tags") as Model;
}

/** An answer of the API as a model; what is undefined is left out. */
export function toModel(answer: object): Model {
  // The text of an object is JSON of an object; this also drops what is undefined.
  const value = JSON.parse(JSON.stringify(answer)) as Model;
  // Renaming keeps an object an object.
  return renamed(value, (name) => name.charAt(0).toUpperCase() + name.slice(1), "tags") as Model;
}

function renamed(value: Json, rename: (name: string) => string, verbatim: string): Json {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename, verbatim));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      return [rename(name), name === verbatim ? member : renamed(member, rename, verbatim)];
    }),
  );
}

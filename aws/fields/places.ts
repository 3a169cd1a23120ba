import type { AnyField, ObjectField, Rows } from "./field";

/**
 * @param path of a value, with or without indexes
 * @returns the name of the innermost type of the API that the value is part of; undefined: of the request itself
 */
export function typeAt(rows: Rows, path: readonly PropertyKey[]): string | undefined {
  let found: ObjectField | undefined;
  for (const name of path.filter((part) => typeof part === "string")) {
    const field = (found?.rows ?? rows)[name];
    const object = field === undefined ? undefined : objectOf(field);
    if (object === undefined) break;
    found = object;
  }
  return found?.name;
}

function objectOf(field: AnyField): ObjectField | undefined {
  if (field.kind === "list") return objectOf(field.item);
  return field.kind === "object" ? field : undefined;
}

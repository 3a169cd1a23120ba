import type { AnyField, Rows } from "./field";

type Path = readonly PropertyKey[];

/**
 * @param path of a value, with or without indexes
 * @returns the name of the innermost type of the API that the value is part of; undefined: of the request itself
 */
export function typeAt(rows: Rows, path: Path): string | undefined {
  return levels(rows, path).at(-1)?.type;
}

/**
 * Where a key belongs that was found at another level: at one above, or in an object below.
 *
 * @param path of the object that has the key
 * @returns the path of the object that should have it, without indexes; undefined when no object near has such a key
 */
export function placeOf(rows: Rows, path: Path, key: string): readonly string[] | undefined {
  const around = levels(rows, path);
  const above = around.slice(0, -1).findLast((level) => Object.hasOwn(level.rows, key));
  if (above !== undefined) return above.path;
  const here = around.at(-1);
  if (here === undefined) return undefined;
  return below(here.rows, here.path).find((level) => Object.hasOwn(level.rows, key))?.path;
}

interface Level {
  readonly type: string | undefined;
  readonly rows: Rows;
  readonly path: readonly string[];
}

/** The objects on the way to a path, the request first. */
function levels(rows: Rows, path: Path): Level[] {
  const found: Level[] = [{ type: undefined, rows, path: [] }];
  for (const name of path.filter((part) => typeof part === "string")) {
    const last = found.at(-1);
    const field = last?.rows[name];
    const object = field === undefined ? undefined : objectOf(field);
    if (last === undefined || object === undefined) break;
    found.push({ type: object.name, rows: object.rows, path: [...last.path, name] });
  }
  return found;
}

/** All objects in an object, nearest first. */
function below(rows: Rows, path: readonly string[]): Level[] {
  const children = Object.entries(rows).flatMap(([name, field]): Level[] => {
    const object = objectOf(field);
    return object === undefined ? [] : [{ type: object.name, rows: object.rows, path: [...path, name] }];
  });
  return [...children, ...children.flatMap((child) => below(child.rows, child.path))];
}

function objectOf(field: AnyField) {
  if (field.kind === "list") return objectOf(field.item);
  return field.kind === "object" ? field : undefined;
}

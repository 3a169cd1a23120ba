/**
 * Files may name the JSON Schema by which editors check them (docs/editors.md): `"$schema": "..."` beside the outermost
 * keys. It says nothing to dapf.
 *
 * @param value of a file
 * @returns the value without it
 */
export function withoutSchemaKey(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if (!("$schema" in value) || typeof value.$schema !== "string") return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== "$schema"));
}

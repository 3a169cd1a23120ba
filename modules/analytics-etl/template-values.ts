import { substitute, type Placeholder } from "../../config/placeholders";

/**
 * Fills in the placeholders of ETL definitions, in such a way that Terraform takes everything else in them literally.
 *
 * @param definitions strings, numbers, booleans, lists and plain objects
 * @param values may be Terraform tokens
 */
export function fillInPlaceholders<T>(definitions: T, values: Readonly<Record<Placeholder, string>>): T {
  return substitute(escapeTemplates(definitions), values);
}

/**
 * Terraform reads `${...}` and `%{...}` in JSON strings as templates and writes a literal one with a doubled sign.
 * `substitute` takes one `$` off what is no placeholder, therefore one more is put on here.
 */
function escapeTemplates<T>(value: T): T {
  // Casts: a string gives a string, a list a list, an object an object with the same keys, so the type stays T.
  if (typeof value === "string") {
    return value.replace(/\$\$\{/g, "$$$$$${").replace(/(?<!%)%\{/g, "%%{") as T;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => escapeTemplates(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates<unknown>(item)])) as T;
}

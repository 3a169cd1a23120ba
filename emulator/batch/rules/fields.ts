/** What the tables of fields say of single values: lengths, patterns, ranges. Rules with words of the service come first. */
import type { AnyField, Rows } from "../../../aws/fields/field";
import { InvalidRequest } from "../plumbing/errors";

/** @param where - path of the object, as the message names it; empty for the request itself */
export function requireFields(rows: Rows, value: object, where: string): void {
  for (const [name, field] of Object.entries(rows)) {
    const member: unknown = Reflect.get(value, name);
    if (member !== undefined) requireField(field, member, where === "" ? name : `${where}.${name}`);
  }
}

function requireField(field: AnyField, value: unknown, where: string): void {
  if (field.kind === "list" && Array.isArray(value)) {
    const { most = Infinity, item } = field;
    if (value.length > most) throw new InvalidRequest(`${where} must have at most ${most} entries.`);
    for (const [index, one] of value.entries()) requireField(item, one, `${where}[${index}]`);
  }
  if (field.kind === "object" && typeof value === "object" && value !== null) requireFields(field.rows, value, where);
  if (field.kind === "text" && typeof value === "string") {
    const { min = 0, max = Infinity, pattern, rule } = field;
    if (value.length < min || value.length > max) throw new InvalidRequest(`${where} has a length that is not valid.`);
    if (pattern?.test(value) === false) throw new InvalidRequest(`${where} ${rule ?? "is not valid"}, got ${value}.`);
  }
  if (field.kind === "number" && typeof value === "number") {
    const { min = -Infinity, max = Infinity } = field;
    if (value >= min && value <= max) return;
    throw new InvalidRequest(`${where} is not valid: ${value}, must be between ${min} and ${max}.`);
  }
}

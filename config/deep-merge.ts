import { Written } from "./scalars";

type Mapping = Record<string, unknown>;

/**
 * Merges JSON values as the HCL's deep merge does: objects key by key, everything else is replaced by the later value.
 * Pure; keys keep the order in which they first appear.
 */
export function deepMerge(values: readonly unknown[]): unknown {
  return values.reduce((earlier, later) => (isMapping(earlier) && isMapping(later) ? mergeTwo(earlier, later) : later));
}

/** @returns a copy without the keys whose value is `null`, at every depth: HCL's way to leave an argument out. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMapping(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutNulls(item)]));
}

function mergeTwo(earlier: Mapping, later: Mapping): Mapping {
  // A Map, not an object: it takes any key, `__proto__` too.
  const merged = new Map(Object.entries(earlier));
  for (const [key, value] of Object.entries(later)) {
    merged.set(key, merged.has(key) ? deepMerge([merged.get(key), value]) : value);
  }
  return Object.fromEntries(merged);
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Written);
}

import { z } from "zod";
import type { PlannedChange } from "./changes";
import { CLOUD_CONTROL, isStateful } from "./stateful";

/*
 * The part of `terraform show -json <plan>` that tells which arguments change.
 * Source: Terraform documentation, "JSON Output Format", change representation (format version 1).
 */
const planJson = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({
          before: z.unknown(),
          after: z.unknown(),
          after_unknown: z.unknown(),
          replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
        }),
      }),
    )
    .default([]),
});

/** @returns whether the plan's JSON is needed to tell what changes: reading it costs seconds, a creation needs none. */
export function needsAttributes(changes: readonly PlannedChange[]): boolean {
  return changes.some(({ action }) => action === "update" || action === "replace");
}

/**
 * @returns whether the plan's JSON is needed to tell what would be lost: what a deletion by Cloud Control deletes, and what
 *   forces the replacement of a resource that holds state
 */
export function needsLossDetails(changes: readonly PlannedChange[]): boolean {
  return changes.some((change) => {
    if (change.action === "replace") return isStateful(change);
    return change.action === "delete" && change.type === CLOUD_CONTROL;
  });
}

/**
 * @param json standard output of `terraform show -json <plan>`
 * @returns the changes, updates and replacements with the top-level arguments that differ, those of Cloud Control with
 *   their type
 * @throws SyntaxError or ZodError when the text is not a plan
 */
export function withAttributes(changes: readonly PlannedChange[], json: string): PlannedChange[] {
  const plan = planJson.parse(JSON.parse(json));
  const byAddress = new Map(plan.resource_changes.map((entry) => [entry.address, entry.change]));
  return changes.map((planned) => {
    const change = byAddress.get(planned.address);
    if (change === undefined) return planned;
    const { type_name: typeName } = fieldsOf(change.before);
    const isTyped = planned.type === CLOUD_CONTROL && typeof typeName === "string";
    const typed = isTyped ? { ...planned, cloudControlType: typeName } : planned;
    if (!needsAttributes([planned])) return typed;
    const attributes = differingKeys(change.before, change.after, change.after_unknown);
    const forcedBy = [...new Set((change.replace_paths ?? []).map(([head]) => String(head)))].sort();
    return { ...typed, attributes, ...(forcedBy.length === 0 ? {} : { forcedBy }) };
  });
}

function differingKeys(before: unknown, after: unknown, unknown: unknown): string[] {
  const old = fieldsOf(before);
  const next = fieldsOf(after);
  const computed = fieldsOf(unknown);
  const keys = new Set([...Object.keys(old), ...Object.keys(next), ...Object.keys(computed)]);
  return [...keys].filter((key) => holdsTrue(computed[key]) || !same(old[key], next[key])).sort();
}

function fieldsOf(value: unknown): Record<string, unknown> {
  // An object that came out of JSON.parse has string keys.
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Terraform marks an unknown value with `true`, and what is known inside a nested value with `false` or nothing. */
function holdsTrue(value: unknown): boolean {
  if (value === true) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsTrue);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Models of resources: as wanted, as patched, and what differs. */
import { CloudControlError } from "./errors";
import type { Json, Model } from "./json";
import { isEqual, isObject } from "./json";
import { applyPatch, PatchError } from "./json-patch";
import type { Change, ResourceType } from "./resource-type";
import { problemsOf, propertyNames } from "./schema";

/**
 * The model of a resource to create, with a name.
 *
 * @param newId - makes what is unique in a made-up name
 * @throws CloudControlError when the model does not fit the schema
 */
export function createdModel(type: ResourceType, desired: Model, newId: () => string): Model {
  const { schema, nameProperty } = type;
  const readOnly = propertyNames(schema.readOnlyProperties).filter((name) => Object.hasOwn(desired, name));
  if (readOnly.length > 0) {
    throw invalid(`Encountered read-only properties in the desired state: [${readOnly.join(", ")}]`);
  }
  requireFit(type, desired);
  if (Object.hasOwn(desired, nameProperty)) return desired;
  const kind = schema.typeName.split("::").at(-1) ?? "Resource";
  return { ...desired, [nameProperty]: `${kind}-${newId().replaceAll("-", "").slice(0, 12)}` };
}

/** @throws CloudControlError when the patch does not fit the live model, or the result not the schema */
export function patchedModel(type: ResourceType, live: Model, patch: unknown): Model {
  const wanted = patched(live, patch);
  if (!isObject(wanted)) throw invalid("Invalid patch update: the result is not an object");
  const { readOnlyProperties, createOnlyProperties } = type.schema;
  for (const [kind, pointers] of Object.entries({ readOnlyProperties, createOnlyProperties })) {
    const changed = propertyNames(pointers).filter((name) => !isEqual(live[name], wanted[name]));
    if (changed.length > 0) {
      const list = changed.map((name) => `/properties/${name}`).join(", ");
      throw new CloudControlError("NotUpdatableException", `Invalid patch update: ${kind} [${list}] cannot be updated`);
    }
  }
  requireFit(type, wanted);
  return wanted;
}

export function changeOf(old: Model, wanted: Model): Change {
  const names = [...new Set([...Object.keys(old), ...Object.keys(wanted)])];
  const differing = names.filter((name) => !isEqual(old[name], wanted[name]));
  return { old, wanted, changed: Object.fromEntries(differing.map((name) => [name, wanted[name] ?? null])) };
}

function patched(live: Model, patch: unknown): Json {
  try {
    return applyPatch(live, patch);
  } catch (error) {
    if (error instanceof PatchError) throw invalid(`Invalid patch update: ${error.message}`);
    throw error;
  }
}

function requireFit(type: ResourceType, model: Model): void {
  const problems = problemsOf(model, type.schema);
  if (problems.length > 0) throw invalid(`Model validation failed (${problems.join("; ")})`);
}

function invalid(message: string): CloudControlError {
  return new CloudControlError("InvalidRequestException", message);
}

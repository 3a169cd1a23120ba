/**
 * The part of a CloudFormation resource schema that the AWS provider uses to plan: what a value may be, what cannot
 * change in place, what identifies the resource. With a schema at hand the provider asks CloudFormation for none.
 */
export interface ResourceSchema {
  readonly typeName: string;
  readonly properties: Readonly<Record<string, object>>;
  readonly definitions: Readonly<Record<string, object>>;
  readonly required: readonly string[];
  readonly oneOf?: readonly object[];
  readonly primaryIdentifier: readonly string[];
  readonly createOnlyProperties: readonly string[];
  readonly readOnlyProperties: readonly string[];
  readonly additionalProperties: false;
}

/** In all four types a map of strings, not a list of keys and values. */
export const tags = { type: "object", patternProperties: { ".*": { type: "string" } }, additionalProperties: false };

export const text = { type: "string" };
export const whole = { type: "integer" };
export const state = { type: "string", enum: ["ENABLED", "DISABLED"] };

export const listOf = (definition: string) => ({ type: "array", items: { $ref: `#/definitions/${definition}` } });

export const object = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

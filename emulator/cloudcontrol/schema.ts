/** Whether a model fits the schema of its resource type. */
import type { PropertySchema, ResourceSchema } from "../../aws/fields/cloud-formation";
import type { Json } from "./json";
import { isObject } from "./json";

/** What DescribeType answers. */
export interface TypeSchema extends ResourceSchema {
  readonly description: string;
  readonly additionalIdentifiers?: readonly (readonly string[])[];
  readonly tagging: Readonly<Record<string, unknown>>;
  readonly handlers: Readonly<Record<string, unknown>>;
}

/** @returns what does not fit, in the words of CloudFormation's model validation; empty: all is well */
export function problemsOf(model: Json, type: TypeSchema): string[] {
  return check(model, type, "#", type);
}

/** Names of the top-level properties that a list of pointers (`/properties/Name`) names. */
export function propertyNames(pointers: readonly string[]): string[] {
  return pointers.map((pointer) => pointer.replace("/properties/", ""));
}

function check(value: Json, schema: PropertySchema, path: string, type: TypeSchema): string[] {
  if (schema.$ref !== undefined) {
    const definition = type.definitions[schema.$ref.replace("#/definitions/", "")];
    return definition === undefined ? [] : check(value, definition, path, type);
  }
  const wrongType = typeProblem(value, schema, path);
  if (wrongType !== undefined) return [wrongType];
  if (typeof value === "string") return textProblems(value, schema, path);
  if (typeof value === "number") return numberProblems(value, schema, path);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, index) => check(item, items, `${path}/${index}`, type));
  }
  return isObject(value) ? objectProblems(value, schema, path, type) : [];
}

function typeProblem(value: Json, { type }: PropertySchema, path: string): string | undefined {
  const found = typeOf(value);
  if (type === undefined || found === type || (type === "number" && found === "integer")) return undefined;
  return `${path}: expected type: ${capital(type)}, found: ${capital(found)}`;
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return Number.isInteger(value) ? "integer" : typeof value;
}

function textProblems(value: string, schema: PropertySchema, path: string): string[] {
  const { minLength = 0, maxLength = Infinity } = schema;
  return [
    ...(schema.enum?.includes(value) === false ? [`${path}: ${value} is not a valid enum value`] : []),
    ...(value.length < minLength ? [`${path}: expected minLength: ${minLength}, actual: ${value.length}`] : []),
    ...(value.length > maxLength ? [`${path}: expected maxLength: ${maxLength}, actual: ${value.length}`] : []),
  ];
}

function numberProblems(
  value: number,
  { minimum = -Infinity, maximum = Infinity }: PropertySchema,
  path: string,
): string[] {
  if (value < minimum) return [`${path}: ${value} is not greater or equal to ${minimum}`];
  return value > maximum ? [`${path}: ${value} is not less or equal to ${maximum}`] : [];
}

function objectProblems(value: Record<string, Json>, schema: PropertySchema, path: string, type: TypeSchema): string[] {
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${path}: required key [${name}] not found`),
    ...alternativeProblems(value, schema, path),
    ...Object.entries(value).flatMap(([name, member]) => {
      const expected = memberSchema(schema, name);
      if (expected !== undefined) return check(member, expected, `${path}/${name}`, type);
      return schema.additionalProperties === false ? [`${path}: extraneous key [${name}] is not permitted`] : [];
    }),
  ];
}

function alternativeProblems(value: Record<string, Json>, { oneOf }: PropertySchema, path: string): string[] {
  if (oneOf === undefined) return [];
  const fitting = oneOf.filter(({ required }) => required.every((name) => Object.hasOwn(value, name)));
  if (fitting.length === 1) return [];
  return [`${path}: ${fitting.length} subschemas matched instead of one`];
}

function memberSchema({ properties, patternProperties }: PropertySchema, name: string): PropertySchema | undefined {
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return Object.entries(patternProperties ?? {}).find(([pattern]) => new RegExp(pattern).test(name))?.[1];
}

function capital(word: string): string {
  return word === "object"
    ? "JSONObject"
    : word === "array"
      ? "JSONArray"
      : word.charAt(0).toUpperCase() + word.slice(1);
}

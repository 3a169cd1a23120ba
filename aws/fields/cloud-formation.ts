/** Schemas of CloudFormation's resource types, out of the table of the request that creates the resource. */
import type { AnyField, ObjectField, Rows } from "./field";
import type { Table } from "./table";

/** The part of JSON Schema that the types of Batch use. */
export interface PropertySchema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly patternProperties?: Readonly<Record<string, PropertySchema>>;
  readonly additionalProperties?: false;
  readonly required?: readonly string[];
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
  readonly items?: PropertySchema;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/**
 * The part of a resource schema that the AWS provider uses to plan: what a value may be, what cannot change in place, what
 * identifies the resource.
 */
export interface ResourceSchema extends PropertySchema {
  readonly typeName: string;
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly definitions: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
  readonly primaryIdentifier: readonly string[];
  readonly createOnlyProperties: readonly string[];
  readonly readOnlyProperties: readonly string[];
  readonly additionalProperties: false;
}

export interface ResourceTypeFacts {
  /** E.g. `AWS::Batch::JobQueue`. */
  readonly typeName: string;
  /** The property that identifies a resource and that the service makes, e.g. `JobQueueArn`. */
  readonly arn: string;
  /** Properties of which exactly one is required. */
  readonly oneOf?: readonly string[];
  /**
   * The property that identifies a resource.
   * @default the ARN
   */
  readonly identifier?: string;
  /** Properties that CloudFormation asks for, though the API does not. */
  readonly required?: readonly string[];
  /** Properties that are CloudFormation's own. */
  readonly added?: Readonly<Record<string, PropertySchema>>;
  /** Pointers to what within a property cannot change in place. */
  readonly createOnlyWithin?: readonly string[];
}

/** Keys come in the same order every time: in a declaration even a change of their order would be a change. */
export function resourceSchema({ rows }: Table<unknown>, facts: ResourceTypeFacts): ResourceSchema {
  const { typeName, arn, oneOf, identifier = arn, required = [], added = {}, createOnlyWithin = [] } = facts;
  const pointers = (names: readonly string[]) => names.map((name) => `/properties/${name}`);
  const createOnly = Object.keys(rows).filter((name) => rows[name]?.createOnly === true);
  const alternatives = oneOf === undefined ? {} : { oneOf: oneOf.map((name) => ({ required: [name] })) };
  return {
    typeName,
    properties: { [arn]: { type: "string" }, ...propertiesOf(rows), ...added },
    definitions: definitionsOf(rows),
    required: [...requiredOf(rows), ...required],
    ...alternatives,
    primaryIdentifier: pointers([identifier]),
    // Without the tags, which CloudFormation's older versions of these types cannot change in place: see docs.
    createOnlyProperties: [...pointers(createOnly.map(pascal)), ...createOnlyWithin],
    readOnlyProperties: pointers([arn]),
    additionalProperties: false,
  };
}

/** CloudFormation's names are those of the API with a capital. */
const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const camel = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/**
 * @param rows of the request
 * @returns what the API calls by its names as CloudFormation calls it; the keys of maps are data and stay
 */
export function toCloudFormation(rows: Rows, value: object): Record<string, unknown> {
  return renamed(value, rows, pascal, (name) => name);
}

/** The way back: see `toCloudFormation`. */
export function fromCloudFormation(rows: Rows, value: object): Record<string, unknown> {
  return renamed(value, rows, camel, camel);
}

/** @param toRow gives the name of a member's row */
function renamed(value: object, rows: Rows, rename: Rename, toRow: Rename): Record<string, unknown> {
  const within = (member: unknown, field: AnyField | undefined): unknown => {
    if (field?.kind === "list" && Array.isArray(member)) return member.map((item) => within(item, field.item));
    const isObject = field?.kind === "object" && typeof member === "object" && member !== null;
    return isObject ? renamed(member, field.rows, rename, toRow) : member;
  };
  const members: [string, unknown][] = Object.entries(value);
  return Object.fromEntries(members.map(([name, member]) => [rename(name), within(member, rows[toRow(name)])]));
}

type Rename = (name: string) => string;

function propertiesOf(rows: Rows): Record<string, PropertySchema> {
  return Object.fromEntries(Object.entries(rows).map(([name, field]) => [pascal(name), propertyOf(field)]));
}

function requiredOf(rows: Rows): string[] {
  return Object.entries(rows).flatMap(([name, { required, cloudFormation }]) =>
    required === true && cloudFormation?.optional !== true ? [pascal(name)] : [],
  );
}

function propertyOf(field: AnyField): PropertySchema {
  if (field.cloudFormation?.schema !== undefined) return field.cloudFormation.schema;
  switch (field.kind) {
    case "text":
      return given({ type: "string", minLength: field.min, maxLength: field.max });
    case "choice":
      // Where the service takes a word in any case CloudFormation's types have a text, and answer with the service's case.
      return field.open === true || field.anyCase !== undefined
        ? { type: "string" }
        : { type: "string", enum: field.values };
    case "number":
      return given({ type: field.whole ? "integer" : "number", minimum: field.min, maximum: field.max });
    case "flag":
      return { type: "boolean" };
    case "map":
      return { type: "object", patternProperties: { ".*": { type: "string" } }, additionalProperties: false };
    case "list":
      return { type: "array", items: propertyOf(field.item) };
    case "object":
      return { $ref: `#/definitions/${field.name}` };
  }
}

/** The objects of the next level come before those within them. */
function definitionsOf(rows: Rows): Record<string, PropertySchema> {
  const objects = Object.values(rows).flatMap(objectOf);
  const within = objects.flatMap((field) => Object.entries(definitionsOf(field.rows)));
  return Object.fromEntries([...objects.map((field) => [field.name, definitionOf(field)] as const), ...within]);
}

function objectOf(field: AnyField): ObjectField[] {
  if (field.kind === "list") return objectOf(field.item);
  return field.kind === "object" ? [field] : [];
}

function definitionOf({ rows }: ObjectField): PropertySchema {
  return { type: "object", properties: propertiesOf(rows), required: requiredOf(rows), additionalProperties: false };
}

function given(schema: PropertySchema): PropertySchema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

import { etlSchema } from "../config/etl-schema";
import { describeMembers, type Service } from "./aws-docs";
import { type JsonSchema, jsonSchemaOf, SCHEMA_MEMBER } from "./json-schema";

/** A template of the ETL: what it says may be a part only, which others that are merged with it make whole. */
export function etlTemplateSchema(glue: Service): JsonSchema {
  const schema = jsonSchemaOf(etlSchema);
  const job = entriesOf(schema.properties?.jobs);
  const workflow = entriesOf(schema.properties?.workflows);
  const apiName = (name: string) => name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  describeMembers(job, glue, "CreateJobRequest", apiName);
  describeMembers(workflow, glue, "CreateWorkflowRequest", apiName);
  describeMembers(entriesOf(workflow.properties?.triggers), glue, "CreateTriggerRequest", apiName);
  return partial({ ...schema, properties: { $schema: SCHEMA_MEMBER, ...schema.properties } });
}

function entriesOf(record: JsonSchema | undefined): JsonSchema {
  const entries = record?.additionalProperties;
  if (typeof entries !== "object") throw new TypeError("The shape of the ETL has no such map");
  return entries;
}

/** Also a key that nobody knows is left out when it is `null`. */
const UNKNOWN: JsonSchema = { type: "null", errorMessage: "is not a known key" };

/** Nothing need be there, and whatever is a member may be `null`, which the reader takes for what is not there. */
function partial(schema: JsonSchema): JsonSchema {
  const members = (of: Record<string, JsonSchema>) =>
    Object.fromEntries(Object.entries(of).map(([name, child]) => [name, orNull(partial(child))]));
  const { properties, additionalProperties: others, propertyNames: names, items } = schema;
  return {
    ...schema,
    required: undefined,
    ...(properties === undefined ? {} : { properties: members(properties) }),
    ...(typeof others === "object" ? entries(orNull(partial(others)), names) : {}),
    ...(others === false ? { additionalProperties: UNKNOWN } : {}),
    ...(items === undefined ? {} : { items: partial(items) }),
  };
}

/** What is left out needs no right name either. */
function entries(entry: JsonSchema, names: JsonSchema | undefined): Partial<JsonSchema> {
  if (names?.pattern === undefined) return { additionalProperties: entry };
  const { pattern, patternErrorMessage: errorMessage } = names;
  const wrong: JsonSchema = { type: "null", ...(errorMessage === undefined ? {} : { errorMessage }) };
  return { propertyNames: undefined, patternProperties: { [pattern]: entry }, additionalProperties: wrong };
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: words, const: word, anyOf } = schema;
  if (words !== undefined) return { ...schema, type: undefined, enum: [...words, null] };
  if (word !== undefined) return { ...schema, type: undefined, const: undefined, enum: [word, null] };
  if (anyOf !== undefined) return { ...schema, anyOf: [...anyOf, { type: "null" }] };
  return type === undefined ? schema : { ...schema, type: [type, "null"].flat() };
}

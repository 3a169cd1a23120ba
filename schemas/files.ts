import * as fs from "node:fs";
import * as path from "node:path";
import { environmentSchema } from "../config/schema";
import { definitionShape } from "../config/containers/definitions/shape";
import { submissionShape } from "../jobs/container/submissions/shape";
import { exampleShape } from "../jobs/runs/example/example-file";
import { describeMembers, type Service, serviceOf } from "./aws-docs";
import { computeSchema } from "./compute";
import { etlTemplateSchema } from "./etl";
import { type JsonSchema, jsonSchemaOf, SCHEMA_MEMBER } from "./json-schema";
import { type KindName, KINDS } from "./kinds";
import { queuesSchema } from "./queues";
import { withReferences } from "./references";
import { trainingSchema } from "./training";
import { workflowOr } from "./workflow";

/** @returns the text of the schema of each kind of files */
export function schemaTexts(): ReadonlyMap<KindName, string> {
  const batch = serviceOf("batch", "https://docs.aws.amazon.com/batch/latest/APIReference");
  const sagemaker = serviceOf("sagemaker", "https://docs.aws.amazon.com/sagemaker/latest/APIReference");
  const glue = serviceOf("glue", "https://docs.aws.amazon.com/glue/latest/webapi");
  const schemas: Readonly<Record<KindName, JsonSchema>> = {
    environment: environmentFile(),
    "training-queues": queuesSchema(batch),
    compute: computeSchema(batch),
    etl: etlTemplateSchema(glue),
    "etl-example": jsonSchemaOf(exampleShape),
    "job-definition": definition(batch),
    jobs: jobs(batch),
    "training-jobs": trainingSchema(batch, sagemaker),
  };
  return new Map(KINDS.map(({ name, title }) => [name, `${JSON.stringify(file(title, schemas[name]), null, 1)}\n`]));
}

/** Every file may name its schema; of files of several forms each form has to know that. */
function file(title: string, { definitions, ...schema }: JsonSchema): JsonSchema {
  const known = (one: JsonSchema): JsonSchema =>
    one.additionalProperties === false && one.properties?.$schema === undefined
      ? { ...one, properties: { $schema: SCHEMA_MEMBER, ...one.properties } }
      : one;
  const forms = Object.entries(definitions ?? {}).map(([name, one]) => [name, known(one)]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title,
    ...known(schema),
    ...(forms.length === 0 ? {} : { definitions: Object.fromEntries(forms) }),
  };
}

function environmentFile(): JsonSchema {
  const schema = jsonSchemaOf(environmentSchema);
  for (const [key, meaning] of keysOfPage(path.join(__dirname, "../docs/environments.md"))) {
    const found = key.split(".").reduce<JsonSchema | undefined>((at, name) => at?.properties?.[name], schema);
    if (found !== undefined) found.description ??= `${meaning} (docs/environments.md)`;
  }
  return schema;
}

/** The keys of the tables of a page, which begin a row, with their meaning, which ends it. */
function keysOfPage(page: string): [key: string, meaning: string][] {
  return fs
    .readFileSync(page, "utf8")
    .split("\n")
    .flatMap((line) => {
      const [, keys, meaning] = /^\| (`.*?) +\|.*\| (.*?) *\|$/.exec(line) ?? [];
      if (keys === undefined || meaning === undefined) return [];
      const plain = meaning.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll("`", "");
      return [...keys.matchAll(/`([^`]+)`/g)].map(([, key = ""]): [string, string] => [key, plain]);
    });
}

/** Of those that are registered one by one, and those in the folder of a compute file, which name what is declared. */
function definition(batch: Service): JsonSchema {
  const schema = withReferences(jsonSchemaOf(definitionShape));
  describeMembers(schema, batch, "RegisterJobDefinitionRequest");
  return schema;
}

function jobs(batch: Service): JsonSchema {
  const job = jsonSchemaOf(submissionShape);
  describeMembers(job, batch, "SubmitJobRequest");
  return { ...workflowOr({ $ref: "#/definitions/job" }), definitions: { job } };
}

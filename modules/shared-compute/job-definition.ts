import type { RegisterJobDefinitionRequest } from "@aws-sdk/client-batch";
import type { Construct } from "constructs";
import { jobDefinition } from "../../aws/batch/requests/job-definition";
import { RESOURCE_SCHEMAS } from "../../aws/batch/resource-schemas";
import type { PropertySchema, ResourceSchema } from "../../aws/fields/cloud-formation";
import { BatchResource } from "../batch-resources/batch-resource";

export interface StandardDefinitionProps {
  /** With references in the place of names. */
  readonly request: RegisterJobDefinitionRequest;
  /** Those of the environment; the request's own are added, and win. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A job definition. A change of it registers a revision, and then takes the revision before out of service, so that at no
 * moment there is none (CloudFormation, AWS::Batch::JobDefinition, ResourceRetentionPolicy).
 *
 * Not `aws_batch_job_definition`: version 5 of the AWS provider has no `consumableResourceProperties`, drops members without a
 * word that are newer than it is (`s3filesVolumeConfiguration`), takes every revision out of service before it registers one
 * with another number of exit conditions (`evaluate_on_exit` forces a replacement), and on removal deregisters revisions that
 * others registered. Where revisions are to stay it is `KeptDefinition`.
 */
export class StandardDefinition extends BatchResource {
  constructor(scope: Construct, id: string, { request, tags }: StandardDefinitionProps) {
    const { tags: ownTags, ...rest } = request;
    super(scope, id, {
      schema: SCHEMA,
      table: jobDefinition,
      request: rest,
      tags: { ...tags, ...ownTags },
      // Under another name, too, there is one at every moment.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/**
 * Without what is within the properties, which Terraform's provider does not look at while it plans, and would keep in the
 * state of each of hundreds of definitions.
 */
const SCHEMA: ResourceSchema = { ...RESOURCE_SCHEMAS.jobDefinition, properties: shallow(), definitions: {} };

function shallow(): ResourceSchema["properties"] {
  const properties = Object.entries(RESOURCE_SCHEMAS.jobDefinition.properties);
  return Object.fromEntries(properties.map(([name, property]) => [name, outside(property)]));
}

function outside({ $ref, type }: PropertySchema): PropertySchema {
  return { type: $ref === undefined ? type : "object" };
}

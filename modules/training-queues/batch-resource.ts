import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import { Fn, type TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { schemaText, type ResourceSchema } from "./schemas";

export interface BatchResourceProps {
  readonly schema: ResourceSchema;
  /** The request of the AWS Batch API, with references in the place of names; its keys become CloudFormation's. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Everything: default tags of the provider do not reach Cloud Control. */
  readonly tags: Readonly<Record<string, string>>;
  readonly lifecycle?: TerraformResourceLifecycle;
}

/**
 * An object of AWS Batch that the AWS provider has no resource for, through Cloud Control. Its `id` is its ARN, and
 * stays known while it is changed in place; `properties` would not.
 */
export class BatchResource extends CloudcontrolapiResource {
  constructor(scope: Construct, id: string, { schema, request, tags, lifecycle }: BatchResourceProps) {
    super(scope, id, {
      typeName: schema.typeName,
      schema: schemaText(schema),
      // Terraform's own jsonencode sorts the keys, so that their order in a file is no change.
      desiredState: Fn.jsonencode({ ...inPascalCase(request), Tags: tags }),
      lifecycle,
    });
  }
}

/** CloudFormation's names are those of the API with a capital; what is undefined is left out. */
function inPascalCase(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defined = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(defined.map(([key, item]) => [key.charAt(0).toUpperCase() + key.slice(1), inside(item)]));
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isMapping(value) ? inPascalCase(value) : value;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

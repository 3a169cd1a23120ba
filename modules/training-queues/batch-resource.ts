import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import type { TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { pascal, type ResourceSchema } from "../../aws/fields/cloud-formation";

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
      desiredState: JSON.stringify(inPascalCase({ ...request, tags: new Tags(tags) })),
      lifecycle,
    });
  }
}

/** Their keys are not CloudFormation's, and stay as they are. */
class Tags {
  constructor(readonly tags: Readonly<Record<string, string>>) {}

  toJSON(): Record<string, string> {
    return sorted(Object.entries(this.tags));
  }
}

const texts = new Map<ResourceSchema, string>();

function schemaText(schema: ResourceSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}

/**
 * As CloudFormation calls the members; what is undefined is left out. Written out here and not by
 * Terraform's jsonencode, which CDKTF renders leaf by leaf, ten times as slowly. No string in a valid request needs to
 * be escaped for Terraform, and no ARN that Terraform puts into it for JSON.
 */
function inPascalCase(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const defined = Object.entries(value).filter(([, item]) => item !== undefined);
  return sorted(defined.map(([key, item]) => [pascal(key), inside(item)]));
}

function inside(value: unknown): unknown {
  if (value instanceof Tags) return value;
  if (Array.isArray(value)) return value.map(inside);
  return isMapping(value) ? inPascalCase(value) : value;
}

/** So that the order of keys in a file is no change. */
function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import type { ITerraformDependable, TerraformResourceLifecycle } from "cdktf";
import type { Construct } from "constructs";
import { type ResourceSchema, toCloudFormation } from "../../aws/fields/cloud-formation";
import type { Table } from "../../aws/fields/table";

export interface BatchResourceProps {
  readonly schema: ResourceSchema;
  /** The fields of the request. */
  readonly table: Table<unknown>;
  /** The request of the AWS Batch API, with references in the place of names; its keys become CloudFormation's. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Everything: default tags of the provider do not reach Cloud Control. */
  readonly tags: Readonly<Record<string, string>>;
  readonly lifecycle?: TerraformResourceLifecycle;
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * An object of AWS Batch that the AWS provider has no resource for, or none that does, through Cloud Control. Its `id`
 * identifies it to CloudFormation, and stays known while it is changed in place; `properties` would not.
 */
export class BatchResource extends CloudcontrolapiResource {
  constructor(scope: Construct, id: string, props: BatchResourceProps) {
    const { schema, table, request, tags, lifecycle, dependsOn } = props;
    const state = toCloudFormation(table.rows, { ...request, tags });
    super(scope, id, {
      typeName: schema.typeName,
      schema: schemaText(schema),
      desiredState: terraformJson(state),
      lifecycle,
      dependsOn,
    });
  }
}

const texts = new Map<ResourceSchema, string>();

function schemaText(schema: ResourceSchema): string {
  const text = texts.get(schema) ?? JSON.stringify(schema);
  texts.set(schema, text);
  return text;
}

/**
 * JSON for an argument, with its keys in order, so that their order in a file is no change. Written out here and not by
 * Terraform's jsonencode, which CDKTF renders leaf by leaf, ten times as slowly. No ARN and no id that Terraform puts into
 * it needs to be escaped for JSON.
 */
export const terraformJson = (value: object): string => JSON.stringify(settled(value));

/** With texts as Terraform is to take them. */
function settled(value: unknown): unknown {
  if (typeof value === "string") return literally(value);
  if (Array.isArray(value)) return value.map(settled);
  if (typeof value !== "object" || value === null) return value;
  const members: [string, unknown][] = Object.entries(value);
  const sorted = members.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, member]) => [key, settled(member)]));
}

/** Terraform, "Strings and Templates": what begins an expression, doubled. CDKTF's own references stay. */
export function literally(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$$${").replaceAll("%{", "%%{");
}

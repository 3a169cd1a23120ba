/** An instance as a test describes it. */
export interface Instance {
  readonly module?: string;
  readonly mode?: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  readonly attributes?: object;
}

/** @returns the text of a state file with these instances, as Terraform writes it. */
export function stateText(instances: readonly Instance[], more: object = {}): string {
  const resources = instances.map(({ module, mode = "managed", type, name, key, attributes = {} }) => ({
    ...(module === undefined ? {} : { module }),
    mode,
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ ...(key === undefined ? {} : { index_key: key }), schema_version: 0, attributes }],
  }));
  const head = { version: 4, terraform_version: "1.11.4", serial: 7, lineage: "0-1", outputs: {} };
  return JSON.stringify({ ...head, resources, check_results: null, ...more });
}

export const bucket = (name: string, more: Partial<Instance> = {}): Instance => ({
  type: "aws_s3_bucket",
  name: "this",
  attributes: { bucket: name },
  ...more,
});

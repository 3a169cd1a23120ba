import type { HclResource, SiteSettings } from "./row";

/** The version of a type's schema in provider 5.100.0, where it is not 0. */
const schemaVersions: Readonly<Record<string, number>> = {
  aws_batch_job_queue: 1,
  aws_cloudwatch_event_rule: 1,
  aws_cloudwatch_event_target: 1,
  aws_default_security_group: 1,
  aws_dynamodb_table: 1,
  aws_security_group: 1,
  aws_security_group_rule: 2,
  aws_subnet: 1,
  aws_vpc: 1,
};

const provider = 'provider["registry.terraform.io/hashicorp/aws"]';

/** Types that have no tags. */
const untagged =
  /^aws_(athena_database|cloudwatch_event_target|ecr_(lifecycle|repository)_policy|iam_(role_)?policy_attachment|kms_alias|lambda_permission|route_table_association|s3_bucket_.*|security_group_rule|vpc_dhcp_options_association)$/;

/**
 * The text of a Terraform state with these resources; format version 4. What a resource does not say is null there, as
 * it is for a provider that knows nothing of it yet.
 */
export function stateText(settings: SiteSettings, resources: readonly HclResource[]): string {
  const tags = {
    deployed_by: "TFProviders",
    developed_by: "AWSProserve",
    environment: settings.env,
    project: settings.use_case_name,
    repo_url: settings.repo_url,
  };
  const blocks = new Map<string, { instances: object[] }>();
  for (const { address, type, values, computed } of resources) {
    const [, module, name, key] = /^(?:(.*)\.)?aws_\w+\.(\w+?)(?:\[(.*)\])?$/.exec(address) ?? [];
    const block = { ...(module === undefined ? {} : { module }), mode: "managed", type, name, provider };
    const entry = blocks.get(JSON.stringify(block)) ?? { ...block, instances: [] };
    blocks.set(JSON.stringify(block), entry);
    const allTags = untagged.test(type) ? {} : { tags_all: { ...tags, ...(values.tags ?? {}) } };
    entry.instances.push({
      // A number or a quoted string.
      ...(key === undefined ? {} : { index_key: JSON.parse(key) as unknown }),
      schema_version: schemaVersions[type] ?? 0,
      attributes: { ...values, ...allTags, ...computed },
    });
  }
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 7,
    lineage: "00000000-0000-4000-8000-000000000007",
    outputs: {},
    resources: [...blocks.values()],
    check_results: null,
  });
}

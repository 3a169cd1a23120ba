import { layOutTeamRepository } from "../../support/hcl-project";
import { describeReferenceData } from "../../support/reference-data";
import { resolve } from "../analytics-etl/resolve";
import { synthesizeBatch } from "./support";

type Values = Readonly<Record<string, unknown>>;

interface Compared {
  /** What tells two resources of the type apart. */
  readonly key: (values: Values) => string;
  /** Arguments that replace a live resource when they change, and those that the specification states. */
  readonly arguments: readonly string[];
}

const nameOf = (values: Values) => String(values.name ?? values.name_prefix);
const tagOf = ({ tags }: Values) => String((tags as Values).Name);

/** Provider 5.100.0. */
const compared: Readonly<Record<string, Compared>> = {
  aws_batch_compute_environment: {
    key: (values) => String(values.compute_environment_name_prefix),
    arguments: ["compute_environment_name_prefix", "type", "state"],
  },
  aws_batch_job_definition: { key: nameOf, arguments: ["name", "type"] },
  aws_batch_job_queue: { key: nameOf, arguments: ["name", "priority", "state"] },
  // Not how long they are kept, which is a setting now: docs/adoption.md.
  aws_cloudwatch_log_group: { key: nameOf, arguments: ["name"] },
  aws_default_network_acl: { key: tagOf, arguments: ["tags"] },
  aws_default_route_table: { key: tagOf, arguments: ["tags"] },
  aws_default_security_group: { key: tagOf, arguments: ["tags"] },
  aws_dynamodb_table: {
    key: nameOf,
    arguments: ["name", "hash_key", "attribute", "billing_mode", "table_class", "tags"],
  },
  aws_ecr_lifecycle_policy: { key: ({ repository }) => String(repository), arguments: ["policy"] },
  aws_ecr_repository: {
    key: nameOf,
    arguments: ["name", "encryption_configuration", "force_delete", "image_tag_mutability"],
  },
  aws_glue_job: {
    key: nameOf,
    arguments: [
      "name",
      "command",
      "default_arguments",
      "execution_property",
      // Not the Glue version: Python shell jobs have none.
      "max_capacity",
      "number_of_workers",
      "timeout",
      "worker_type",
    ],
  },
  aws_iam_instance_profile: { key: nameOf, arguments: ["path"] },
  aws_iam_policy: { key: nameOf, arguments: ["name", "description"] },
  aws_iam_role: { key: (values) => `${nameOf(values)} ${String(values.description)}`, arguments: ["path"] },
  aws_s3_bucket: { key: ({ bucket }) => String(bucket), arguments: ["bucket", "force_destroy"] },
  aws_s3_object: { key: ({ bucket, key }) => `${String(bucket)}/${String(key)}`, arguments: ["key"] },
  aws_security_group: { key: ({ name_prefix }) => String(name_prefix), arguments: ["name_prefix", "description"] },
  aws_security_group_rule: {
    key: ({ type, protocol, from_port }) => [type, protocol, from_port].join(" "),
    arguments: ["cidr_blocks", "ipv6_cidr_blocks", "protocol", "from_port", "to_port", "self", "type"],
  },
  aws_ssm_parameter: { key: nameOf, arguments: ["name", "type"] },
  aws_subnet: { key: ({ cidr_block }) => String(cidr_block), arguments: ["cidr_block", "tags"] },
  aws_vpc: { key: tagOf, arguments: ["cidr_block", "enable_dns_hostnames", "enable_dns_support"] },
  aws_vpc_dhcp_options: { key: tagOf, arguments: ["domain_name_servers"] },
  aws_vpc_endpoint: { key: tagOf, arguments: ["service_name", "vpc_endpoint_type", "private_dns_enabled"] },
};

/** What the keys above are made of. */
const identifying = ["name", "name_prefix", "description", "tags", "repository", "bucket", "key"];

/** How many of the HCL's resources each type has; those without arguments to compare are only counted. */
const counted = [
  ...Object.keys(compared),
  "aws_ecr_repository_policy",
  "aws_route_table",
  "aws_route_table_association",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_vpc_dhcp_options_association",
];

/** What the tests of the orchestrator, the evaluation events and the model approval are about. */
function elsewhere({ type, values }: { readonly type: string; readonly values: Values }): boolean {
  return /^aws_(cloudwatch_event|lambda|sfn)/.test(type) || /modelops-|sm-model-approval/.test(nameOf(values));
}

/** Ids and ARNs are for the provider to say; none of the compared arguments has one. */
const known = new Proxy<Record<string, string>>(
  {},
  { get: (_, reference) => (/\.(arn|id)$/.test(String(reference)) ? `<${String(reference)}>` : undefined) },
);

interface StateResource {
  readonly mode: string;
  readonly module?: string;
  readonly type: string;
  readonly instances: { readonly attributes: Values }[];
}

describeReferenceData("the resources of the HCL", (data) => {
  // The shape of a Terraform state is known.
  const state = JSON.parse(data.state()) as { resources: StateResource[] };
  const theirs = state.resources
    .filter(({ mode, module = "" }) => mode === "managed" && module.startsWith("module.batch_"))
    .flatMap(({ type, instances }) => instances.map(({ attributes }) => ({ type, values: attributes })))
    .filter((resource) => !elsewhere(resource));

  const { files } = synthesizeBatch(layOutTeamRepository(data), data.environment);
  const ours = Object.entries(files)
    .filter(([file]) => file.startsWith("modules/batch_"))
    .flatMap(([file, { resource = {} }]) =>
      Object.entries(resource).flatMap(([type, elements]) =>
        Object.values(elements).map((element) => ({
          type,
          values: Object.fromEntries(
            [...identifying, ...(compared[type]?.arguments ?? [])].map((name) => [
              name,
              resolve(files, file.replace("main.tf.json", ""), element[name], known),
            ]),
          ),
        })),
      ),
    )
    .filter((resource) => !elsewhere(resource));

  it.each(counted)("%s: are as many", (type) => {
    const count = (all: readonly { type: string }[]) => all.filter((resource) => resource.type === type).length;

    expect(count(ours)).toBe(count(theirs));
    expect(count(theirs)).toBeGreaterThan(0);
  });

  it("are all of types that this test knows, but for what least privilege replaces", () => {
    const types = (all: readonly { type: string }[]) => [...new Set(all.map(({ type }) => type))];

    expect(types(theirs).filter((type) => !counted.includes(type))).toEqual(["aws_iam_role_policy_attachment"]);
    expect(
      types(ours)
        .filter((type) => !counted.includes(type))
        .sort(),
    ).toEqual(["aws_iam_role_policy", "aws_iam_role_policy_attachment"]);
  });

  it.each(Object.entries(compared))("%s: the arguments that matter are the same", (type, { key, arguments: names }) => {
    const pick = (all: readonly { type: string; values: Values }[]) =>
      Object.fromEntries(
        all
          .filter((resource) => resource.type === type)
          .map(({ values }) => [
            keyed(key, values),
            Object.fromEntries(names.map((name) => [name, normal(name, values[name])])),
          ]),
      );

    expect(pick(ours)).toEqual(pick(theirs));
  });
});

/** A state knows a name that was made of a prefix, too; the prefix is what the configuration says. */
function keyed(key: Compared["key"], values: Values): string {
  return key(values.name_prefix ? { ...values, name: undefined } : values);
}

/** A state has a list for each block, zeros and empty texts for what is not set, and every default of the provider. */
function normal(name: string, value: unknown): unknown {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return undefined;
  if (name === "path" && value === "/") return undefined;
  if (name === "policy") return JSON.parse(String(value)) as unknown;
  if (name === "default_arguments") {
    // The HCL names those of a team's shared modules that its own jobs import; dapf names all that are there.
    return Object.fromEntries(Object.entries(value as object).filter(([argument]) => !argument.startsWith("--extra-")));
  }
  if (["command", "execution_property", "encryption_configuration"].includes(name)) {
    const block: unknown = Array.isArray(value) ? value[0] : value;
    return Object.fromEntries(Object.entries(block as object).filter(([, item]) => item !== ""));
  }
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

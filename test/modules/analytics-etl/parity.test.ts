import { layOutTeamRepository } from "../../support/hcl-project";
import { describeReferenceData, type PlannedResource } from "../../support/reference-data";
import { resolve } from "./resolve";
import { synthesizeEtl } from "./support";

/** The arguments that replace a resource when they change, provider 5.100.0; for jobs and triggers all that is planned. */
const compared: Readonly<Record<string, readonly string[]>> = {
  aws_athena_database: ["name", "encryption_configuration", "force_destroy"],
  aws_glue_job: [
    "command",
    "connections",
    "default_arguments",
    "execution_property",
    "glue_version",
    "max_retries",
    "name",
    "number_of_workers",
    "role_arn",
    "timeout",
    "worker_type",
  ],
  aws_glue_trigger: [
    "actions",
    "enabled",
    "name",
    "predicate",
    "schedule",
    "start_on_creation",
    "type",
    "workflow_name",
  ],
  aws_glue_workflow: ["name", "max_concurrent_runs"],
  aws_s3_bucket: ["bucket", "force_destroy"],
  aws_s3_bucket_public_access_block: ["block_public_acls", "block_public_policy"],
  aws_s3_bucket_versioning: ["versioning_configuration"],
  aws_s3_object: ["key"],
  aws_ssm_parameter: ["insecure_value", "name", "type"],
};

describeReferenceData("the resources of the HCL", (data) => {
  const { environment, prefix, account, region } = data;
  const planned = data.planned().filter(({ address }) => address.startsWith("module.analytics_etl."));
  const { files } = synthesizeEtl(layOutTeamRepository(data), environment);
  const computed = {
    "aws_sns_topic.topic.arn": `arn:aws:sns:${region}:${account}:${prefix}-dapf-notifier`,
    "aws_kms_key.key.arn": `arn:aws:kms:${region}:${account}:key/own`,
    "aws_s3_bucket.bucket.id": `${prefix}-analytics-etl`,
    "aws_s3_bucket.bucket.arn": `arn:aws:s3:::${prefix}-analytics-etl`,
    "path.root": ".",
  };
  const ours = Object.entries(files)
    .filter(([file]) => file.startsWith("modules/analytics_etl/"))
    .flatMap(([file, { resource = {} }]) =>
      Object.entries(resource).flatMap(([type, elements]) =>
        Object.values(elements).map((element) => ({
          type,
          values: resolve(files, file.replace("main.tf.json", ""), element, computed) as Record<string, unknown>,
        })),
      ),
    );

  it("are as many", () => {
    expect(ours).toHaveLength(planned.length);
    expect(planned).toHaveLength(data.counts.etl);
  });

  it.each(Object.entries(compared))("%s: the arguments are the same, instance for instance", (type, names) => {
    const pick = (resources: readonly PlannedResource[] | typeof ours) =>
      Object.fromEntries(
        resources
          .filter((resource) => resource.type === type)
          .map(({ values }) => [
            String(values.name ?? values.key ?? type),
            Object.fromEntries(names.map((name) => [name, normal(name, values[name])])),
          ]),
      );

    expect(pick(ours)).toEqual(pick(planned));
    expect(pick(ours)).not.toEqual({});
  });

  it("keep the comments of the databases and the places of the scripts, which only the state tells", () => {
    const state = JSON.parse(data.state()) as {
      resources: { module?: string; type: string; instances: { attributes: Record<string, unknown> }[] }[];
    };
    const inState = (type: string) =>
      state.resources
        .filter((resource) => resource.module?.startsWith("module.analytics_etl") && resource.type === type)
        .flatMap(({ instances }) => instances.map(({ attributes }) => attributes));
    const own = (type: string) => ours.filter((resource) => resource.type === type).map(({ values }) => values);

    const databases = (all: readonly Record<string, unknown>[]) =>
      all.map(({ name, comment, bucket }) => ({ name, comment, bucket }));
    expect(databases(own("aws_athena_database"))).toEqual(databases(inState("aws_athena_database")));

    const locations = (all: readonly Record<string, unknown>[]) =>
      all
        .map(({ command }) => [command].flat().map((one) => (one as { script_location: string }).script_location))
        .sort();
    expect(locations(own("aws_glue_job"))).toEqual(locations(inState("aws_glue_job")));
  });
});

/** A planned block is a list even where there can be one only, and says `null` for what is not set. */
function normal(name: string, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (name === "command") return dropLocation(one(value));
  if (["execution_property", "encryption_configuration", "versioning_configuration"].includes(name)) {
    return withoutNulls(one(value));
  }
  if (name === "predicate") return Array.isArray(value) && value.length === 0 ? null : withoutNulls(one(value));
  return withoutNulls(value);
}

function one(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** The plan does not tell the location, because the bucket's name was not known yet. */
function dropLocation(value: unknown): unknown {
  return Object.fromEntries(Object.entries(value as object).filter(([key]) => key !== "script_location"));
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && !(Array.isArray(item) && item.length === 0))
      .map(([key, item]) => [key, withoutNulls(item)]),
  );
}

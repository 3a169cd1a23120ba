import { batchRows } from "./batch";
import { glueJobs } from "./glue-jobs";
import { orchestratorRows, roleRows } from "./roles";
import { arnOf, type Context, fileName, type HclResource, parameter, row, type Site, upload } from "./row";

const hashKeys = { input: "pk_mappingid", state: "batchjob_id", meta: "metaKey" } as const;

/** The construct that the HCL has once for each context (it spells one of them `inferencing_contruct`). */
export function constructRows(site: Site, context: Context, subnets: readonly string[]): HclResource[] {
  const { prefix: P, settings } = site;
  const at = `module.batch_${context}.module.${context === "training" ? "training_construct" : "inferencing_contruct"}`;
  const internal = `${P}-${context}-internal`;
  const { evaluation_job_params: evaluation, gatekeeper_job_params: gatekeeper } = settings[context];
  const customizable = [evaluation.path, gatekeeper.path];
  const ownScripts = [
    "clean_up_job.py",
    `${context}_job_awsbatch_status_check.py`,
    `submit_${context}_job_awsbatch_statetable.py`,
  ];
  return [
    ...customizable.map((file) =>
      upload(
        `${at}.aws_s3_object.upload_ext_scripts["./../${file}"]`,
        internal,
        `src/python/${context}/${fileName(file)}`,
        `./../${file}`,
      ),
    ),
    ...ownScripts.map((file) =>
      upload(
        `${at}.aws_s3_object.upload_py_glue_scripts["${file}"]`,
        internal,
        `src/python/${context}/${file}`,
        `../../framework/constructs/batch_${context}/python/${file}`,
      ),
    ),
    ...site.utils.map((file) =>
      upload(
        `${at}.aws_s3_object.upload_utils["${file}"]`,
        internal,
        `src/python/utils/${file}`,
        `./../${settings.utils_path}/${file}`,
      ),
    ),
    ...parameters(site, context, at),
    ...Object.entries(hashKeys).map(([name, hashKey]) =>
      table(site, `${P}-${context}-${name}-table`, hashKey, `${at}.module.ddb_tables["${name}_table"]`),
    ),
    ...[context, "preprocessing"].flatMap((name) => repository(site, `${P}/${context}-job/${name}`, at, name)),
    ...["internal", "shared"].flatMap((name) =>
      bucket(`${P}-${context}-${name}`, `${at}.module.s3_buckets["${name}"]`),
    ),
    ...glueJobs(site, context, at),
    ...batchRows(site, context, at, subnets),
    ...roleRows(site, context, at),
    ...orchestratorRows(site, context, `${at}.module.step_function`),
  ];
}

function parameters(site: Site, context: Context, at: string): HclResource[] {
  const { prefix: P, account, region } = site;
  const image = (name: string) => `${account}.dkr.ecr.${region}.amazonaws.com/${P}/${context}-job/${name}:default`;
  const own = (key: string, name: string, known: object, computed: object = {}) =>
    parameter(site, `${at}.aws_ssm_parameter.ssm_params["${key}"]`, `${context}/${name}`, {
      values: { ...known },
      computed: { description: `what ${key} is`, ...computed },
    });
  const byDefault = { insecure_value: "default" };
  return [
    own("ecr_preprocessing", "ecr_preprocessing", {}, { insecure_value: image("preprocessing") }),
    own("ecr_context", `ecr_${context}`, {}, { insecure_value: image(context) }),
    own("context_complete_status", `${context}_complete_status`, byDefault),
    own("live_context_batch_job_definition", `live_${context}_batch_job_definition`, byDefault),
  ];
}

function table(site: Site, name: string, hashKey: string, at: string): HclResource {
  return row(
    `${at}.aws_dynamodb_table.this[0]`,
    {
      name,
      hash_key: hashKey,
      attribute: [{ name: hashKey, type: "S" }],
      billing_mode: "PAY_PER_REQUEST",
      deletion_protection_enabled: false,
      point_in_time_recovery: [{ enabled: false }],
      server_side_encryption: [{ enabled: false }],
      stream_enabled: false,
      tags: { Name: name },
      timeouts: { create: "10m", delete: "10m", update: "60m" },
      ttl: [{ attribute_name: "", enabled: false }],
    },
    { id: name, arn: arnOf(site, "dynamodb", `table/${name}`), table_class: "STANDARD", server_side_encryption: [] },
  );
}

function repository(site: Site, name: string, at: string, key: string): HclResource[] {
  const below = `${at}.module.ecr_repositories["${key}"]`;
  const ofRepository = { id: name, registry_id: site.account };
  const lastThirty = {
    rulePriority: 1,
    description: "Keep last 30 images",
    selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 30 },
    action: { type: "expire" },
  };
  return [
    row(
      `${below}.aws_ecr_repository.this[0]`,
      {
        name,
        encryption_configuration: [{ encryption_type: "AES256" }],
        force_delete: true,
        image_scanning_configuration: [{ scan_on_push: true }],
        image_tag_mutability: "IMMUTABLE",
      },
      {
        ...ofRepository,
        arn: arnOf(site, "ecr", `repository/${name}`),
        encryption_configuration: [{ encryption_type: "AES256", kms_key: "" }],
        repository_url: `${site.account}.dkr.ecr.${site.region}.amazonaws.com/${name}`,
      },
    ),
    row(
      `${below}.aws_ecr_lifecycle_policy.this[0]`,
      { repository: name },
      { ...ofRepository, policy: JSON.stringify({ rules: [lastThirty] }) },
    ),
    row(
      `${below}.aws_ecr_repository_policy.this[0]`,
      { repository: name },
      {
        ...ofRepository,
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "PrivateReadOnly",
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${site.account}:root` },
              Action: ["ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:ListImages"],
            },
          ],
        }),
      },
    ),
  ];
}

function bucket(name: string, at: string): HclResource[] {
  const ofBucket = { id: name, bucket: name };
  return [
    row(
      `${at}.aws_s3_bucket.this[0]`,
      { bucket: name, force_destroy: true, object_lock_enabled: false },
      { id: name, arn: `arn:aws:s3:::${name}` },
    ),
    row(
      `${at}.aws_s3_bucket_ownership_controls.this[0]`,
      { rule: [{ object_ownership: "BucketOwnerEnforced" }] },
      ofBucket,
    ),
    row(`${at}.aws_s3_bucket_policy.this[0]`, {}, { ...ofBucket, policy: bucketPolicy(name) }),
    row(
      `${at}.aws_s3_bucket_public_access_block.this[0]`,
      { block_public_acls: true, block_public_policy: true, ignore_public_acls: true, restrict_public_buckets: true },
      ofBucket,
    ),
  ];
}

/** TLS 1.2 or later only. */
function bucketPolicy(name: string): string {
  const deny = (Sid: string, Condition: object) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [`arn:aws:s3:::${name}/*`, `arn:aws:s3:::${name}`],
    Condition,
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      deny("denyOutdatedTLS", { NumericLessThan: { "s3:TlsVersion": "1.2" } }),
      deny("denyInsecureTransport", { Bool: { "aws:SecureTransport": "false" } }),
    ],
  });
}

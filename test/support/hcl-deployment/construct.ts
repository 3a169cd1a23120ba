import { glueJobPolicy, orchestratorPolicies, stateMachine } from "./construct-policies";
import { glueJobs } from "./glue-jobs";
import { arnOf, type Context, fileName, type HclResource, parameter, row, type Site, trusting, upload } from "./row";
import { securityGroupOf } from "./network";

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
    ...batch(site, context, at, subnets),
    ...roles(site, context, at),
    ...orchestrator(site, context, `${at}.module.step_function`),
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

/** What Terraform makes of a prefix: the prefix with 26 digits. */
const generated = (prefix: string, number: number) =>
  `${prefix}202601020304050000000000${String(number).padStart(2, "0")}`;

function batch(site: Site, context: Context, at: string, subnets: readonly string[]): HclResource[] {
  const { prefix: P, account, region } = site;
  const below = `${at}.module.batch`;
  const [instance, service] = [generated(`${P}-dapf-${context}-`, 1), generated(`${P}-dapf-${context}-`, 2)];
  const environment = generated(`${P}-${context}-`, 3);
  const environmentArn = arnOf(site, "batch", `compute-environment/${environment}`);
  const definition = `${P}-dapf-batch-${context}-job-def`;
  const queue = arnOf(site, "batch", `job-queue/${P}-dapf-batch-${context}-job-queue`);
  const executioner = arnOf(site, "iam", `role/${P}-dapf-${context}-executioner`);
  const resources = {
    type: "EC2",
    instance_type: ["m5.large"],
    min_vcpus: 0,
    max_vcpus: 216,
    desired_vcpus: 0,
    subnets: [...subnets].sort(),
    tags: { Name: `${P}-${context}-instance` },
    launch_template: [],
  };
  const role = (key: string, name: string, principal: string, description: string) =>
    row(
      `${below}.aws_iam_role.${key}[0]`,
      {
        name_prefix: `${P}-dapf-${context}-`,
        path: "/batch/",
        force_detach_policies: true,
        max_session_duration: 3600,
        description,
      },
      {
        id: name,
        name,
        arn: arnOf(site, "iam", `role/batch/${name}`),
        assume_role_policy: trusting(principal),
      },
    );
  const attached = (key: string, roleName: string, policy: string) =>
    row(
      `${below}.aws_iam_role_policy_attachment.${key}["arn:aws:iam::aws:policy/${policy}"]`,
      { policy_arn: `arn:aws:iam::aws:policy/${policy}` },
      { id: `${roleName}-${fileName(policy)}`, role: roleName },
    );
  return [
    row(
      `${at}.aws_cloudwatch_log_group.batch`,
      { name: `${P}/batch/${context}`, retention_in_days: 7, skip_destroy: false },
      { id: `${P}/batch/${context}`, arn: arnOf(site, "logs", `log-group:${P}/batch/${context}`) },
    ),
    row(
      `${at}.aws_batch_job_definition.job_def`,
      { name: definition, type: "container", deregister_on_new_revision: true, propagate_tags: false },
      {
        id: arnOf(site, "batch", `job-definition/${definition}:1`),
        arn: arnOf(site, "batch", `job-definition/${definition}:1`),
        arn_prefix: arnOf(site, "batch", `job-definition/${definition}`),
        revision: 1,
        container_properties: JSON.stringify({
          command: ["python3", `/opt/ml/${context}.py`],
          executionRoleArn: executioner,
          image: `${account}.dkr.ecr.${region}.amazonaws.com/${P}/${context}-job/${context}:default`,
          jobRoleArn: executioner,
          resourceRequirements: [
            { type: "VCPU", value: "1" },
            { type: "MEMORY", value: "2048" },
          ],
        }),
      },
    ),
    row(
      `${below}.aws_batch_compute_environment.this["${context}"]`,
      {
        compute_environment_name_prefix: `${P}-${context}-`,
        type: "MANAGED",
        state: "ENABLED",
        compute_resources: [resources],
      },
      {
        id: environment,
        compute_environment_name: environment,
        arn: environmentArn,
        ecs_cluster_arn: arnOf(site, "ecs", `cluster/${environment}`),
        service_role: arnOf(site, "iam", `role/batch/${service}`),
        compute_resources: [
          {
            ...resources,
            security_group_ids: [securityGroupOf(context)],
            instance_role: arnOf(site, "iam", `instance-profile/batch/${instance}`),
            allocation_strategy: "",
            bid_percentage: 0,
            ec2_configuration: [{ image_type: "ECS_AL2", image_id_override: "", image_kubernetes_version: "" }],
            ec2_key_pair: "",
            image_id: "",
            placement_group: "",
            spot_iam_fleet_role: "",
          },
        ],
      },
    ),
    row(
      `${below}.aws_batch_job_queue.this["low_priority"]`,
      {
        name: `${P}-dapf-batch-${context}-job-queue`,
        priority: 1,
        state: "ENABLED",
        tags: { deployed_by: "TFProviders" },
        compute_environments: [null],
      },
      { id: queue, arn: queue, compute_environments: [environmentArn] },
    ),
    row(
      `${below}.aws_iam_instance_profile.instance[0]`,
      { name_prefix: `${P}-dapf-${context}-`, path: "/batch/" },
      { id: instance, name: instance, role: instance, arn: arnOf(site, "iam", `instance-profile/batch/${instance}`) },
    ),
    role("instance", instance, "ec2.amazonaws.com", "IAM instance role/profile for AWS Batch EC2 instance(s)"),
    role("service", service, "batch.amazonaws.com", "IAM service role for AWS Batch"),
    attached("instance", instance, "AmazonSSMManagedInstanceCore"),
    attached("instance", instance, "service-role/AmazonEC2ContainerServiceforEC2Role"),
    attached("service", service, "service-role/AWSBatchServiceRole"),
  ];
}

function roles(site: Site, context: Context, at: string): HclResource[] {
  const { prefix: P } = site;
  const executioner = `${P}-dapf-${context}-executioner`;
  const glue = `${P}-dapf-${context}-glue-job-role`;
  const policy = arnOf(site, "iam", `policy/${P}-dapf-${context}-glue-job-policy`);
  return [
    serviceRole(
      site,
      `${at}.module.batch_executioner_role`,
      executioner,
      "ecs-tasks",
      "Role for Batch Container execution",
    ),
    ...["SecretsManagerReadWrite", "AmazonEC2ContainerRegistryReadOnly"].map((name, index) =>
      row(
        `${at}.module.batch_executioner_role.aws_iam_role_policy_attachment.custom[${String(index)}]`,
        { role: executioner, policy_arn: `arn:aws:iam::aws:policy/${name}` },
        { id: `${executioner}-${name}` },
      ),
    ),
    serviceRole(site, `${at}.module.glue_job_role`, glue, "glue", "Role for Glue job"),
    row(
      `${at}.module.glue_job_role.aws_iam_role_policy_attachment.custom[0]`,
      { role: glue },
      { id: `${glue}-1`, policy_arn: policy },
    ),
    row(
      `${at}.module.glue_custom_iam_policy.aws_iam_policy.policy[0]`,
      { name: `${P}-dapf-${context}-glue-job-policy`, path: "/", description: "IAM Policy" },
      { id: policy, arn: policy, policy: glueJobPolicy(site, context) },
    ),
  ];
}

/** A role that a service takes. */
export function serviceRole(site: Site, at: string, name: string, service: string, description: string): HclResource {
  return row(
    `${at}.aws_iam_role.this[0]`,
    { name, path: "/", max_session_duration: 3600, description, force_detach_policies: false },
    { id: name, arn: arnOf(site, "iam", `role/${name}`), assume_role_policy: trusting(`${service}.amazonaws.com`) },
  );
}

function orchestrator(site: Site, context: Context, at: string): HclResource[] {
  const name = `${site.prefix}-modelops-${context}-orchestrator`;
  const group = `/aws/vendedlogs/states/${name}`;
  const role = arnOf(site, "iam", `role/${name}`);
  const logging = { include_execution_data: true, level: "ALL" };
  const destination = `${arnOf(site, "logs", `log-group:${group}`)}:*`;
  return [
    row(
      `${at}.aws_cloudwatch_log_group.sfn[0]`,
      { name: group, retention_in_days: 0, skip_destroy: false },
      { id: group, arn: arnOf(site, "logs", `log-group:${group}`) },
    ),
    row(
      `${at}.aws_iam_role.this[0]`,
      { name, path: "/", force_detach_policies: true, max_session_duration: 3600 },
      { id: name, arn: role, assume_role_policy: trusting(`states.${site.region}.amazonaws.com`), description: "" },
    ),
    row(
      `${at}.aws_sfn_state_machine.this[0]`,
      {
        name,
        type: "STANDARD",
        publish: false,
        logging_configuration: [logging],
        tags: { Name: name },
        timeouts: { create: null, delete: null, update: null },
      },
      {
        id: arnOf(site, "states", `stateMachine:${name}`),
        arn: arnOf(site, "states", `stateMachine:${name}`),
        role_arn: role,
        logging_configuration: [{ ...logging, log_destination: destination }],
        tracing_configuration: [{ enabled: false }],
        definition: stateMachine(site, context),
      },
    ),
    ...orchestratorPolicies(site, context).flatMap(({ key, suffix, policy }) => {
      const arn = arnOf(site, "iam", `policy/${name}${suffix}`);
      return [
        row(
          `${at}.aws_iam_policy.${key}`,
          { name: `${name}${suffix}`, path: "/" },
          { id: arn, arn, policy, description: "" },
        ),
        row(
          `${at}.aws_iam_policy_attachment.${key}`,
          { name: `${name}${suffix}`, roles: [name] },
          { id: `${name}${suffix}`, policy_arn: arn },
        ),
      ];
    }),
  ];
}

import { arnOf, type HclResource, parameter, row, type Site, upload } from "./row";

/** The root, what is common to all, and the part of the analytics ETL that does not depend on its configuration. */
export function commonRows(site: Site): HclResource[] {
  const { prefix: P, settings } = site;
  const key = "3f0c1f6e-0000-4000-8000-00000000abcd";
  const databases = P.replaceAll("-", "_");
  const filters = [
    { Key: "project", Values: [settings.use_case_name] },
    { Key: "repo_url", Values: [settings.repo_url] },
  ];
  const bucket = `${P}-analytics-etl`;
  const inputMap = (name: string, map: object) =>
    parameter(site, `aws_ssm_parameter.step_function_inputs["${name}"]`, name, {
      values: { overwrite: true },
      computed: { insecure_value: JSON.stringify(map) },
    });
  return [
    row(
      "aws_resourcegroups_group.test",
      {
        name: `${P}-rg`,
        resource_query: [
          {
            type: "TAG_FILTERS_1_0",
            query: JSON.stringify({ ResourceTypeFilters: ["AWS::AllSupported"], TagFilters: filters }),
          },
        ],
      },
      { id: `${P}-rg` },
    ),
    upload(
      "aws_s3_object.upload_mapping_json",
      `${P}-training-internal`,
      "mapping_json/mapping_json.json",
      `./../${settings.mapping_json_path}`,
    ),
    inputMap("training_step_function_inputs", trainingInputs(site)),
    inputMap("inferencing_step_function_inputs", inferencingInputs(site)),

    row(
      "module.common.aws_cloudwatch_event_bus.messenger",
      { name: `${P}-dapf-cb` },
      { id: `${P}-dapf-cb`, arn: arnOf(site, "events", `event-bus/${P}-dapf-cb`) },
    ),
    row(
      "module.common.aws_sagemaker_model_package_group.mpg",
      { model_package_group_name: `${P}-dapf-mpg` },
      { id: `${P}-dapf-mpg`, arn: arnOf(site, "sagemaker", `model-package-group/${P}-dapf-mpg`) },
    ),
    row(
      "module.common.aws_sns_topic.framework_sns",
      {
        name: `${P}-dapf-notifier`,
        kms_master_key_id: `${P}-kms-key`,
        fifo_topic: false,
        content_based_deduplication: false,
      },
      { id: arnOf(site, "sns", `${P}-dapf-notifier`), arn: arnOf(site, "sns", `${P}-dapf-notifier`) },
    ),
    row(
      `module.common.module.kms_default.aws_kms_alias.this["${P}-kms-key"]`,
      { name: `alias/${P}-kms-key` },
      { id: `alias/${P}-kms-key`, target_key_id: key },
    ),
    row(
      "module.common.module.kms_default.aws_kms_key.this[0]",
      {
        customer_master_key_spec: "SYMMETRIC_DEFAULT",
        key_usage: "ENCRYPT_DECRYPT",
        enable_key_rotation: true,
        is_enabled: true,
        multi_region: false,
        bypass_policy_lockout_safety_check: false,
      },
      {
        id: key,
        key_id: key,
        arn: arnOf(site, "kms", `key/${key}`),
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${site.account}:root` },
              Action: ["kms:*"],
              Resource: "*",
            },
          ],
        }),
      },
    ),

    ...(
      [
        ["data_quality", "data quality athena db database"],
        ["monitoring", "monitoring athendb database"],
        ["operations", "operations athendb database"],
      ] as const
    ).map(([name, comment]) =>
      row(
        `module.analytics_etl.aws_athena_database.athena_db["${name}"]`,
        {
          name: `${databases}_${name}`,
          encryption_configuration: [{ encryption_option: "SSE_S3", kms_key: null }],
          force_destroy: true,
        },
        { id: `${databases}_${name}`, bucket, comment },
      ),
    ),
    row(
      "module.analytics_etl.aws_s3_bucket.analytics_bucket",
      {
        bucket,
        force_destroy: true,
        server_side_encryption_configuration: [
          {
            rule: [
              { apply_server_side_encryption_by_default: [{ sse_algorithm: "aws:kms" }], bucket_key_enabled: null },
            ],
          },
        ],
      },
      { id: bucket, arn: `arn:aws:s3:::${bucket}`, region: site.region, policy: "" },
    ),
    row(
      "module.analytics_etl.aws_s3_bucket_public_access_block.analytics_bucket",
      {
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      },
      { id: bucket, bucket },
    ),
    row(
      "module.analytics_etl.aws_s3_bucket_versioning.versioning_example",
      { versioning_configuration: [{ status: "Enabled" }] },
      { id: bucket, bucket },
    ),
    parameter(
      site,
      'module.analytics_etl.aws_ssm_parameter.ssm_params["expected_dq_job_cnt"]',
      "analytics-etl/expected_dq_job_cnt",
      {
        values: { insecure_value: String(settings.analytics_etl.expected_dq_job_count) },
        computed: { description: "how many data quality jobs there are" },
      },
    ),
    ...site.utils.map((file) =>
      upload(
        `module.analytics_etl.aws_s3_object.upload_utils["${file}"]`,
        bucket,
        `src/python/utils/${file}`,
        `./../${settings.utils_path}/${file}`,
      ),
    ),
    ...site.etl,
  ];
}

/** What both maps of the HCL have. It took the database and `repository` from its own resources and `repo_url`. */
function inputs(site: Site, context: "training" | "inferencing") {
  const { prefix: P, settings } = site;
  return {
    use_case_name: settings.use_case_name,
    region: site.region,
    repository: settings.repo_url,
    step_function_arn: arnOf(site, "states", `stateMachine:${P}-modelops-${context}-orchestrator`),
    sns_topic_arn: arnOf(site, "sns", `${P}-dapf-notifier`),
    aws_batch_job_name: `${P}-job`,
    aws_batch_job_queue: `${P}-dapf-batch-${context}-job-queue`,
    s3_bucket_name_internal: `${P}-${context}-internal`,
    s3_bucket_name_shared: `${P}-${context}-shared`,
    s3_bucket_name_analytics_etl: `${P}-analytics-etl`,
    [`ssm_${context}_complete_status`]: `/${P}-dapf-ssm/${context}/${context}_complete_status`,
    training_event_bus_name: `${P}-dapf-cb`,
    dq_athena_db: `${P.replaceAll("-", "_")}_data_quality`,
    dq_table: "dqresults",
    athena_pred_or_eval_table_name: "evaluation",
  };
}

function trainingInputs(site: Site) {
  const { prefix: P } = site;
  return {
    ...inputs(site, "training"),
    athenadb_name: `${P.replaceAll("-", "_")}_operations`,
    athenadb_debug_table_name: "debug",
    athenadb_evaluation_summary_table_name: "model_eval_summary",
    athenadb_metadata_table_name: "metatable",
    mapping_json_S3_path: `s3://${P}-training-internal/mapping_json/mapping_json.json`,
    model_package_group_name: `${P}-dapf-mpg`,
    train_inputtable_name: `${P}-training-input-table`,
    train_metatable_name: `${P}-training-meta-table`,
    train_statetable_name: `${P}-training-state-table`,
  };
}

function inferencingInputs(site: Site) {
  const { prefix: P } = site;
  const database = `${P.replaceAll("-", "_")}_operations`;
  return {
    ...inputs(site, "inferencing"),
    inference_athenadb_name: database,
    inference_athenadb_debug_table_name: "debug_inference",
    inference_athenadb_inference_table_name: "inference",
    inference_athenadb_metadata_table_name: "meta_inference",
    training_athenadb_name: database,
    training_athenadb_metadata_table_name: "metatable",
    mapping_json_S3_inference_path: `s3://${P}-training-internal/mapping_json/mapping_json.json`,
    inference_inputtable_name: `${P}-inferencing-input-table`,
    inference_metatable_name: `${P}-inferencing-meta-table`,
    inference_statetable_name: `${P}-inferencing-state-table`,
    ssm_approved_model_prefix_path: `/${P}-dapf-ssm/training/approved_model_prefix_path`,
    ssm_winning_algo_name: `/${P}-dapf-ssm/training/winner_algorithm`,
  };
}

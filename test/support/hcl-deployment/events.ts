import { monitoringJobs } from "./glue-jobs";
import { serviceRole } from "./roles";
import { allowing, arnOf, fileName, type HclResource, parameter, row, type Site, trusting, upload } from "./row";

/** Kind of event -> what stands in its source after the use case. */
const sources = { data_quality: "dataquality", feature_store: "feature_store", model_monitoring: "modelquality" };

/** The events of training, and what approves a model. */
export function eventRows(site: Site): HclResource[] {
  const { prefix: P, settings } = site;
  const at = "module.batch_training";
  const approval = `${P}-sm-model-approval`;
  const processor = `${approval}-event-processor`;
  const rule = (address: string, name: string, bus: string, pattern: object) => {
    const path = bus === "default" ? name : `${bus}/${name}`;
    return row(
      `${at}.aws_cloudwatch_event_rule.${address}`,
      { name, event_bus_name: bus, event_pattern: JSON.stringify(pattern) },
      {
        id: path,
        arn: arnOf(site, "events", `rule/${path}`),
        description: `what ${address} catches`,
        state: "ENABLED",
        force_destroy: false,
      },
    );
  };
  return [
    ...Object.entries(sources).map(([kind, source]) =>
      rule(`scan_events["${kind}"]`, `${kind}-event`, `${P}-dapf-cb`, {
        source: [`${settings.use_case_name}.${source}`],
      }),
    ),
    rule("sm_registry_event", approval, "default", {
      // In the order of the alphabet, as Terraform encodes an object.
      detail: { ModelApprovalStatus: ["Approved"], ModelPackageGroupName: [`${P}-dapf-mpg`] },
      "detail-type": ["SageMaker Model Package State Change"],
      source: ["aws.sagemaker"],
    }),
    row(
      `${at}.aws_cloudwatch_event_target.lambda_target`,
      { event_bus_name: "default", force_destroy: false },
      {
        id: `${approval}-target`,
        rule: approval,
        target_id: "target",
        arn: arnOf(site, "lambda", `function:${processor}`),
      },
    ),
    ...["winner_algorithm", "approved_model_prefix_path"].map((name) =>
      parameter(site, `${at}.aws_ssm_parameter.ssm_params["${name}"]`, `training/${name}`, {
        values: { insecure_value: "default" },
        computed: { description: "of the approved model" },
      }),
    ),
    ...lambdaRows(site, {
      at: `${at}.module.lambda`,
      name: processor,
      handler: "sm_registry_event_target.lambda_handler",
      runtime: "python3.8",
      variables: { ssm_inference_sfn_inputs: `/${P}-dapf-ssm/inferencing_step_function_inputs` },
      triggers: { sm_registry_event: `rule/${approval}` },
    }),
  ];
}

/** Monitoring: four jobs, and the function that starts them when an event comes. */
export function monitoringRows(site: Site): HclResource[] {
  const { prefix: P, settings } = site;
  const at = "module.monitoring[0]";
  const name = `${P}-glue-trigger-on-event`;
  const bus = `${P}-dapf-cb`;
  const role = `${P}-dapf-monitoring-glue-job-role`;
  const policy = `${P}-dapf-monitoring-glue-job-policy`;
  const kinds = Object.keys(sources);
  const attached = (index: number, known: object, computed: object) =>
    row(
      `${at}.module.glue_job_role.aws_iam_role_policy_attachment.custom[${String(index)}]`,
      { role, ...known },
      { id: `${role}-${String(index)}`, ...computed },
    );
  const broad = [
    "CloudWatchFullAccess",
    "AmazonKinesisFullAccess",
    "IAMFullAccess",
    "AmazonS3FullAccess",
    "AWSGlueConsoleFullAccess",
  ];
  return [
    ...kinds.map((kind) =>
      row(
        `${at}.aws_cloudwatch_event_target.lambda_target["${kind}"]`,
        { rule: `${kind}-event`, event_bus_name: bus, force_destroy: false },
        { id: `${bus}-${kind}-event-target`, target_id: "target", arn: arnOf(site, "lambda", `function:${name}`) },
      ),
    ),
    ...Object.values(settings.monitoring).map(({ path }) =>
      upload(
        `${at}.aws_s3_object.upload_ext_scripts["./../${path}"]`,
        `${P}-training-internal`,
        `src/python/monitoring/${fileName(path)}`,
        `./../${path}`,
      ),
    ),
    ...monitoringJobs(site, at),
    serviceRole(site, `${at}.module.glue_job_role`, role, "glue", "Role for Glue job"),
    attached(0, {}, { policy_arn: arnOf(site, "iam", `policy/${policy}`) }),
    ...broad.map((one, index) => attached(index + 1, { policy_arn: `arn:aws:iam::aws:policy/${one}` }, {})),
    row(
      `${at}.module.glue_job_policy.aws_iam_policy.policy[0]`,
      { name: policy, path: "/", description: "Policy for Glue job" },
      {
        id: arnOf(site, "iam", `policy/${policy}`),
        arn: arnOf(site, "iam", `policy/${policy}`),
        policy: allowing([["kms:*", "sts:*"], ["*"]]),
      },
    ),
    ...lambdaRows(site, {
      at: `${at}.module.lambda`,
      name,
      handler: "lambda_function.lambda_handler",
      runtime: "python3.9",
      variables: {
        data_quality_glue_job: `${P}-data-quality`,
        feature_store_glue_job: `${P}-feature-store`,
        model_monitoring_glue_job: `${P}-training-model-quality`,
      },
      triggers: Object.fromEntries(kinds.map((kind) => [kind, `rule/${bus}/${kind}-event`])),
    }),
  ];
}

interface Lambda {
  readonly at: string;
  readonly name: string;
  readonly handler: string;
  readonly runtime: string;
  readonly variables: object;
  /** Statement -> the rule that may invoke it. */
  readonly triggers: Readonly<Record<string, string>>;
}

function lambdaRows(site: Site, { at, name, handler, runtime, variables, triggers }: Lambda): HclResource[] {
  const group = `/aws/lambda/${name}`;
  const groupArn = arnOf(site, "logs", `log-group:${group}`);
  const policy = arnOf(site, "iam", `policy/${name}-logs`);
  const permission = (statement: string, rule: string, address: string, qualifier: string) =>
    row(
      `${at}.aws_lambda_permission.${address}["${statement}"]`,
      {
        action: "lambda:InvokeFunction",
        function_name: name,
        principal: "events.amazonaws.com",
        statement_id: statement,
      },
      { id: statement, qualifier, source_arn: arnOf(site, "events", rule) },
    );
  return [
    row(
      `${at}.aws_cloudwatch_log_group.lambda[0]`,
      { name: group, retention_in_days: 0, skip_destroy: false },
      { id: group, arn: groupArn },
    ),
    row(
      `${at}.aws_iam_role.lambda[0]`,
      { name, path: "/", force_detach_policies: true, max_session_duration: 3600 },
      { id: name, arn: arnOf(site, "iam", `role/${name}`), assume_role_policy: trusting("lambda.amazonaws.com") },
    ),
    row(
      `${at}.aws_iam_policy.logs[0]`,
      { name: `${name}-logs`, path: "/" },
      {
        id: policy,
        arn: policy,
        policy: allowing([
          ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          [`${groupArn}:*`, `${groupArn}:*:*`],
        ]),
      },
    ),
    row(`${at}.aws_iam_role_policy_attachment.logs[0]`, { role: name }, { id: `${name}-1`, policy_arn: policy }),
    row(
      `${at}.aws_lambda_function.this[0]`,
      {
        function_name: name,
        handler,
        runtime,
        environment: [{ variables }],
        ephemeral_storage: [{ size: 512 }],
        memory_size: 128,
        package_type: "Zip",
        publish: true,
        reserved_concurrent_executions: -1,
        skip_destroy: false,
        timeout: 3,
        timeouts: { create: null, delete: null, update: null },
      },
      {
        id: name,
        arn: arnOf(site, "lambda", `function:${name}`),
        role: arnOf(site, "iam", `role/${name}`),
        description: "the HCL's function",
        filename: "the-hcls.zip",
        source_code_hash: "hash of the HCL's code",
        architectures: ["x86_64"],
        tracing_config: [{ mode: "PassThrough" }],
      },
    ),
    ...Object.entries(triggers).flatMap(([statement, rule]) => [
      permission(statement, rule, "current_version_triggers", "1"),
      permission(statement, rule, "unqualified_alias_triggers", ""),
    ]),
  ];
}

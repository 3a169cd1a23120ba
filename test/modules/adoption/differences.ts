/** An argument that a deploy changes in place when it takes over what the HCL made. */
export interface Difference {
  /** Terraform type; `*` for every type that has the argument. */
  readonly type: string;
  readonly argument: string;
  /** Which resources of the type, where it is not all of them: in words, and by dapf's address. */
  readonly only?: { readonly text: string; readonly address: RegExp };
  /** What changes, and why it is better so. */
  readonly reason: string;
}

const jobsWithModules = {
  text: "of training, inferencing and monitoring",
  address: /^module\.(batch_training|batch_inferencing|monitoring)\./,
};
const ofStateMachines = { text: "of the state machines", address: /\.orchestrator_\w+$/ };

/**
 * All arguments of the HCL's resources that dapf changes. A test compares them with what Terraform plans on a state of
 * the HCL, and with the tables of docs/adoption.md: neither can have one more or one fewer.
 */
export const differences: readonly Difference[] = [
  {
    type: "*",
    argument: "tags_all",
    reason:
      "The default tags `deployed_by` and `developed_by` say dapf. To keep the values, set `default_tags` in the environment.",
  },
  {
    type: "aws_batch_job_queue",
    argument: "compute_environments",
    reason: "Deprecated by the provider; `compute_environment_order` takes its place.",
  },
  {
    type: "aws_batch_job_queue",
    argument: "compute_environment_order",
    reason: "The same compute environment as before.",
  },
  {
    type: "aws_batch_job_queue",
    argument: "job_state_time_limit_action",
    reason: "A job that can never run is cancelled after an hour, instead of holding up the queue.",
  },
  {
    type: "aws_batch_job_queue",
    argument: "tags",
    reason: "The HCL set `deployed_by` on the queues a second time; the default tag remains.",
  },
  {
    type: "aws_cloudwatch_event_rule",
    argument: "description",
    reason: "Says what the rule is for.",
  },
  {
    type: "aws_cloudwatch_log_group",
    argument: "kms_key_id",
    reason: "Logs are encrypted with the environment's key. What is already there stays readable.",
  },
  {
    type: "aws_cloudwatch_log_group",
    argument: "retention_in_days",
    reason:
      "365 days: the HCL kept logs of containers for 7 days and all others for ever, which `log_retention_days` 0 does for all.",
  },
  {
    type: "aws_cloudwatch_log_group",
    argument: "tags",
    only: ofStateMachines,
    reason: "`Name`, as on the state machine that the log belongs to.",
  },
  {
    type: "aws_default_network_acl",
    argument: "egress",
    reason: "Out of the VPC goes HTTPS only; inside of it everything, as before. The HCL allowed everything.",
  },
  {
    type: "aws_default_network_acl",
    argument: "ingress",
    reason: "Into the VPC come answers only (ports from 1024); inside of it everything, as before.",
  },
  {
    type: "aws_dynamodb_table",
    argument: "point_in_time_recovery",
    reason: "On: a table can be brought back to any second of the last 35 days.",
  },
  {
    type: "aws_dynamodb_table",
    argument: "server_side_encryption",
    reason: "With the environment's key. Whoever may use the table may use the key through it.",
  },
  {
    type: "aws_ecr_repository_policy",
    argument: "policy",
    reason: "Without `ecr:GetAuthorizationToken`, which is no action on a repository.",
  },
  {
    type: "aws_glue_job",
    argument: "default_arguments",
    only: jobsWithModules,
    reason:
      "`--extra-py-files` names every module directly under `utils_path`, in alphabetical order. The HCL named some of them, and a new one was forgotten; and Python shell jobs do not get what `--extra-files` names.",
  },
  {
    type: "aws_glue_workflow",
    argument: "tags",
    reason:
      "`trigger_set` changes with the set of triggers, so that Terraform never creates one while another one is being deleted.",
  },
  {
    type: "aws_iam_policy",
    argument: "policy",
    reason: "Least privilege (see below), and every statement has a name.",
  },
  {
    type: "aws_iam_policy",
    argument: "tags",
    only: ofStateMachines,
    reason: "`Name`, as on the state machine that the policy is for.",
  },
  {
    type: "aws_iam_role",
    argument: "assume_role_policy",
    reason:
      "The statement has a name; ECS and Step Functions may take their roles for this account only (confused deputy).",
  },
  {
    type: "aws_iam_role",
    argument: "description",
    only: ofStateMachines,
    reason: "Says what the role is for.",
  },
  {
    type: "aws_iam_role",
    argument: "tags",
    only: ofStateMachines,
    reason: "`Name`, as on the state machine that the role is for.",
  },
  { type: "aws_kms_key", argument: "description", reason: "Says what the key is for." },
  {
    type: "aws_kms_key",
    argument: "policy",
    reason:
      "Buckets, tables, topics, log groups and events of this account may use the key; its administration is listed action by action.",
  },
  {
    type: "aws_lambda_function",
    argument: "dead_letter_config",
    reason: "Events that the function could not handle go to the notification topic instead of nowhere.",
  },
  { type: "aws_lambda_function", argument: "description", reason: "Says what the function does." },
  {
    type: "aws_lambda_function",
    argument: "environment",
    reason:
      "The model approval no longer reads the input map; monitoring also starts the model-quality job of inferencing, which the HCL never did.",
  },
  { type: "aws_lambda_function", argument: "filename", reason: "dapf's own code." },
  { type: "aws_lambda_function", argument: "handler", reason: "dapf's own code." },
  { type: "aws_lambda_function", argument: "runtime", reason: "AWS no longer supports Python 3.8." },
  { type: "aws_lambda_function", argument: "source_code_hash", reason: "dapf's own code." },
  {
    type: "aws_lambda_function",
    argument: "timeout",
    reason: "30 seconds instead of 3, of which loading boto3 alone takes one or two.",
  },
  {
    type: "aws_lambda_function",
    argument: "timeouts",
    reason: "The HCL's block was empty; nothing in AWS changes.",
  },
  {
    type: "aws_s3_bucket",
    argument: "lifecycle_rule",
    reason: "Former versions go after 90 days, unfinished uploads after 7.",
  },
  {
    type: "aws_s3_bucket",
    argument: "policy",
    only: { text: "`P-analytics-etl`", address: /^module\.analytics_etl\.aws_s3_bucket\.bucket$/ },
    reason: "TLS 1.2 or later only, as on the other buckets.",
  },
  {
    type: "aws_s3_bucket",
    argument: "server_side_encryption_configuration",
    reason:
      "With the environment's key, through bucket keys, which cost less. What is already there stays readable as it is.",
  },
  {
    type: "aws_s3_bucket",
    argument: "versioning",
    only: { text: "but for `P-analytics-etl`, which has it", address: /_construct\.aws_s3_bucket\.\w+$/ },
    reason: "What is replaced or deleted can be brought back for 90 days; `shared` has the approved models.",
  },
  {
    type: "aws_s3_object",
    argument: "source",
    reason: "The path of the file on the machine that deploys; nothing in AWS changes.",
  },
  {
    type: "aws_s3_object",
    argument: "source_hash",
    reason: "Only where the content differs: dapf's own scripts, and what the team changed since its last deploy.",
  },
  {
    type: "aws_sfn_state_machine",
    argument: "definition",
    reason:
      "dapf's own definition: retries, bounded waiting, notification of failures. It takes the same input map and runs the same Glue jobs.",
  },
  {
    type: "aws_sfn_state_machine",
    argument: "timeouts",
    reason: "The HCL's block was empty; nothing in AWS changes.",
  },
  {
    type: "aws_sns_topic",
    argument: "kms_master_key_id",
    reason: "The alias of the key, with the `alias/` that the HCL left out: without it SNS finds no such key.",
  },
  {
    type: "aws_ssm_parameter",
    argument: "description",
    only: { text: "but for the input maps", address: /^module\./ },
    reason: "Says what the parameter is for and who writes it.",
  },
  {
    type: "aws_ssm_parameter",
    argument: "insecure_value",
    only: { text: "the input maps", address: /_step_function_inputs$/ },
    reason: "The input map as specified: see below.",
  },
  {
    type: "aws_ssm_parameter",
    argument: "overwrite",
    only: { text: "the input maps", address: /_step_function_inputs$/ },
    reason: "A deploy that finds a parameter of this name which is not its own stops, instead of overwriting it.",
  },
];

/** Arguments that count when the resource is created and never after, so that a live resource keeps what it has. */
export const onlyAtCreation: readonly Omit<Difference, "only">[] = [
  {
    type: "aws_batch_job_definition",
    argument: "container_properties",
    reason: "The code-sync pipeline registers a revision for every image.",
  },
  {
    type: "aws_default_network_acl",
    argument: "subnet_ids",
    reason: "Subnets without a list of their own come and go by themselves.",
  },
  {
    type: "aws_lambda_permission",
    argument: "qualifier",
    reason: "The permission stays with the version that the HCL published; no rule names a version.",
  },
  {
    type: "aws_ssm_parameter",
    argument: "insecure_value",
    reason: "Pipelines and Glue jobs write the values; the two input maps are Terraform's.",
  },
  {
    type: "aws_subnet",
    argument: "availability_zone",
    reason: "A zone that AWS opens must not move a subnet with machines in it.",
  },
];

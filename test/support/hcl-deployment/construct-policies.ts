import { allowing, arnOf, type Context, type Site } from "./row";

/** The HCL's policy of a context's Glue jobs: wide, as docs/adoption.md tells. */
export function glueJobPolicy(site: Site, context: Context): string {
  const { prefix: P, region: R, account: A } = site;
  return allowing(
    [
      [
        "athena:StartQueryExecution",
        "batch:DescribeJobDefinitions",
        "ec2:DescribeRouteTables",
        "ecr:DescribePullThroughCacheRules",
        "ecr:DescribeRegistry",
        "ecr:GetAuthorizationToken",
        "states:ListStateMachines",
        ...["CreateLogDelivery", "DeleteLogDelivery", "GetLogDelivery", "ListLogDeliveries", "UpdateLogDelivery"].map(
          (action) => `logs:${action}`,
        ),
        ...["CreateLogGroup", "CreateLogStream", "DescribeAccountPolicies", "GetLogEvents", "PutLogEvents"].map(
          (action) => `logs:${action}`,
        ),
        "logs:PutResourcePolicy",
      ],
      ["*"],
    ],
    [["athena:*", "ssm:*"], [arnOf(site, "glue", `database/${P.replaceAll("-", "_")}_operations`)]],
    [
      ["dynamodb:Query", "glue:GetTable", "iam:PassRole", "s3:GetObject", "sns:Publish"],
      [
        `arn:aws:batch:${R}:${A}:job-definition/*`,
        `arn:aws:batch:${R}:${A}:job-queue/*`,
        `arn:aws:dynamodb:${R}:${A}:table/*`,
        `arn:aws:ecr:${R}:${A}:repository/*`,
        `arn:aws:events:${R}:${A}:event-bus/*`,
        `arn:aws:iam::${A}:role/*`,
        `arn:aws:sagemaker:${R}:${A}:model-package/*`,
        `arn:aws:sns:${R}:${A}:*`,
        // As the HCL has it: a variable without its dollar.
        `arn:aws:sns:${R}:{var.account_number}:*`,
        "arn:aws:s3:::*",
        "arn:aws:s3:::aws-athena-query-results-*",
        `arn:aws:s3:::${P}-${context}-internal`,
        "arn:aws:codestar-connections:*:*:connection/*",
        "arn:aws:events:*:*:rule/*/*",
        "arn:aws:lambda:*:*:function:sagemaker-*",
        ...["catalog", "database/default", "database/global_temp", "database/sagemaker-*", "table/*/*"].map(
          (name) => `arn:aws:glue:*:*:${name}`,
        ),
        ...["execution:sagemaker-*:*", "stateMachine:sagemaker-*"].map((name) => `arn:aws:states:*:*:${name}`),
      ],
    ],
  );
}

/** The three policies of an orchestrator's role: the address of each, what its name ends in, and its text. */
export function orchestratorPolicies(site: Site, context: Context) {
  const { prefix: P, region: R, account: A } = site;
  const jobs = ["submit-awsbatch-statetable", "gatekeeper", "evaluation", "clean-up-job", "job-awsbatch-status-check"];
  return [
    {
      key: "additional_json[0]",
      suffix: "",
      policy: allowing([
        ["glue:StartJobRun", "iam:PassRole", "sagemaker:CreateProcessingJob", "ssm:GetParameter"],
        [
          `arn:aws:iam::${A}:role/*`,
          `arn:aws:glue:${R}:${A}:job/*`,
          // As the HCL has it: a variable without its brace.
          `arn:aws:sagemaker:${R}:$var.account_number}:processing-job/*`,
          `arn:aws:ssm:${R}:${A}:parameter/*`,
        ],
      ]),
    },
    {
      key: "logs[0]",
      suffix: "-logs",
      policy: allowing([
        [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ],
        ["*"],
      ]),
    },
    {
      key: 'service["glue_Sync"]',
      suffix: "-glue_Sync",
      policy: allowing([
        ["glue:GetJobRun", "glue:StartJobRun"],
        jobs.map((job) => arnOf(site, "glue", `job/${P}-${context}-${job}`)),
      ]),
    },
  ];
}

const both = [
  ...["execution_id", "use_case_name", "year", "month", "day", "region", "repository"],
  ...["aws_batch_job_definition_arn", "aws_batch_job_queue", "aws_batch_job_name", "email_topic_arn"],
  ...["s3_bucket_name_analytics_etl", "s3_bucket_name_internal", "s3_bucket_name_shared"],
  ...["dq_athena_db", "dq_table", "training_event_bus_name"],
];
/** What the HCL's gatekeepers are given: the team's scripts read these. */
const gatekeeperArguments: Readonly<Record<Context, readonly string[]>> = {
  training: [
    ...both,
    ...["train_inputtable_name", "train_metatable_name", "train_statetable_name", "mapping_json_S3_path"],
    ...["athenadb_name", "athenadb_debug_table_name", "athenadb_evaluation_summary_table_name"],
    ...["athenadb_metadata_table_name", "athena_pred_or_eval_table_name", "model_package_group_name"],
    ...["ssm_training_complete_status", "ssm_training_aws_batch_ecr_url"],
    "ssm_training_sagemaker_preprocesing_ecr_url",
  ],
  inferencing: [
    ...both,
    ...["inference_inputtable_name", "inference_metatable_name", "inference_statetable_name"],
    ...["inference_athenadb_name", "inference_athenadb_debug_table_name", "inference_athenadb_inference_table_name"],
    ...["inference_athenadb_metadata_table_name", "mapping_json_S3_inference_path"],
    ...["training_athenadb_name", "training_athenadb_metadata_table_name"],
    ...["ssm_approved_model_prefix_path", "ssm_winning_algo_name", "ssm_inferencing_complete_status"],
    ...["ssm_inferencing_aws_batch_ecr_url", "ssm_inferencing_sagemaker_preprocesing_ecr_url"],
  ],
};

/** A state machine with the one step that an adoption looks at. */
export function stateMachine({ prefix: P }: Site, context: Context): string {
  return JSON.stringify({
    StartAt: "Gatekeeper",
    States: {
      Gatekeeper: {
        Type: "Task",
        Resource: "arn:aws:states:::glue:startJobRun.sync",
        Parameters: {
          JobName: `${P}-${context}-gatekeeper`,
          Arguments: Object.fromEntries(gatekeeperArguments[context].map((name) => [`--${name}.$`, `$.${name}`])),
        },
        End: true,
      },
    },
  });
}

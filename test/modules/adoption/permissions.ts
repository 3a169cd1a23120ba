/** A policy of AWS that the HCL attached to a role, and that dapf detaches. */
export interface DetachedPolicy {
  /** The role by its name, with `P` for the prefix and `C` for the context. */
  readonly role: string;
  /** The policy by its name. */
  readonly policy: string;
  /** What is allowed in its place. */
  readonly instead: string;
}

/** Statements of a policy, all of them wide, that dapf writes anew. */
export interface NarrowedPolicy {
  /** The policy by its name, with `P` for the prefix and `C` for the context. */
  readonly policy: string;
  /** Actions that are gone: those with a wildcard, and those that were allowed on `*`. */
  readonly actions: readonly string[];
  /** Resources with a wildcard that are gone, without `*` itself; `R` is the region, `A` the account. */
  readonly resources: readonly string[];
  readonly instead: string;
}

const executioner = "P-dapf-C-executioner";
const instance = "P-dapf-C-<instance>";
const monitoring = "P-dapf-monitoring-glue-job-role";

/** A test compares them with what Terraform plans to destroy on a state of the HCL, and with docs/adoption.md. */
export const detachedPolicies: readonly DetachedPolicy[] = [
  {
    role: executioner,
    policy: "AmazonEC2ContainerRegistryReadOnly",
    instead: "pulling the images of the context",
  },
  {
    role: executioner,
    policy: "SecretsManagerReadWrite",
    instead: "reading the secrets whose names begin with the prefix",
  },
  {
    role: instance,
    policy: "AmazonEC2ContainerServiceforEC2Role",
    instead: "membership of the compute environment's own cluster, pulling the images of the context, its log group",
  },
  {
    role: instance,
    policy: "AmazonSSMManagedInstanceCore",
    instead: "Session Manager, without the parameters of the account",
  },
  {
    role: monitoring,
    policy: "AWSGlueConsoleFullAccess",
    instead: "queries, and the environment's databases in the catalog",
  },
  {
    role: monitoring,
    policy: "AmazonKinesisFullAccess",
    instead: "nothing: no monitoring job uses Kinesis",
  },
  {
    role: monitoring,
    policy: "AmazonS3FullAccess",
    instead: "the environment's buckets, and writing to the central buckets that the arguments name",
  },
  {
    role: monitoring,
    policy: "CloudWatchFullAccess",
    instead: "the logs and metrics of Glue jobs",
  },
  {
    role: monitoring,
    policy: "IAMFullAccess",
    instead: "taking the roles that the arguments name",
  },
];

/** A test compares them with the policies in a state of the HCL, and with docs/adoption.md. */
export const narrowedPolicies: readonly NarrowedPolicy[] = [
  {
    policy: "P-dapf-C-glue-job-policy",
    actions: [
      "athena:*",
      "athena:StartQueryExecution",
      "batch:DescribeJobDefinitions",
      "ec2:DescribeRouteTables",
      "ecr:DescribePullThroughCacheRules",
      "ecr:DescribeRegistry",
      "ecr:GetAuthorizationToken",
      "logs:CreateLogDelivery",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DeleteLogDelivery",
      "logs:DescribeAccountPolicies",
      "logs:GetLogDelivery",
      "logs:GetLogEvents",
      "logs:ListLogDeliveries",
      "logs:PutLogEvents",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "ssm:*",
      "states:ListStateMachines",
    ],
    resources: [
      "arn:aws:batch:R:A:job-definition/*",
      "arn:aws:batch:R:A:job-queue/*",
      "arn:aws:codestar-connections:*:*:connection/*",
      "arn:aws:dynamodb:R:A:table/*",
      "arn:aws:ecr:R:A:repository/*",
      "arn:aws:events:*:*:rule/*/*",
      "arn:aws:events:R:A:event-bus/*",
      "arn:aws:glue:*:*:catalog",
      "arn:aws:glue:*:*:database/default",
      "arn:aws:glue:*:*:database/global_temp",
      "arn:aws:glue:*:*:database/sagemaker-*",
      "arn:aws:glue:*:*:table/*/*",
      "arn:aws:iam::A:role/*",
      "arn:aws:lambda:*:*:function:sagemaker-*",
      "arn:aws:s3:::*",
      "arn:aws:s3:::aws-athena-query-results-*",
      "arn:aws:sagemaker:R:A:model-package/*",
      "arn:aws:sns:R:A:*",
      "arn:aws:sns:R:{var.account_number}:*",
      "arn:aws:states:*:*:execution:sagemaker-*:*",
      "arn:aws:states:*:*:stateMachine:sagemaker-*",
    ],
    instead: "what the five scripts do, on the resources of the context; what it does with data is in an inline policy",
  },
  {
    policy: "P-dapf-monitoring-glue-job-policy",
    actions: ["kms:*", "sts:*"],
    resources: [],
    instead: "taking the roles that the arguments name, and using the keys of the central buckets through S3",
  },
  {
    policy: "P-modelops-C-orchestrator",
    actions: [],
    resources: [
      "arn:aws:glue:R:A:job/*",
      "arn:aws:iam::A:role/*",
      "arn:aws:sagemaker:R:$var.account_number}:processing-job/*",
      "arn:aws:ssm:R:A:parameter/*",
    ],
    instead: "passing the one role of the processing job, that job, the three parameters that a run reads, the topic",
  },
  {
    policy: "P-sm-model-approval-event-processor-logs",
    actions: [],
    resources: ["arn:aws:logs:R:A:log-group:/aws/lambda/P-sm-model-approval-event-processor:*:*"],
    instead: "writing the log group, which Terraform makes",
  },
  {
    policy: "P-glue-trigger-on-event-logs",
    actions: [],
    resources: ["arn:aws:logs:R:A:log-group:/aws/lambda/P-glue-trigger-on-event:*:*"],
    instead: "writing the log group, which Terraform makes",
  },
  {
    policy: "alias/P-kms-key",
    actions: ["kms:*"],
    resources: [],
    instead: "the same for the account, action by action; use through buckets, tables, topics, logs and events",
  },
];

/** An inline policy that a deploy adds. */
export interface AddedPolicy {
  /** The role by its name, with `P` for the prefix and `C` for the context. */
  readonly role: string;
  /** The policy by its name. */
  readonly policy: string;
  readonly allows: string;
}

/** The only resources that a deploy creates. A test compares them with the plan, and with docs/adoption.md. */
export const addedPolicies: readonly AddedPolicy[] = [
  {
    role: executioner,
    policy: "P-dapf-C-executioner",
    allows:
      "what the containers do, and what ECS does to start them: images, log group, secrets, reading buckets and their item, writing their output",
  },
  {
    role: instance,
    policy: "P-dapf-C-instance",
    allows: "what a machine of the compute environment does: cluster, images, log group, Session Manager",
  },
  {
    role: "P-dapf-C-glue-job-role",
    policy: "P-dapf-C-glue-job-data",
    allows: "buckets, tables, parameters and catalog of the context; one policy alone would be longer than IAM allows",
  },
  {
    role: "P-sm-model-approval-event-processor",
    policy: "permissions",
    allows: "writing the two parameters of the approved model, and reporting failures",
  },
  {
    role: "P-glue-trigger-on-event",
    policy: "permissions",
    allows: "starting the four monitoring jobs, and reporting failures",
  },
];

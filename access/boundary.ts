import { isArn, ROLE_ARN } from "../aws/arns";
import { documentOf, type Grant, type PolicyDocument } from "./grant";
import { arn, bucket, iam, inRegion, type Scope } from "./scope";

/** @returns the most that a role of the stack may do, whatever its own policies say; it grants nothing itself */
export const boundaryDocument = (scope: Scope): PolicyDocument => documentOf(boundaryGrants(scope));

/**
 * The statements of the permissions boundary, with what in the platform needs them. Where the platform's policies name their
 * resources more narrowly, this does not: it only has to keep a deployer from making a role that may do more than the platform.
 */
export function boundaryGrants(scope: Scope): Grant[] {
  return [...data(scope), ...services(scope), ...machines(scope)];
}

function data(scope: Scope): Grant[] {
  const { prefix } = scope;
  const jobs = jobData(scope);
  const own = [`${prefix}-*`, ...centralBuckets(scope), ...jobs.buckets];
  return [
    {
      sid: "Objects",
      actions: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetBucketLocation",
        "s3:GetObject",
        "s3:ListBucket",
        "s3:ListBucketMultipartUploads",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      resources: own.flatMap((name) => [bucket(scope, name), bucket(scope, `${name}/*`)]),
      reason: "Jobs read and write the environment's buckets, and the central bucket where there is one.",
      unnamed: "A central bucket is the one that eap_dq_bucket_name or an argument names; others shared compute names.",
    },
    {
      sid: "Rows",
      actions: [
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:Scan",
        "dynamodb:UpdateItem",
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:PutParameter",
      ],
      resources: [
        arn(scope, "dynamodb", `table/${prefix}-*`),
        arn(scope, "secretsmanager", `secret:${prefix}-*`),
        arn(scope, "ssm", `parameter/${prefix}-*`),
        ...jobs.rows,
      ],
      reason: "Jobs use the environment's tables, parameters and secrets, and those that shared compute names.",
      ...(jobs.rows.length === 0 ? {} : { unnamed: "The names are those that the file of shared compute declares." }),
    },
    {
      sid: "Keys",
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "What jobs read and write is encrypted; a key's own policy decides, too.",
      unnamed: "The key of a central bucket is another account's.",
    },
    {
      sid: "Catalog",
      actions: [
        "glue:BatchCreatePartition",
        "glue:BatchGetPartition",
        "glue:CreatePartition",
        "glue:CreateTable",
        "glue:GetDatabase",
        "glue:GetDatabases",
        "glue:GetPartition",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
        "glue:UpdateTable",
      ],
      resources: ["catalog", "database/*", "table/*/*"].map((one) => arn(scope, "glue", one)),
      reason: "Jobs query tables and add partitions.",
      unnamed: "step_function_settings.athena names databases freely.",
    },
  ];
}

function services(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "Platform",
      actions: [
        "batch:SubmitJob",
        "batch:TagResource",
        "batch:TerminateJob",
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
        "events:DescribeRule",
        "events:PutEvents",
        "events:PutRule",
        "events:PutTargets",
        "glue:BatchStopJobRun",
        "glue:GetJobRun",
        "glue:GetJobRuns",
        "glue:StartJobRun",
        "sagemaker:AddTags",
        "sagemaker:CreateModelPackage",
        "sagemaker:CreateProcessingJob",
        "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeProcessingJob",
        "sagemaker:ListModelPackages",
        "sagemaker:ListTags",
        "sagemaker:StopProcessingJob",
        "sns:Publish",
      ],
      resources: [
        arn(scope, "batch", "job/*"),
        ...["job-definition", "job-queue"].map((kind) => arn(scope, "batch", `${kind}/${prefix}-*`)),
        arn(scope, "ecr", `repository/${prefix}/*`),
        ...["event-bus", "rule"].map((kind) => arn(scope, "events", `${kind}/${prefix}-*`)),
        // Step Functions Developer Guide, "Run a Job (.sync)": the names of its rules.
        arn(scope, "events", "rule/StepFunctions*"),
        arn(scope, "glue", `job/${prefix}-*`),
        ...["model-package", "model-package-group", "processing-job"].map((kind) =>
          arn(scope, "sagemaker", `${kind}/${prefix}-*`),
        ),
        arn(scope, "sns", `${prefix}-*`),
      ],
      reason: "State machines, jobs and functions start, end and tell each other.",
      unnamed: "AWS Batch gives a job its id.",
    },
    ...(scope.compute === undefined
      ? []
      : [
          {
            sid: "ImagesOfSharedCompute",
            actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            resources: [arn(scope, "ecr", "repository/*")],
            reason: "Definitions of shared compute name repositories of the account.",
            unnamed: "The repositories are those that definitions name.",
          },
        ]),
    {
      sid: "WithoutNames",
      actions: [
        "athena:GetQueryExecution",
        "athena:GetQueryResults",
        "athena:GetWorkGroup",
        "athena:StartQueryExecution",
        "athena:StopQueryExecution",
        "batch:DescribeJobs",
        "batch:ListJobs",
        "cloudwatch:PutMetricData",
        "ecr:GetAuthorizationToken",
        "logs:CreateLogDelivery",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:DeleteLogDelivery",
        "logs:Describe*",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutLogEvents",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
        "xray:GetSampling*",
        "xray:Put*",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Queries, logs, metrics and traces.",
      unnamed: "AWS restricts most of these to no resource, and names the log groups of its services.",
    },
    {
      sid: "Roles",
      actions: ["iam:PassRole", "sts:AssumeRole"],
      resources: [iam(scope, `role/${prefix}-dapf-*`), iam(scope, `role/batch/${prefix}-dapf-*`), ...givenRoles(scope)],
      reason: "State machines pass the role of a processing job; monitoring takes the roles that its arguments name.",
      unnamed: "Roles that the environment names are not dapf's.",
    },
  ];
}

/** What AWS Batch and its machines do: AWSBatchServiceRole, which AWS maintains, and the role of the instances. */
function machines(scope: Scope): Grant[] {
  return [
    {
      sid: "Machines",
      actions: [
        "autoscaling:*",
        "ec2:CancelSpotFleetRequests",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateTags",
        "ec2:DeleteLaunchTemplate",
        "ec2:Describe*",
        "ec2:ModifySpotFleetRequest",
        "ec2:RequestSpotFleet",
        "ec2:RunInstances",
        "ec2:TerminateInstances",
        "ec2messages:*",
        "ecs:*",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:*",
      ],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "AWS Batch starts and ends machines, which register with ECS and with Session Manager.",
      unnamed: "AWS Batch names what it makes.",
    },
    {
      sid: "RolesOfMachines",
      actions: ["iam:CreateServiceLinkedRole", "iam:GetInstanceProfile", "iam:GetRole"],
      resources: [
        iam(scope, "role/aws-service-role/*"),
        iam(scope, `role/batch/${scope.prefix}-*`),
        iam(scope, `instance-profile/batch/${scope.prefix}-*`),
        ...(scope.compute === undefined
          ? []
          : ["role", "instance-profile"].map((kind) => iam(scope, `${kind}/${scope.prefix}-dapf-compute-*`))),
      ],
      reason: "AWS Batch looks at the role of the machines, and makes the roles of Auto Scaling, ECS and Spot.",
      unnamed: "AWS names its service-linked roles.",
    },
  ];
}

/** What the roles of jobs of shared compute may use, and its definitions name. */
function jobData(scope: Scope): { readonly buckets: readonly string[]; readonly rows: readonly string[] } {
  const { compute } = scope;
  const requests = compute?.model.jobRoles.map(({ request }) => request) ?? [];
  const named = (service: string, head: string, tail: string) => (name: string) =>
    isArn(name) ? name : `${arn(scope, service, `${head}${name}`)}${tail}`;
  const tables = requests.flatMap((one) => one.tables.map(({ table }) => named("dynamodb", "table/", "")(table)));
  const secrets = [...requests.flatMap((one) => one.secrets), ...(compute?.secrets ?? [])];
  return {
    buckets: [...new Set(requests.flatMap((one) => one.buckets.map(({ bucket: name }) => name)))].sort(),
    rows: [
      ...new Set([
        ...tables.flatMap((table) => [table, `${table}/index/*`]),
        ...secrets.map(named("secretsmanager", "secret:", "-??????")),
      ]),
    ].sort(),
  };
}

/** `random` stands for none. */
function centralBuckets({ settings }: Scope): string[] {
  const named = argumentsOf(settings).flatMap((one) => one["--eap_central_bucket"] ?? []);
  return [...new Set([settings.eap_dq_bucket_name, ...named])].filter((name) => name !== "random").sort();
}

/** Roles that are not dapf's: what monitoring's arguments name, and the role of processing jobs. */
function givenRoles(scope: Scope): string[] {
  const { settings } = scope;
  const { sagemaker_processing_job_execution_role_name: processing } = settings;
  const named = argumentsOf(settings).flatMap((one) => Object.values(one).filter((value) => ROLE_ARN.test(value)));
  return [...new Set([...named, ...(processing === undefined ? [] : [iam(scope, `role/${processing}`)])])].sort();
}

const argumentsOf = ({ monitoring }: Scope["settings"]): Readonly<Record<string, string>>[] =>
  Object.values(monitoring).flatMap((job) => (job === undefined ? [] : [job.additional_arguments]));

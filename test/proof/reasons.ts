/** What the roles of the platform are granted although nothing of the proof uses it, each with its reason. */

export interface Reason {
  /** Names of the roles below the platform's prefix. */
  readonly roles: readonly string[];
  /** `Sid` of the statement. */
  readonly statement: string;
  /** Actions of the statement that nothing uses. */
  readonly actions: readonly string[];
  readonly reason: string;
}

const contexts = ["training", "inferencing"] as const;
const ofContexts = (name: (context: string) => string) => contexts.map(name);

const glueJobs = ofContexts((context) => `dapf-${context}-glue-job-role`);
const scripts = [...glueJobs, "dapf-analytics-etl-glue-job-role"];
const orchestrators = ofContexts((context) => `modelops-${context}-orchestrator`);
const processing = ofContexts((context) => `dapf-${context}-processing`);
const containers = ofContexts((context) => `dapf-${context}-executioner`);
const machines = ofContexts((context) => `dapf-${context}-`);
/** Of shared compute. */
const sharedMachines = ["dapf-compute-instance"];
const teamJobs = ["ml-jobs", "finance-jobs"];
const trainingJobs = ["dapf-training-queues-execution"];
const monitoring = ["dapf-monitoring-glue-job-role"];

const MULTIPART =
  "SDKs write large objects in parts, look at what they have left of them, and tidy up (S3 User Guide, multipart upload)";
const NO_MACHINES = "what the ECS and SSM agents of a machine call; the embedded AWS has no machines";
const NO_CODE = "what the team's image reads and writes; the embedded AWS runs none";
const OWN_SCRIPT =
  "for a team's own scripts, which are given tables, parameters and databases to work with (docs/pipeline.md)";
const SPARK_CATALOG = "Spark jobs of a team write tables in parts, which the example does not";
const ERROR_PATH = "an error path that the proof does not take";

export const reasons: readonly Reason[] = [
  { roles: ["dapf-training-glue-job-role"], statement: "Buckets", actions: ["s3:ListBucket"], reason: OWN_SCRIPT },
  {
    roles: scripts,
    statement: "ReadParameters",
    actions: ["ssm:GetParameter", "ssm:GetParameters"],
    reason: OWN_SCRIPT,
  },
  {
    roles: glueJobs,
    statement: "Tables",
    actions: [
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:DescribeTable",
      "dynamodb:Query",
      "dynamodb:DeleteItem",
    ],
    reason: OWN_SCRIPT,
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Catalog",
    actions: [
      "glue:BatchCreatePartition",
      "glue:BatchGetPartition",
      "glue:CreatePartition",
      "glue:CreateTable",
      "glue:GetPartition",
      "glue:GetPartitions",
      "glue:GetTables",
      "glue:UpdateTable",
    ],
    reason: SPARK_CATALOG,
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Queries",
    actions: ["athena:GetQueryResults", "athena:GetWorkGroup"],
    reason: OWN_SCRIPT,
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Queries",
    actions: ["athena:StopQueryExecution"],
    reason: `${ERROR_PATH}: a query that takes too long is stopped`,
  },
  {
    roles: glueJobs,
    statement: "EndJobs",
    actions: ["batch:TerminateJob"],
    reason: `${ERROR_PATH}: a job whose row is gone is ended`,
  },
  {
    roles: glueJobs,
    statement: "Events",
    actions: ["events:PutEvents"],
    reason: "a team's evaluation announces its results to monitoring (docs/monitoring.md)",
  },
  {
    roles: [...glueJobs, "dapf-analytics-etl-glue-job-role"],
    statement: "Notifications",
    actions: ["sns:Publish"],
    reason: "scripts tell the topic of checks that did not pass, which those of the proof do",
  },
  {
    roles: ["dapf-training-glue-job-role"],
    statement: "ImagesOfModels",
    actions: [
      "ecr:BatchCheckLayerAvailability",
      "ecr:BatchGetImage",
      "ecr:DescribeImages",
      "ecr:GetDownloadUrlForLayer",
    ],
    reason: "SageMaker looks at the image of a model that is registered; the models of the example have none",
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Metrics",
    actions: ["cloudwatch:PutMetricData"],
    reason: "Glue writes a job's metrics when its arguments ask for them (Glue User Guide, --enable-metrics)",
  },
  {
    roles: [...scripts, ...monitoring, ...processing, ...trainingJobs],
    statement: "Logs",
    actions: ["logs:CreateLogGroup", "logs:DescribeLogStreams"],
    reason: "whoever writes first in an account makes the group, and only that one",
  },
  {
    roles: [...processing, ...trainingJobs, ...monitoring],
    statement: "Buckets",
    actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
    reason: NO_CODE,
  },
  {
    roles: processing,
    statement: "Objects",
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
    reason: NO_CODE,
  },
  {
    roles: trainingJobs,
    statement: "Objects",
    actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts"],
    reason: MULTIPART,
  },
  {
    roles: [...processing, ...containers, ...trainingJobs, ...monitoring],
    statement: "BucketsOfOthers",
    actions: ["s3:GetBucketLocation", "s3:ListBucket"],
    reason: NO_CODE,
  },
  { roles: [...processing, ...containers], statement: "ObjectsOfOthers", actions: ["s3:GetObject"], reason: NO_CODE },
  {
    roles: processing,
    statement: "MetaTable",
    actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
    reason: NO_CODE,
  },
  { roles: containers, statement: "MetaItem", actions: ["dynamodb:GetItem"], reason: NO_CODE },
  {
    roles: containers,
    statement: "Secrets",
    actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
    reason: "a team's job definition may name secrets below the prefix; those of dapf have none",
  },
  {
    roles: ["glue-trigger-on-event"],
    statement: "Notifications",
    actions: ["sns:Publish"],
    reason: `${ERROR_PATH}: where the events go that the function fails on`,
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Objects",
    actions: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
    reason: MULTIPART,
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Objects",
    actions: ["s3:DeleteObject"],
    reason: "Spark's committers delete what they have moved",
  },
  {
    roles: [...scripts, ...monitoring],
    statement: "Buckets",
    actions: ["s3:ListBucketMultipartUploads"],
    reason: MULTIPART,
  },
  {
    roles: containers,
    statement: "WriteObjects",
    actions: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"],
    reason: MULTIPART,
  },
  {
    roles: orchestrators,
    statement: "ProcessingJobs",
    actions: ["sagemaker:AddTags", "sagemaker:ListTags", "sagemaker:StopProcessingJob"],
    reason: "Step Functions tags the jobs that it makes, and stops them when an execution is stopped",
  },
  {
    roles: orchestrators,
    statement: "GlueJobs",
    actions: ["glue:GetJobRuns", "glue:BatchStopJobRun"],
    reason: "Step Functions stops the run of an execution that is stopped (Developer Guide, IAM policies for Glue)",
  },
  {
    roles: ["modelops-inferencing-orchestrator"],
    statement: "Notifications",
    actions: ["sns:Publish"],
    reason: `${ERROR_PATH}: no run of inferencing fails`,
  },
  {
    roles: ["sm-model-approval-event-processor"],
    statement: "Notifications",
    actions: ["sns:Publish"],
    reason: `${ERROR_PATH}: where the events go that the function fails on`,
  },
  {
    roles: [...machines, ...sharedMachines],
    statement: "Cluster",
    actions: [
      "ecs:DeregisterContainerInstance",
      "ecs:RegisterContainerInstance",
      "ecs:SubmitAttachmentStateChanges",
      "ecs:SubmitContainerStateChange",
      "ecs:SubmitTaskStateChange",
    ],
    reason: NO_MACHINES,
  },
  {
    roles: [...machines, ...sharedMachines],
    statement: "ContainerInstance",
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    reason: NO_MACHINES,
  },
  {
    roles: [...machines, ...sharedMachines],
    statement: "TagsAtRegistration",
    actions: ["ecs:TagResource"],
    reason: NO_MACHINES,
  },
  {
    roles: machines,
    statement: "Images",
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    reason: NO_MACHINES,
  },
  {
    roles: [...machines, ...sharedMachines],
    statement: "Logs",
    actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
    reason: NO_MACHINES,
  },
  { roles: machines, statement: "SessionManager", actions: ["ssm:UpdateInstanceInformation"], reason: NO_MACHINES },
  {
    roles: [...machines, ...sharedMachines],
    statement: "WithoutResource",
    actions: [
      "ec2:DescribeTags",
      "ec2messages:AcknowledgeMessage",
      "ec2messages:DeleteMessage",
      "ec2messages:FailMessage",
      "ec2messages:GetEndpoint",
      "ec2messages:GetMessages",
      "ec2messages:SendReply",
      "ecr:GetAuthorizationToken",
      "ecs:DiscoverPollEndpoint",
      "ssmmessages:CreateControlChannel",
      "ssmmessages:CreateDataChannel",
      "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    ],
    reason: NO_MACHINES,
  },
  { roles: teamJobs, statement: "ReadObjects", actions: ["s3:GetObject"], reason: NO_CODE },
  {
    roles: teamJobs,
    statement: "WriteObjects",
    actions: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
    reason: NO_CODE,
  },
  { roles: teamJobs, statement: "ListPartsOfBucket1", actions: ["s3:ListBucket"], reason: NO_CODE },
  { roles: teamJobs, statement: "ListPartsOfBucket2", actions: ["s3:ListBucket"], reason: NO_CODE },
  { roles: teamJobs, statement: "Key1", actions: ["kms:Decrypt", "kms:GenerateDataKey"], reason: NO_CODE },
];

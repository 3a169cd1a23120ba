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
const trainingJobs = ["dapf-training-queues-execution"];
const monitoring = ["dapf-monitoring-glue-job-role"];

const MULTIPART =
  "SDKs write large objects in parts, look at what they have left of them, and tidy up (S3 User Guide, multipart upload)";
const NO_MACHINES = "what the ECS and SSM agents of a machine call; the embedded AWS has no machines";
const NO_CODE = "what the image reads and writes; the embedded AWS runs none";
const OWN_SCRIPT = "what a team's own script does with what docs/pipeline.md gives it";

export const reasons: readonly Reason[] = [
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
    reason: "an error path: no run of inferencing fails in the proof",
  },
  {
    roles: ["sm-model-approval-event-processor"],
    statement: "Notifications",
    actions: ["sns:Publish"],
    reason: "an error path: where the events go that the function fails on",
  },
  {
    roles: machines,
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
    roles: machines,
    statement: "ContainerInstance",
    actions: ["ecs:Poll", "ecs:StartTelemetrySession", "ecs:UpdateContainerInstancesState"],
    reason: NO_MACHINES,
  },
  { roles: machines, statement: "TagsAtRegistration", actions: ["ecs:TagResource"], reason: NO_MACHINES },
  {
    roles: machines,
    statement: "Images",
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    reason: NO_MACHINES,
  },
  { roles: machines, statement: "Logs", actions: ["logs:CreateLogStream", "logs:PutLogEvents"], reason: NO_MACHINES },
  { roles: machines, statement: "SessionManager", actions: ["ssm:UpdateInstanceInformation"], reason: NO_MACHINES },
  {
    roles: machines,
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
];

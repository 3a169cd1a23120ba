import { CONTEXTS } from "../config/names";
import type { Grant } from "./grant";
import { lookAtJobs, lookAtRuns } from "./looking";
import { arn, bucket, iam, inRegion, type Scope } from "./scope";

/** `dapf run`, `dapf runs list|show|stop`, `dapf code-sync`. */
export const runnerGrants = (scope: Scope): Grant[] => [
  ...lookAtRuns(scope),
  ...lookAtJobs(scope).filter(({ sid }) => sid !== "StreamsOfTrainingJobs"),
  ...startRuns(scope),
  ...syncCode(scope),
  ...pushImages(scope),
];

function startRuns(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "StartRuns",
      actions: ["states:StartExecution"],
      resources: [arn(scope, "states", `stateMachine:${prefix}-modelops-*`)],
      reason: "dapf run starts the state machine of a context.",
    },
    {
      sid: "StopRuns",
      actions: ["states:StopExecution"],
      resources: [arn(scope, "states", `execution:${prefix}-modelops-*`)],
      reason: "dapf runs stop ends a run.",
    },
  ];
}

function syncCode(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "Scripts",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: CONTEXTS.map((context) => bucket(scope, `${prefix}-${context}-internal/src/python/${context}/*`)),
      reason: "dapf code-sync compares the team's two scripts of a context, and uploads them.",
    },
    {
      sid: "ScriptBuckets",
      actions: ["s3:ListBucket"],
      resources: CONTEXTS.map((context) => bucket(scope, `${prefix}-${context}-internal`)),
      reason: "Without it S3 says 403, not 404, of a script that is not there yet.",
    },
    {
      sid: "LiveCode",
      actions: ["ssm:PutParameter"],
      resources: CONTEXTS.flatMap((context) =>
        ["ecr_*", "live_*"].map((name) => arn(scope, "ssm", `parameter/${prefix}-dapf-ssm/${context}/${name}`)),
      ),
      reason: "dapf code-sync names the image and the job definition that runs take.",
    },
    {
      sid: "LookAtDefinitions",
      actions: ["batch:DescribeJobDefinitions"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "dapf code-sync makes the new revision after the live one.",
      unnamed: "AWS restricts this to no resource (Service Authorization Reference).",
    },
    {
      sid: "LiveDefinitions",
      actions: ["batch:RegisterJobDefinition", "batch:TagResource"],
      resources: [arn(scope, "batch", `job-definition/${prefix}-dapf-batch-*`)],
      reason: "dapf code-sync registers a revision with the new image, with the tags of the one before.",
    },
    passToContainers(scope),
  ];
}

function pushImages(scope: Scope): Grant[] {
  return [
    {
      sid: "Registry",
      actions: ["ecr:GetAuthorizationToken"],
      resources: ["*"],
      conditions: inRegion(scope),
      reason: "Docker signs in to the registry before it pushes an image (dapf code-sync --dockerfile).",
      unnamed: "AWS restricts this to no resource (Service Authorization Reference).",
    },
    {
      sid: "Images",
      // Amazon ECR User Guide, "IAM permissions for pushing an image to an Amazon ECR private repository".
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      resources: [arn(scope, "ecr", `repository/${scope.prefix}/*`)],
      reason: "Docker pushes the image of a context, and takes layers that are there already.",
    },
  ];
}

/** Job definitions name the role of their containers. */
export function passToContainers(scope: Scope): Grant {
  return {
    sid: "PassToContainers",
    actions: ["iam:PassRole"],
    resources: [iam(scope, `role/${scope.prefix}-dapf-*-executioner`)],
    conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    reason: "A job definition names the role that its containers get.",
  };
}

/** Calls about machines, containers and their images, logs and models. */
import { ACCOUNT, KEY, REGION, json, short } from "./asking";

const HERE = `${REGION}:${ACCOUNT}`;

type Row = readonly [request: string, members: object, asked: readonly string[]];

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon ECS". */
const AMAZON_ECS: readonly Row[] = [
  [
    "CreateCluster",
    { clusterName: "c" },
    [
      "ecs:CreateCluster cluster/c",
      "iam:CreateServiceLinkedRole role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
    ],
  ],
  [
    "RegisterTaskDefinition",
    { family: "f", taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/r`, executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/r2` },
    ["ecs:RegisterTaskDefinition task-definition/f:*", "iam:PassRole role/r", "iam:PassRole role/r2"],
  ],
  ["RunTask", { cluster: "c", taskDefinition: "f" }, ["ecs:RunTask task-definition/f:*"]],
  ["DescribeTasks", { tasks: ["t"] }, ["ecs:DescribeTasks task/default/t"]],
  ["CreateService", { cluster: "c", serviceName: "s" }, ["ecs:CreateService service/c/s"]],
  [
    "DescribeServices",
    { cluster: "c", services: ["a", "b"] },
    ["ecs:DescribeServices service/c/a", "ecs:DescribeServices service/c/b"],
  ],
  ["ListTasks", { cluster: "c" }, ["ecs:ListTasks container-instance/c/*"]],
  ["TagResource", { resourceArn: `arn:aws:ecs:${HERE}:cluster/c`, tags: [] }, ["ecs:TagResource cluster/c"]],
];

describe("calls of Amazon ECS", () => {
  it.each(AMAZON_ECS)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("ecs", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon ECR". */
const AMAZON_ECR: readonly Row[] = [
  ["GetAuthorizationToken", {}, ["ecr:GetAuthorizationToken *"]],
  ["BatchGetImage", { repositoryName: "a/b" }, ["ecr:BatchGetImage repository/a/b"]],
  ["DescribeRepositories", {}, ["ecr:DescribeRepositories repository/*"]],
  [
    "CreateRepository",
    { repositoryName: "a", encryptionConfiguration: { kmsKey: `${KEY}` } },
    [
      "ecr:CreateRepository repository/a",
      "kms:CreateGrant key/11111111-2222-3333-4444-555555555555",
      "kms:RetireGrant key/11111111-2222-3333-4444-555555555555",
      "kms:DescribeKey key/11111111-2222-3333-4444-555555555555",
    ],
  ],
  [
    "DescribeImages",
    { repositoryName: "a", registryId: "999999999999" },
    ["ecr:DescribeImages arn:aws:ecr:eu-central-1:999999999999:repository/a"],
  ],
  [
    "ListTagsForResource",
    { resourceArn: `arn:aws:ecr:${HERE}:repository/a` },
    ["ecr:ListTagsForResource repository/a"],
  ],
  ["PutLifecyclePolicy", { repositoryName: "a" }, ["ecr:PutLifecyclePolicy repository/a"]],
];

describe("calls of Amazon ECR", () => {
  it.each(AMAZON_ECR)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("ecr", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs". */
const AMAZON_CLOUDWATCH_LOGS: readonly Row[] = [
  [
    "CreateLogGroup",
    { logGroupName: "/g", tags: { a: "1" } },
    ["logs:CreateLogGroup log-group:/g:*", "logs:TagResource log-group:/g"],
  ],
  ["CreateLogStream", { logGroupName: "/g", logStreamName: "s" }, ["logs:CreateLogStream log-group:/g:log-stream:s"]],
  ["PutLogEvents", { logGroupName: "/g", logStreamName: "s" }, ["logs:PutLogEvents log-group:/g:log-stream:s"]],
  ["DescribeLogGroups", {}, ["logs:DescribeLogGroups *"]],
  ["DescribeLogStreams", { logGroupName: "/g" }, ["logs:DescribeLogStreams log-group:/g:*"]],
  [
    "GetLogEvents",
    { logGroupIdentifier: `arn:aws:logs:${HERE}:log-group:/g`, logStreamName: "s" },
    ["logs:GetLogEvents log-group:/g:log-stream:s"],
  ],
  ["FilterLogEvents", { logGroupName: "/g" }, ["logs:FilterLogEvents log-group:/g:*"]],
  ["PutRetentionPolicy", { logGroupName: "/g" }, ["logs:PutRetentionPolicy log-group:/g:*"]],
  ["TagResource", { resourceArn: `arn:aws:logs:${HERE}:log-group:/g` }, ["logs:TagResource log-group:/g"]],
  [
    "ListTagsForResource",
    { resourceArn: `arn:aws:logs:${HERE}:log-group:/g` },
    ["logs:ListTagsForResource log-group:/g"],
  ],
  [
    "PutSubscriptionFilter",
    {
      logGroupName: "/g",
      destinationArn: `arn:aws:lambda:${HERE}:function:f`,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
    },
    ["logs:PutSubscriptionFilter log-group:/g:*", "iam:PassRole role/r"],
  ],
  ["PutResourcePolicy", {}, ["logs:PutResourcePolicy *"]],
  ["CreateLogDelivery", {}, ["logs:CreateLogDelivery *"]],
  ["StartQuery", { logGroupNames: ["a", "b"] }, ["logs:StartQuery log-group:a:*", "logs:StartQuery log-group:b:*"]],
  ["AssociateKmsKey", { logGroupName: "/g" }, ["logs:AssociateKmsKey log-group:/g:*"]],
  ["DeleteLogGroup", { logGroupName: "/g" }, ["logs:DeleteLogGroup log-group:/g:*"]],
];

describe("calls of Amazon CloudWatch Logs", () => {
  it.each(AMAZON_CLOUDWATCH_LOGS)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("logs", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker". */
const AMAZON_SAGEMAKER: readonly Row[] = [
  [
    "CreateProcessingJob",
    {
      ProcessingJobName: "p",
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      ProcessingResources: { ClusterConfig: { InstanceType: "ml.m5.large", VolumeKmsKeyId: `${KEY}` } },
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      Tags: [{ Key: "a", Value: "1" }],
    },
    [
      "sagemaker:CreateProcessingJob processing-job/p",
      "sagemaker:AddTags processing-job/p",
      "iam:PassRole role/r",
      "kms:CreateGrant key/11111111-2222-3333-4444-555555555555",
    ],
  ],
  [
    "CreateTrainingJob",
    { TrainingJobName: "t", RoleArn: `arn:aws:iam::${ACCOUNT}:role/r` },
    ["sagemaker:CreateTrainingJob training-job/t", "iam:PassRole role/r"],
  ],
  ["DescribeProcessingJob", { ProcessingJobName: "p" }, ["sagemaker:DescribeProcessingJob processing-job/p"]],
  ["StopProcessingJob", { ProcessingJobName: "p" }, ["sagemaker:StopProcessingJob processing-job/p"]],
  [
    "CreateModelPackage",
    { ModelPackageGroupName: "g", ModelApprovalStatus: "Approved" },
    ["sagemaker:CreateModelPackage model-package/g/*"],
  ],
  [
    "UpdateModelPackage",
    { ModelPackageArn: `arn:aws:sagemaker:${HERE}:model-package/g/1`, ModelApprovalStatus: "Approved" },
    ["sagemaker:UpdateModelPackage model-package/g/1"],
  ],
  [
    "DescribeModelPackage",
    { ModelPackageName: `arn:aws:sagemaker:${HERE}:model-package/g/1` },
    ["sagemaker:DescribeModelPackage model-package/g/1"],
  ],
  ["ListModelPackages", { ModelPackageGroupName: "g" }, ["sagemaker:ListModelPackages model-package/g/*"]],
  [
    "DescribeModelPackageGroup",
    { ModelPackageGroupName: "g" },
    ["sagemaker:DescribeModelPackageGroup model-package-group/g"],
  ],
  [
    "CreateModelPackageGroup",
    { ModelPackageGroupName: "g" },
    ["sagemaker:CreateModelPackageGroup model-package-group/g"],
  ],
  [
    "AddTags",
    { ResourceArn: `arn:aws:sagemaker:${HERE}:model-package-group/g`, Tags: [{ Key: "a", Value: "1" }] },
    ["sagemaker:AddTags model-package-group/g"],
  ],
  [
    "ListTags",
    { ResourceArn: `arn:aws:sagemaker:${HERE}:model-package-group/g` },
    ["sagemaker:ListTags model-package-group/g"],
  ],
  ["Search", {}, ["sagemaker:Search *"]],
  ["ListTrainingJobs", {}, ["sagemaker:ListTrainingJobs *"]],
];

describe("calls of Amazon SageMaker", () => {
  it.each(AMAZON_SAGEMAKER)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("sagemaker", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Cloud Control API". */
const AWS_CLOUD_CONTROL_API: readonly Row[] = [
  [
    "CreateResource",
    { TypeName: "AWS::Batch::JobQueue", DesiredState: '{"JobQueueName":"q","Tags":{"a":"1"}}' },
    [
      "cloudformation:CreateResource *",
      "batch:CreateJobQueue job-queue/q",
      "batch:TagResource job-queue/q",
      "batch:DescribeJobQueues *",
    ],
  ],
  [
    "CreateResource",
    { TypeName: "AWS::Batch::SchedulingPolicy", DesiredState: '{"Name":"p","Tags":{"a":"1"}}' },
    [
      "cloudformation:CreateResource *",
      "batch:CreateSchedulingPolicy scheduling-policy/p",
      "batch:TagResource scheduling-policy/p",
    ],
  ],
  [
    "UpdateResource",
    {
      TypeName: "AWS::Batch::QuotaShare",
      Identifier: `arn:aws:batch:${HERE}:job-queue/q/quota-share/s`,
      PatchDocument: '[{"op":"add","path":"/Tags","value":{"a":"1"}}]',
    },
    [
      "cloudformation:UpdateResource *",
      "batch:UpdateQuotaShare job-queue/q/quota-share/s",
      "batch:TagResource job-queue/q/quota-share/s",
      "batch:DescribeQuotaShare job-queue/q/quota-share/s",
    ],
  ],
  [
    "DeleteResource",
    { TypeName: "AWS::Batch::JobQueue", Identifier: `arn:aws:batch:${HERE}:job-queue/q` },
    [
      "cloudformation:DeleteResource *",
      "batch:UpdateJobQueue job-queue/q",
      "batch:DescribeJobQueues *",
      "batch:DeleteJobQueue job-queue/q",
    ],
  ],
  [
    "GetResource",
    { TypeName: "AWS::Batch::ServiceEnvironment", Identifier: `arn:aws:batch:${HERE}:service-environment/e` },
    ["cloudformation:GetResource *", "batch:DescribeServiceEnvironments *"],
  ],
  [
    "ListResources",
    { TypeName: "AWS::Batch::QuotaShare", ResourceModel: '{"JobQueue":"q"}' },
    ["cloudformation:ListResources *", "batch:ListQuotaShares job-queue/q"],
  ],
  ["GetResourceRequestStatus", {}, ["cloudformation:GetResourceRequestStatus *"]],
];

describe("calls of AWS Cloud Control API", () => {
  it.each(AWS_CLOUD_CONTROL_API)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("cloudcontrolapi", request, members))).toEqual(asked);
  });
});

/** Service Authorization Reference; these follow from it alone, or nearly so. */
const OTHER_SERVICES: readonly Row[] = [["GetResources", {}, ["tag:GetResources *"]]];

describe("calls of other services", () => {
  it.each(OTHER_SERVICES)("%s with %j asks for %j", async (request, members, asked) => {
    expect(short(await json("tagging", request, members))).toEqual(asked);
  });
});

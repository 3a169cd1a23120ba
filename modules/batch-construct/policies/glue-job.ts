import { batchArn } from "../../../aws/batch/arns";
import { arnOf, bucketArn } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import type { BatchContext } from "../context";
import { readAndWriteBuckets, readBuckets, readParameters, useTables } from "../../policies/access";
import { policyDocument } from "../../policies/document";
import { logsAndMetrics, queries } from "../../policies/glue-jobs";

export interface GlueJobPolicyProps extends Place {
  readonly context: BatchContext;
  /** Buckets of the context. */
  readonly bucketArns: readonly string[];
  /** Buckets of other parts that the jobs read. */
  readonly inputBucketArns: readonly string[];
  readonly tableArns: readonly string[];
  readonly parameterArns: readonly string[];
  readonly completeStatusArn: string;
  readonly jobQueueArn: string;
  /** Without revision. */
  readonly jobDefinitionArn: string;
  /** Names of the Athena databases that the jobs query and add to. */
  readonly databases: readonly string[];
  readonly repositoryArns: readonly string[];
  readonly eventBusArn: string;
  readonly topicArn: string;
  readonly modelPackageGroupName: string;
  /** The bucket of another account that data-quality results go to; `random` stands for none. */
  readonly centralBucket: string;
}

/**
 * What the Glue jobs of a context may do with services. Takes the place of the HCL's policy of the same name, which allowed all of
 * SSM and Athena, and Glue, S3, SNS, Lambda, Step Functions and PassRole on everything in the account.
 */
export function glueJobPolicy(props: GlueJobPolicyProps): string {
  const { context, jobDefinitionArn, modelPackageGroupName } = props;
  const modelPackages = [
    arnOf(props, "sagemaker", `model-package-group/${modelPackageGroupName}`),
    arnOf(props, "sagemaker", `model-package/${modelPackageGroupName}/*`),
  ];
  return policyDocument([
    {
      Sid: "SubmitJobs",
      Effect: "Allow",
      Action: ["batch:SubmitJob"],
      Resource: [props.jobQueueArn, jobDefinitionArn, `${jobDefinitionArn}:*`],
    },
    {
      Sid: "EndJobs",
      Effect: "Allow",
      Action: ["batch:TerminateJob"],
      // A job's ARN is made of an id that AWS chooses; nothing in it tells the queue.
      Resource: [batchArn(props, "job/*")],
    },
    queries(props),
    { Sid: "Events", Effect: "Allow", Action: ["events:PutEvents"], Resource: [props.eventBusArn] },
    { Sid: "Notifications", Effect: "Allow", Action: ["sns:Publish"], Resource: [props.topicArn] },
    {
      Sid: "Models",
      Effect: "Allow",
      Action: [
        ...(context === "training" ? ["sagemaker:CreateModelPackage"] : []),
        "sagemaker:DescribeModelPackage",
        "sagemaker:DescribeModelPackageGroup",
        "sagemaker:ListModelPackages",
      ],
      Resource: modelPackages,
    },
    {
      // SageMaker looks at the image of a model that is registered, as the one who registers it.
      Sid: "ImagesOfModels",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: context === "training" ? props.repositoryArns : [],
    },
    ...logsAndMetrics(props),
    {
      // AWS restricts neither to a resource.
      Sid: "SeeJobs",
      Effect: "Allow",
      Action: ["batch:DescribeJobs", "batch:ListJobs"],
      Resource: ["*"],
    },
  ]);
}

/** What the Glue jobs of a context may do with data; apart from the rest, which would not fit into one policy with it. */
export function glueJobDataPolicy(props: GlueJobPolicyProps): string {
  const glue = (resource: string) => arnOf(props, "glue", resource);
  return policyDocument([
    ...readAndWriteBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    {
      Sid: "CentralResults",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      Resource: props.centralBucket === "random" ? [] : [bucketArn(props.partition, `${props.centralBucket}/*`)],
    },
    useTables(props.tableArns),
    readParameters(props.parameterArns),
    { Sid: "WriteStatus", Effect: "Allow", Action: ["ssm:PutParameter"], Resource: [props.completeStatusArn] },
    {
      Sid: "Catalog",
      Effect: "Allow",
      Action: [
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
        "glue:UpdatePartition",
        "glue:UpdateTable",
      ],
      Resource: [
        glue("catalog"),
        // Athena looks at `default` whatever a statement is about.
        ...new Set([glue("database/default"), ...props.databases.map((name) => glue(`database/${name}`))]),
        ...props.databases.map((name) => glue(`table/${name}/*`)),
      ],
    },
  ]);
}

import { QUEUE_TAG } from "../../../aws/batch/queue-tag";
import { batchArn } from "../../../aws/batch/arns";
import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import type { BatchContext } from "../context";
import { readBuckets, readParameters, useBuckets, useTables, writeCentralResults } from "../../policies/access";
import { policyDocument, type Statement } from "../../policies/document";
import { catalog, logsAndMetrics, queries } from "../../policies/glue-jobs";

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
  /** Jobs that are submitted carry it as a tag. */
  readonly jobQueueName: string;
  /** Without revision. */
  readonly jobDefinitionArn: string;
  /** Names of the Athena databases that the jobs query and add to. */
  readonly databases: readonly string[];
  readonly repositoryArns: readonly string[];
  readonly eventBusArn: string;
  /** What publishing to the notification topic takes. */
  readonly publishing: readonly Statement[];
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
  // A job's ARN is made of an id that AWS chooses.
  const jobs = batchArn(props, "job/*");
  const modelPackages = [
    arnOf(props, "sagemaker", `model-package-group/${modelPackageGroupName}`),
    arnOf(props, "sagemaker", `model-package/${modelPackageGroupName}/*`),
  ];
  return policyDocument([
    {
      Sid: "SubmitJobs",
      Effect: "Allow",
      Action: ["batch:SubmitJob"],
      // The job as well: Service Authorization Reference, AWS Batch, SubmitJob. Its id AWS chooses.
      Resource: [props.jobQueueArn, jobDefinitionArn, `${jobDefinitionArn}:*`, jobs],
    },
    {
      // AWS Batch User Guide, "Tag your AWS Batch resources": who submits with tags needs it, too.
      Sid: "TagJobs",
      Effect: "Allow",
      Action: ["batch:TagResource"],
      Resource: [jobs],
      Condition: {
        StringEquals: { [`aws:RequestTag/${QUEUE_TAG}`]: props.jobQueueName },
        "ForAllValues:StringEquals": { "aws:TagKeys": QUEUE_TAG },
      },
    },
    {
      Sid: "EndJobs",
      Effect: "Allow",
      Action: ["batch:TerminateJob"],
      // Nothing in a job's ARN tells the queue; the tag that the job was submitted with does.
      Resource: [jobs],
      Condition: { StringEquals: { [`aws:ResourceTag/${QUEUE_TAG}`]: props.jobQueueName } },
    },
    queries(props),
    { Sid: "Events", Effect: "Allow", Action: ["events:PutEvents"], Resource: [props.eventBusArn] },
    ...props.publishing,
    {
      // Inferencing applies a model by its place in S3, which is in a parameter.
      Sid: "Models",
      Effect: "Allow",
      Action: ["sagemaker:CreateModelPackage", "sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages"],
      Resource: context === "training" ? modelPackages : [],
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
  return policyDocument([
    ...useBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    ...writeCentralResults(props, props.centralBucket === "random" ? [] : [props.centralBucket]),
    useTables(props.tableArns),
    readParameters(props.parameterArns),
    { Sid: "WriteStatus", Effect: "Allow", Action: ["ssm:PutParameter"], Resource: [props.completeStatusArn] },
    catalog(props, props.databases),
  ]);
}

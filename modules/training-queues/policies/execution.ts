import { pullImages, readAndWriteBuckets, readBuckets } from "../../policies/access";
import { policyDocument } from "../../policies/document";

export interface ExecutionPolicyProps {
  readonly partition: string;
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  readonly bucketArns: readonly string[];
  readonly inputBucketArns: readonly string[];
  readonly repositoryArns: readonly string[];
}

/** What a training job may do: run an image of training, read and write training's buckets, log and measure itself. */
export function executionPolicy(props: ExecutionPolicyProps): string {
  const { partition, region, account } = props;
  const logGroup = `arn:${partition}:logs:${region}:${account}:log-group:/aws/sagemaker/TrainingJobs`;
  return policyDocument([
    ...pullImages(props.repositoryArns),
    ...readAndWriteBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      // SageMaker writes the output of all training jobs of an account into this group.
      Resource: [logGroup, `${logGroup}:*`],
    },
    {
      Sid: "Metrics",
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      // AWS restricts it to a namespace, not to a resource.
      Resource: ["*"],
      Condition: { StringEquals: { "cloudwatch:namespace": "/aws/sagemaker/TrainingJobs" } },
    },
  ]);
}

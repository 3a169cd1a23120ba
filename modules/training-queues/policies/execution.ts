import { TRAINING_JOB_LOGS } from "../../../aws/log-groups";
import type { Place } from "../../../aws/place";
import { pullImages, readAndWriteBuckets, readBuckets } from "../../policies/access";
import { policyDocument } from "../../policies/document";
import { trainingLogGroup } from "./log-group";

export interface ExecutionPolicyProps extends Place {
  readonly bucketArns: readonly string[];
  readonly inputBucketArns: readonly string[];
  readonly repositoryArns: readonly string[];
}

/** What a training job may do: run an image of training, read and write training's buckets, log and measure itself. */
export function executionPolicy(props: ExecutionPolicyProps): string {
  const logGroup = trainingLogGroup(props);
  return policyDocument([
    ...(props.repositoryArns.length === 0 ? [] : pullImages(props.repositoryArns)),
    ...readAndWriteBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      Resource: [logGroup, `${logGroup}:*`],
    },
    {
      Sid: "Metrics",
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      // AWS restricts it to a namespace, not to a resource.
      Resource: ["*"],
      Condition: { StringEquals: { "cloudwatch:namespace": TRAINING_JOB_LOGS } },
    },
  ]);
}

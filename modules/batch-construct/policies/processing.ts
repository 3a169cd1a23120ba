import { PROCESSING_JOB_LOGS } from "../../../aws/log-groups";
import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { pullImages, readAndWriteBuckets, readBuckets } from "../../policies/access";
import { policyDocument } from "../../policies/document";

export interface ProcessingPolicyProps extends Place {
  readonly bucketArns: readonly string[];
  readonly inputBucketArns: readonly string[];
  /** The table whose name is an argument of the job. */
  readonly metaTableArn: string;
  readonly repositoryArns: readonly string[];
}

/** What the SageMaker processing job of a context may do: preprocess what the meta table names, in the context's buckets. */
export function processingPolicy(props: ProcessingPolicyProps): string {
  const logGroup = arnOf(props, "logs", `log-group:${PROCESSING_JOB_LOGS}`);
  return policyDocument([
    ...pullImages(props.repositoryArns),
    ...readAndWriteBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    {
      Sid: "MetaTable",
      Effect: "Allow",
      Action: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"],
      Resource: [props.metaTableArn],
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      // SageMaker writes the output of all processing jobs of an account into this group.
      Resource: [logGroup, `${logGroup}:*`],
    },
    {
      Sid: "Metrics",
      Effect: "Allow",
      Action: ["cloudwatch:PutMetricData"],
      // AWS restricts it to a namespace, not to a resource.
      Resource: ["*"],
      Condition: { StringEquals: { "cloudwatch:namespace": PROCESSING_JOB_LOGS } },
    },
  ]);
}

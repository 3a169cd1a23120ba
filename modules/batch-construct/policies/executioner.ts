import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { pullImages, readAndWriteBuckets, readBuckets, readParameters, useTables } from "../../policies/access";
import { policyDocument } from "../../policies/document";

export interface ExecutionerPolicyProps extends Place {
  readonly prefix: string;
  readonly bucketArns: readonly string[];
  readonly inputBucketArns: readonly string[];
  readonly tableArns: readonly string[];
  readonly parameterArns: readonly string[];
  readonly repositoryArns: readonly string[];
  readonly logGroupArn: string;
}

/**
 * What a container of a context may do, and what ECS may do to start it. Takes the place of SecretsManagerReadWrite and
 * AmazonEC2ContainerRegistryReadOnly, which the HCL attached: of the account's secrets and repositories those of the
 * environment are left, and the secrets can only be read.
 */
export function executionerPolicy(props: ExecutionerPolicyProps): string {
  return policyDocument([
    ...pullImages(props.repositoryArns),
    {
      Sid: "Logs",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [`${props.logGroupArn}:*`],
    },
    {
      Sid: "Secrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [arnOf(props, "secretsmanager", `secret:${props.prefix}-*`)],
    },
    ...readAndWriteBuckets(props.bucketArns),
    ...readBuckets(props.inputBucketArns),
    useTables(props.tableArns),
    readParameters(props.parameterArns),
  ]);
}

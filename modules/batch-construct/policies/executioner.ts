import { arnOf } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import { pullImages, readBuckets, writeObjects } from "../../policies/access";
import { policyDocument } from "../../policies/document";

export interface ExecutionerPolicyProps extends Place {
  readonly prefix: string;
  /** Buckets that a container reads: those of the context and its input buckets. */
  readonly bucketArns: readonly string[];
  readonly inputBucketArns: readonly string[];
  /** The bucket that `DAPF_OUTPUT` lies in. */
  readonly outputBucketArn: string;
  /** The table that `DAPF_META_TABLE` names. */
  readonly metaTableArn: string;
  readonly repositoryArns: readonly string[];
  readonly logGroupArn: string;
}

/**
 * What a container of a context may do, and what ECS may do to start it: a container reads its item of the meta table, the
 * buckets and its secrets, and writes what it made (docs/pipeline.md, "What a job is told, and what it leaves"). It cannot
 * touch the rows of a run, nor the internal bucket, which has the scripts that other roles run.
 *
 * Takes the place of SecretsManagerReadWrite and AmazonEC2ContainerRegistryReadOnly, which the HCL attached: of the
 * account's secrets and repositories those of the environment are left, and the secrets can only be read.
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
    ...readBuckets([...props.bucketArns, ...props.inputBucketArns]),
    writeObjects([`${props.outputBucketArn}/*`]),
    { Sid: "MetaItem", Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [props.metaTableArn] },
  ]);
}

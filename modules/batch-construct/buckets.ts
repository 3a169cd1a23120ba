import type { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import type { Construct } from "constructs";
import { at, fromHcl } from "../framework/hcl-addresses";
import type { BatchContext } from "./context";
import { policyDocument } from "../policies/document";
import { lifecycleRule, versioning } from "../storage/bucket-settings";

/** Key of the mapping file in the internal bucket of a context. */
export const mappingKey = "mapping_json/mapping_json.json";

export interface BucketsProps {
  readonly prefix: string;
  readonly context: BatchContext;
  readonly key: KmsKey;
  /** Whether destroying a bucket deletes its objects, too. */
  readonly forceDestroy: boolean;
}

/** The buckets of a context: private, over TLS 1.2 or later only, encrypted with the environment's key. */
export class Buckets {
  /** Scripts and what jobs tell each other. */
  readonly internal: S3Bucket;
  /** What leaves the context: models, predictions. */
  readonly shared: S3Bucket;

  constructor(scope: Construct, { prefix, context, key: kmsKey, forceDestroy }: BucketsProps) {
    const encrypted = {
      forceDestroy,
      versioning,
      lifecycleRule,
      // Inside the bucket, although the provider prefers a resource of its own: on a live bucket this is a change in
      // place, the resource would be a creation.
      serverSideEncryptionConfiguration: {
        rule: {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKey.arn },
          bucketKeyEnabled: true,
        },
      },
    };

    this.internal = new S3Bucket(scope, "internal", { bucket: `${prefix}-${context}-internal`, ...encrypted });
    this.shared = new S3Bucket(scope, "shared", { bucket: `${prefix}-${context}-shared`, ...encrypted });

    for (const [key, bucket] of Object.entries({ internal: this.internal, shared: this.shared })) {
      const former = `module.s3_buckets${at(key)}`;
      fromHcl(bucket, `${former}.aws_s3_bucket.this[0]`);
      const access = new S3BucketPublicAccessBlock(bucket, "public_access_block", {
        bucket: bucket.id,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      fromHcl(access, `${former}.aws_s3_bucket_public_access_block.this[0]`);
      // S3 refuses concurrent changes of one bucket's settings (OperationAborted), so they come one after the other.
      const policy = new S3BucketPolicy(bucket, "policy", {
        bucket: bucket.id,
        policy: policyDocument([
          {
            Sid: "denyOutdatedTLS",
            Effect: "Deny",
            Principal: "*",
            Action: ["s3:*"],
            Resource: [bucket.arn, `${bucket.arn}/*`],
            Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
          },
          {
            Sid: "denyInsecureTransport",
            Effect: "Deny",
            Principal: "*",
            Action: ["s3:*"],
            Resource: [bucket.arn, `${bucket.arn}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
        dependsOn: [access],
      });
      fromHcl(policy, `${former}.aws_s3_bucket_policy.this[0]`);
      const ownership = new S3BucketOwnershipControls(bucket, "ownership_controls", {
        bucket: bucket.id,
        rule: { objectOwnership: "BucketOwnerEnforced" },
        dependsOn: [access, policy],
      });
      fromHcl(ownership, `${former}.aws_s3_bucket_ownership_controls.this[0]`);
    }
  }
}

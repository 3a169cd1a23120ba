/**
 * What S3 does with a customer managed key in the name of the caller. Source: Amazon S3 User Guide, "Using server-side encryption with
 * AWS KMS keys (SSE-KMS)", "Uploading and copying objects using multipart upload: AWS KMS permissions", and "Reducing the cost of
 * SSE-KMS with Amazon S3 Bucket Keys" on the encryption context.
 */
import { bucketArn } from "../../../../aws/arns";
import type { BucketFacts } from "../../facts";
import type { ApiCall } from "../api-call";
import { customerKey, keyNeeds } from "../encryption";
import type { Need } from "../rules";
import type { Subject } from "./keys";

const HEADER = "x-amz-server-side-encryption";

/** @param isInParts - parts of an upload are read again when it is completed */
export async function writingNeeds(call: ApiCall, subject: Subject, isInParts: boolean): Promise<readonly Need[]> {
  const { headers } = call.request;
  const method = headers[HEADER];
  const named = headers[`${HEADER}-aws-kms-key-id`];
  if (method === "AES256" || headers[`${HEADER}-customer-algorithm`] !== undefined) return [];
  const bucket = await call.facts.bucket(subject.bucket);
  // Without a key in the request, `aws:kms` is the key of the bucket, or else AWS's.
  const key = typeof named === "string" ? await customerKey(call, named) : bucket?.kmsKey;
  if (key === undefined) return [];
  const hasBucketKey = bucketKeyHeader(headers[`${HEADER}-bucket-key-enabled`]) ?? bucket?.hasBucketKey ?? false;
  const actions = isInParts ? ["kms:GenerateDataKey", "kms:Decrypt"] : ["kms:GenerateDataKey"];
  return needs(call, actions, key, subject, bucket, hasBucketKey);
}

export async function readingNeeds(call: ApiCall, subject: Subject): Promise<readonly Need[]> {
  const bucket = await call.facts.bucket(subject.bucket);
  if (bucket?.mayHoldEncrypted !== true || subject.key === undefined) return [];
  const object = await call.facts.object(subject.bucket, subject.key, subject.versionId);
  if (object?.kmsKey === undefined) return [];
  return needs(call, ["kms:Decrypt"], object.kmsKey, subject, bucket, bucket.hasBucketKey);
}

function needs(
  call: ApiCall,
  actions: readonly string[],
  key: string,
  subject: Subject,
  bucket: BucketFacts | undefined,
  hasBucketKey: boolean,
): readonly Need[] {
  const { partition } = call.place;
  const path = hasBucketKey ? subject.bucket : `${subject.bucket}/${subject.key ?? ""}`;
  const place = { ...call.place, region: bucket?.region ?? call.place.region };
  return keyNeeds({ ...call, place }, actions, key, { "aws:s3:arn": bucketArn(partition, path) }, "s3");
}

function bucketKeyHeader(value: string | string[] | undefined): boolean | undefined {
  return value === undefined ? undefined : value === "true";
}

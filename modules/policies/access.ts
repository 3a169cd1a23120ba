import { serviceIn } from "../../aws/service-names";
import { arnOf, bucketArn } from "../../aws/arns";
import type { Place } from "../../aws/place";
import type { Statement } from "./document";

/** What writing an object takes, large ones in parts: S3 User Guide, "Multipart upload API and permissions". */
const WRITE = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];

/** Reading and writing the objects of buckets. What is there can be replaced, and is not deleted. */
export function readAndWriteBuckets(bucketArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "Buckets",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      Resource: bucketArns,
    },
    {
      Sid: "Objects",
      Effect: "Allow",
      Action: ["s3:GetObject", ...WRITE].sort(),
      Resource: bucketArns.map((arn) => `${arn}/*`),
    },
  ];
}

/**
 * The same, and deleting objects: for roles of Spark jobs. What a job of Spark writes it writes below `_temporary/` first,
 * and deletes there when it commits (Amazon EMR Release Guide, "EMRFS S3-optimized committer": what the others do).
 */
export function useBuckets(bucketArns: readonly string[]): Statement[] {
  return readAndWriteBuckets(bucketArns).map((statement) =>
    statement.Sid === "Objects" ? { ...statement, Action: ["s3:DeleteObject", ...statement.Action].sort() } : statement,
  );
}

/** Writing objects whose ARNs begin so; a wildcard ends each. */
export function writeObjects(objectArns: readonly string[]): Statement {
  return { Sid: "WriteObjects", Effect: "Allow", Action: WRITE, Resource: objectArns };
}

/**
 * Writing results into buckets of other accounts, which their policies have to allow, too, and using the keys that these
 * buckets are encrypted with. The keys are not known here; what they encrypt is.
 *
 * @param buckets their names
 */
export function writeCentralResults(place: Place, buckets: readonly string[]): Statement[] {
  const { partition, region } = place;
  const arns = buckets.map((bucket) => bucketArn(partition, bucket));
  return [
    {
      Sid: "CentralResults",
      Effect: "Allow",
      Action: ["s3:GetObject", ...WRITE].sort(),
      Resource: arns.map((arn) => `${arn}/*`),
    },
    {
      // S3 User Guide, "Uploading a large file ... with encryption by using a KMS key": both are needed.
      Sid: "KeysOfCentralResults",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: arns.length === 0 ? [] : [arnOf({ partition, region, account: "*" }, "kms", "key/*")],
      Condition: {
        StringEquals: { "kms:ViaService": serviceIn(region, "s3") },
        // With a bucket key the context is the bucket, without one the object.
        StringLike: { "kms:EncryptionContext:aws:s3:arn": arns.flatMap((arn) => [arn, `${arn}/*`]) },
      },
    },
  ];
}

/** Reading the objects of buckets that belong to another part of the platform. */
export function readBuckets(bucketArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "BucketsOfOthers",
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", "s3:ListBucket"],
      Resource: bucketArns,
    },
    {
      Sid: "ObjectsOfOthers",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: bucketArns.map((arn) => `${arn}/*`),
    },
  ];
}

/** Reading and writing the items of tables, not the tables' settings. */
export function useTables(tableArns: readonly string[]): Statement {
  return {
    Sid: "Tables",
    Effect: "Allow",
    Action: [
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:DeleteItem",
      "dynamodb:DescribeTable",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:Scan",
      "dynamodb:UpdateItem",
    ],
    Resource: tableArns,
  };
}

export function readParameters(parameterArns: readonly string[]): Statement {
  return {
    Sid: "ReadParameters",
    Effect: "Allow",
    Action: ["ssm:GetParameter", "ssm:GetParameters"],
    Resource: parameterArns,
  };
}

/** Pulling images, and logging in to the registry, which AWS does not restrict to a repository. */
export function pullImages(repositoryArns: readonly string[]): Statement[] {
  return [
    {
      Sid: "Images",
      Effect: "Allow",
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Resource: repositoryArns,
    },
    { Sid: "Registry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
  ];
}

import type { Statement } from "./document";

/** Reading and writing the objects of buckets. */
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
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: bucketArns.map((arn) => `${arn}/*`),
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
      "dynamodb:ConditionCheckItem",
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

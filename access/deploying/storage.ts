import { athenaDatabaseName } from "../../config/names";
import type { Grant } from "../grant";
import { arn, bucket, type Scope } from "../scope";

/** What Terraform uploads: scripts and the mapping file. */
const UPLOADED = ["src/*", "mapping_json/*"];

/** Buckets, tables and databases, as Terraform reads them. */
export function readStorage(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "ReadBuckets",
      actions: [
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
      ],
      resources: [bucket(scope, `${prefix}-*`)],
      reason: "Terraform reads each setting of a bucket, whether it sets it or not.",
    },
    {
      sid: "ReadUploads",
      actions: ["s3:GetObject", "s3:GetObjectTagging"],
      resources: UPLOADED.map((path) => bucket(scope, `${prefix}-*/${path}`)),
      reason: "Terraform compares the scripts and the mapping file that it has uploaded.",
    },
    {
      sid: "ReadTables",
      actions: [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
      ],
      resources: [arn(scope, "dynamodb", `table/${prefix}-*`)],
      reason: "Terraform reads the tables' settings; nobody who deploys reads a row.",
    },
    {
      sid: "ReadDatabases",
      actions: ["athena:GetDatabase"],
      resources: [arn(scope, "athena", "datacatalog/AwsDataCatalog")],
      reason: "Terraform reads the Athena databases.",
      unnamed: "Athena knows the catalog of an account by this name.",
    },
    {
      sid: "ReadCatalog",
      actions: ["glue:GetDatabase", "glue:GetDatabases"],
      resources: [arn(scope, "glue", "catalog"), ...databases(scope)],
      reason: "Athena asks the catalog in the name of its caller, and for the database default with every query.",
      unnamed: "Every request to the catalog is about the catalog itself, too; default has this name everywhere.",
    },
  ];
}

/** Buckets, what is uploaded, tables and databases, as Terraform makes, changes and removes them. */
export function writeStorage(scope: Scope): Grant[] {
  const { prefix } = scope;
  return [
    {
      sid: "Buckets",
      actions: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        "s3:PutBucketPublicAccessBlock",
        "s3:PutBucketTagging",
        "s3:PutBucketVersioning",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
      ],
      resources: [bucket(scope, `${prefix}-*`)],
      reason: "Terraform makes, changes and removes the buckets with their settings.",
    },
    {
      sid: "Uploads",
      actions: ["s3:PutObject", "s3:PutObjectTagging"],
      resources: UPLOADED.map((path) => bucket(scope, `${prefix}-*/${path}`)),
      reason: "Terraform uploads scripts and the mapping file.",
    },
    {
      sid: "EmptyBuckets",
      actions: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
      resources: [bucket(scope, `${prefix}-*`), bucket(scope, `${prefix}-*/*`)],
      reason:
        "A script that is no longer there goes; with s3_configs.force_destroy a bucket goes with all that is in it.",
    },
    {
      sid: "Tables",
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
      ],
      resources: [arn(scope, "dynamodb", `table/${prefix}-*`)],
      reason: "Terraform makes, changes and removes the tables.",
    },
    {
      sid: "DatabaseStatements",
      actions: ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution"],
      resources: [arn(scope, "athena", "workgroup/primary")],
      reason: "Terraform makes and drops Athena databases by queries.",
      unnamed: "The work group that every account has.",
    },
    {
      sid: "ResultsOfStatements",
      actions: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      resources: [bucket(scope, `${prefix}-analytics-etl/*`)],
      reason: "Athena writes the results of these queries in the name of its caller, to the top of the bucket.",
    },
    {
      sid: "Databases",
      actions: ["glue:CreateDatabase", "glue:DeleteDatabase", "glue:DeleteTable", "glue:GetTable", "glue:GetTables"],
      resources: [arn(scope, "glue", "catalog"), ...ownDatabases(scope)],
      reason: "What the queries do in the catalog; with s3_configs.force_destroy a database goes with its tables.",
      unnamed: "Every request to the catalog is about the catalog itself, too.",
    },
  ];
}

const databases = (scope: Scope): string[] => [arn(scope, "glue", "database/default"), ...ownDatabases(scope)];

/** Deleting a database asks for the rights on what is in it, too: Service Authorization Reference, AWS Glue. */
function ownDatabases(scope: Scope): string[] {
  const head = athenaDatabaseName(scope.prefix, "");
  return [`database/${head}*`, `table/${head}*/*`, `userDefinedFunction/${head}*/*`].map((one) =>
    arn(scope, "glue", one),
  );
}

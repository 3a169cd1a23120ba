/** What the jobs of a declared role may do: what its request says, and nothing beside. */
import { arnOf, bucketArn, isArn } from "../../../aws/arns";
import type { Place } from "../../../aws/place";
import type { ComputeModel } from "../../../config/compute";
import type { Statement } from "../../policies/document";
import { useOfKey } from "../../policies/keys";
import { distinct } from "./distinct";
import { secretArn } from "./secrets";

type Request = ComputeModel["jobRoles"][number]["request"];
type Bucket = Request["buckets"][number];
type Access = Bucket["access"];

const reads = ({ access }: { readonly access: Access }) => access !== "write";
const writes = ({ access }: { readonly access: Access }) => access !== "read";

/** @returns the statements; none when the request names nothing */
export function jobRoleStatements(place: Place, request: Request): Statement[] {
  return [...buckets(place, request), ...tables(place, request), ...secrets(place, request), ...keys(place, request)];
}

function buckets({ partition }: Place, request: Request): Statement[] {
  const objects = (some: readonly Bucket[]) =>
    distinct(some.map(({ bucket, prefix = "" }) => bucketArn(partition, `${bucket}/${prefix}*`)));
  const read = request.buckets.filter(reads);
  const whole = distinct(read.flatMap(({ bucket, prefix }) => (prefix === undefined ? [bucket] : [])));
  const parts = distinct(read.map(({ bucket }) => bucket)).filter((bucket) => !whole.includes(bucket));
  return [
    { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: objects(read) },
    {
      Sid: "WriteObjects",
      Effect: "Allow",
      // S3 User Guide, "Multipart upload API and permissions": large objects are written in parts.
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
      Resource: objects(request.buckets.filter(writes)),
    },
    {
      Sid: "ListBuckets",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: whole.map((bucket) => bucketArn(partition, bucket)),
    },
    ...parts.map((bucket, index): Statement => {
      const prefixes = read.flatMap((one) => (one.bucket === bucket ? [`${one.prefix ?? ""}*`] : []));
      return {
        Sid: `ListPartsOfBucket${index + 1}`,
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: [bucketArn(partition, bucket)],
        // Without a prefix a listing is of the whole bucket, and the key is not there.
        Condition: { StringLike: { "s3:prefix": distinct(prefixes) } },
      };
    }),
  ];
}

function tables(place: Place, request: Request): Statement[] {
  const arn = (table: string) => (isArn(table) ? table : arnOf(place, "dynamodb", `table/${table}`));
  const arns = (some: Request["tables"]) => distinct(some.map(({ table }) => arn(table)));
  const read = arns(request.tables.filter(reads));
  return [
    {
      Sid: "ReadTables",
      Effect: "Allow",
      Action: [
        "dynamodb:BatchGetItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:Query",
        "dynamodb:Scan",
      ],
      // Queries and scans of an index are of the index.
      Resource: read.flatMap((one) => [one, `${one}/index/*`]),
    },
    {
      Sid: "WriteTables",
      Effect: "Allow",
      Action: [
        "dynamodb:BatchWriteItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
      ],
      Resource: arns(request.tables.filter(writes)),
    },
  ];
}

function secrets(place: Place, request: Request): Statement[] {
  return [
    {
      Sid: "Secrets",
      Effect: "Allow",
      Action: ["secretsmanager:GetSecretValue"],
      Resource: distinct(request.secrets.map((secret) => secretArn(place, secret))),
    },
  ];
}

function keys(place: Place, request: Request): Statement[] {
  const services = [
    ...(request.buckets.length === 0 ? [] : ["s3"]),
    ...(request.tables.length === 0 ? [] : ["dynamodb"]),
    ...(request.secrets.length === 0 ? [] : ["secretsmanager"]),
  ];
  const hasWrites = [...request.buckets, ...request.tables].some(writes);
  // S3 User Guide, "Uploading and copying objects using multipart upload": parts that are written are read, too.
  const actions = hasWrites ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"];
  if (services.length === 0) return [];
  return distinct(request.kmsKeys).map((key, index) =>
    useOfKey(place, key, { sid: `Key${index + 1}`, actions, services }),
  );
}

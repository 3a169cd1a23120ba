/**
 * What the requests of S3 ask for. Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations". Many actions are
 * called otherwise than the operations, and several operations have one action.
 */

/** Sub-resource of a bucket -> actions of GET, PUT and DELETE; most deletions are changes. */
type Row = readonly [get: string | undefined, put: string | undefined, remove?: string];

const BUCKET: Readonly<Record<string, Row>> = {
  accelerate: ["GetAccelerateConfiguration", "PutAccelerateConfiguration"],
  acl: ["GetBucketAcl", "PutBucketAcl"],
  analytics: ["GetAnalyticsConfiguration", "PutAnalyticsConfiguration", "PutAnalyticsConfiguration"],
  cors: ["GetBucketCORS", "PutBucketCORS", "PutBucketCORS"],
  encryption: ["GetEncryptionConfiguration", "PutEncryptionConfiguration", "PutEncryptionConfiguration"],
  "intelligent-tiering": [
    "GetIntelligentTieringConfiguration",
    "PutIntelligentTieringConfiguration",
    "PutIntelligentTieringConfiguration",
  ],
  inventory: ["GetInventoryConfiguration", "PutInventoryConfiguration", "PutInventoryConfiguration"],
  lifecycle: ["GetLifecycleConfiguration", "PutLifecycleConfiguration", "PutLifecycleConfiguration"],
  location: ["GetBucketLocation", undefined],
  logging: ["GetBucketLogging", "PutBucketLogging"],
  metrics: ["GetMetricsConfiguration", "PutMetricsConfiguration", "PutMetricsConfiguration"],
  notification: ["GetBucketNotification", "PutBucketNotification"],
  "object-lock": ["GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"],
  ownershipControls: ["GetBucketOwnershipControls", "PutBucketOwnershipControls", "PutBucketOwnershipControls"],
  policy: ["GetBucketPolicy", "PutBucketPolicy", "DeleteBucketPolicy"],
  policyStatus: ["GetBucketPolicyStatus", undefined],
  publicAccessBlock: ["GetBucketPublicAccessBlock", "PutBucketPublicAccessBlock", "PutBucketPublicAccessBlock"],
  replication: ["GetReplicationConfiguration", "PutReplicationConfiguration", "PutReplicationConfiguration"],
  requestPayment: ["GetBucketRequestPayment", "PutBucketRequestPayment"],
  tagging: ["GetBucketTagging", "PutBucketTagging", "PutBucketTagging"],
  uploads: ["ListBucketMultipartUploads", undefined],
  versioning: ["GetBucketVersioning", "PutBucketVersioning"],
  versions: ["ListBucketVersions", undefined],
  website: ["GetBucketWebsite", "PutBucketWebsite", "DeleteBucketWebsite"],
};

/** Sub-resource of an object -> the same; with a version, what is after the slash. */
const OBJECT: Readonly<Record<string, Row>> = {
  acl: ["GetObjectAcl/GetObjectVersionAcl", "PutObjectAcl/PutObjectVersionAcl"],
  "legal-hold": ["GetObjectLegalHold", "PutObjectLegalHold"],
  retention: ["GetObjectRetention", "PutObjectRetention"],
  tagging: [
    "GetObjectTagging/GetObjectVersionTagging",
    "PutObjectTagging/PutObjectVersionTagging",
    "DeleteObjectTagging/DeleteObjectVersionTagging",
  ],
  torrent: ["GetObjectTorrent/GetObjectVersionTorrent", undefined],
};

export const UNKNOWN = "UnknownOperation";

/** @returns actions on the bucket, without those which headers and body add */
export function bucketActions(method: string, query: URLSearchParams): readonly string[] {
  const row = rowOf(BUCKET, query);
  if (row !== undefined) return [ofMethod(row, method) ?? UNKNOWN];
  switch (method) {
    case "GET":
    case "HEAD":
      return ["ListBucket"];
    case "PUT":
      return ["CreateBucket"];
    case "DELETE":
      return ["DeleteBucket"];
    default:
      return [UNKNOWN];
  }
}

/** @returns actions on the object, without those which headers add */
export function objectActions(method: string, query: URLSearchParams): readonly string[] {
  const isVersion = query.has("versionId");
  const row = rowOf(OBJECT, query);
  if (row !== undefined) return [versioned(ofMethod(row, method) ?? UNKNOWN, isVersion)];
  const read = versioned("GetObject/GetObjectVersion", isVersion);
  if (query.has("attributes")) return [read, versioned("GetObjectAttributes/GetObjectVersionAttributes", isVersion)];
  switch (method) {
    case "GET":
      return [query.has("uploadId") ? "ListMultipartUploadParts" : read];
    case "HEAD":
      return [read];
    case "PUT":
      return ["PutObject"];
    case "POST":
      if (query.has("restore")) return ["RestoreObject"];
      // SelectObjectContent reads; beginning and completing an upload in parts writes.
      if (query.has("select")) return [read];
      return [query.has("uploads") || query.has("uploadId") ? "PutObject" : UNKNOWN];
    case "DELETE":
      if (query.has("uploadId")) return ["AbortMultipartUpload"];
      return [versioned("DeleteObject/DeleteObjectVersion", isVersion)];
    default:
      return [UNKNOWN];
  }
}

function rowOf(rows: Readonly<Record<string, Row>>, query: URLSearchParams): Row | undefined {
  for (const name of query.keys()) if (Object.hasOwn(rows, name)) return rows[name];
  return undefined;
}

function ofMethod([get, put, remove]: Row, method: string): string | undefined {
  if (method === "GET" || method === "HEAD") return get;
  return method === "PUT" ? put : method === "DELETE" ? remove : undefined;
}

function versioned(action: string, isVersion: boolean): string {
  const [plain = "", ofVersion] = action.split("/");
  return isVersion ? (ofVersion ?? plain) : plain;
}

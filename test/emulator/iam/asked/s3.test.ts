/** Source: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations". */
import { contextOf, s3, short } from "./asking";

type Headers = Readonly<Record<string, string>>;

const BUCKET: readonly (readonly [request: string, actions: string, headers?: Headers])[] = [
  ["GET /", "ListAllMyBuckets"],
  ["GET /b", "ListBucket"],
  ["GET /b/?list-type=2&prefix=x", "ListBucket"],
  ["HEAD /b", "ListBucket"],
  ["PUT /b", "CreateBucket"],
  ["PUT /b", "CreateBucket", { "x-amz-acl": "private" }],
  ["PUT /b", "CreateBucket PutBucketAcl", { "x-amz-acl": "public-read" }],
  ["PUT /b", "CreateBucket PutBucketOwnershipControls", { "x-amz-object-ownership": "BucketOwnerEnforced" }],
  [
    "PUT /b",
    "CreateBucket PutBucketObjectLockConfiguration PutBucketVersioning",
    { "x-amz-bucket-object-lock-enabled": "true" },
  ],
  ["DELETE /b", "DeleteBucket"],
  ["GET /b?accelerate", "GetAccelerateConfiguration"],
  ["PUT /b?accelerate", "PutAccelerateConfiguration"],
  ["GET /b?acl", "GetBucketAcl"],
  ["PUT /b?acl", "PutBucketAcl"],
  ["GET /b?analytics&id=1", "GetAnalyticsConfiguration"],
  ["PUT /b?analytics&id=1", "PutAnalyticsConfiguration"],
  ["DELETE /b?analytics&id=1", "PutAnalyticsConfiguration"],
  ["GET /b?cors", "GetBucketCORS"],
  ["PUT /b?cors", "PutBucketCORS"],
  ["DELETE /b?cors", "PutBucketCORS"],
  ["GET /b?encryption", "GetEncryptionConfiguration"],
  ["PUT /b?encryption", "PutEncryptionConfiguration"],
  ["DELETE /b?encryption", "PutEncryptionConfiguration"],
  ["GET /b?intelligent-tiering&id=1", "GetIntelligentTieringConfiguration"],
  ["PUT /b?intelligent-tiering&id=1", "PutIntelligentTieringConfiguration"],
  ["DELETE /b?intelligent-tiering&id=1", "PutIntelligentTieringConfiguration"],
  ["GET /b?inventory&id=1", "GetInventoryConfiguration"],
  ["PUT /b?inventory&id=1", "PutInventoryConfiguration"],
  ["DELETE /b?inventory&id=1", "PutInventoryConfiguration"],
  ["GET /b?lifecycle", "GetLifecycleConfiguration"],
  ["PUT /b?lifecycle", "PutLifecycleConfiguration"],
  ["DELETE /b?lifecycle", "PutLifecycleConfiguration"],
  ["GET /b?location", "GetBucketLocation"],
  ["GET /b?logging", "GetBucketLogging"],
  ["PUT /b?logging", "PutBucketLogging"],
  ["GET /b?metrics&id=1", "GetMetricsConfiguration"],
  ["PUT /b?metrics&id=1", "PutMetricsConfiguration"],
  ["DELETE /b?metrics&id=1", "PutMetricsConfiguration"],
  ["GET /b?notification", "GetBucketNotification"],
  ["PUT /b?notification", "PutBucketNotification"],
  ["GET /b?object-lock", "GetBucketObjectLockConfiguration"],
  ["PUT /b?object-lock", "PutBucketObjectLockConfiguration"],
  ["GET /b?ownershipControls", "GetBucketOwnershipControls"],
  ["PUT /b?ownershipControls", "PutBucketOwnershipControls"],
  ["DELETE /b?ownershipControls", "PutBucketOwnershipControls"],
  ["GET /b?policy", "GetBucketPolicy"],
  ["PUT /b?policy", "PutBucketPolicy"],
  ["DELETE /b?policy", "DeleteBucketPolicy"],
  ["GET /b?policyStatus", "GetBucketPolicyStatus"],
  ["GET /b?publicAccessBlock", "GetBucketPublicAccessBlock"],
  ["PUT /b?publicAccessBlock", "PutBucketPublicAccessBlock"],
  ["DELETE /b?publicAccessBlock", "PutBucketPublicAccessBlock"],
  ["GET /b?replication", "GetReplicationConfiguration"],
  ["DELETE /b?replication", "PutReplicationConfiguration"],
  ["GET /b?requestPayment", "GetBucketRequestPayment"],
  ["PUT /b?requestPayment", "PutBucketRequestPayment"],
  ["GET /b?tagging", "GetBucketTagging"],
  ["PUT /b?tagging", "PutBucketTagging"],
  ["DELETE /b?tagging", "PutBucketTagging"],
  ["GET /b?uploads", "ListBucketMultipartUploads"],
  ["GET /b?versioning", "GetBucketVersioning"],
  ["PUT /b?versioning", "PutBucketVersioning"],
  ["GET /b?versions&prefix=x", "ListBucketVersions"],
  ["GET /b?website", "GetBucketWebsite"],
  ["PUT /b?website", "PutBucketWebsite"],
  ["DELETE /b?website", "DeleteBucketWebsite"],
];

const OBJECT: typeof BUCKET = [
  ["GET /b/k", "GetObject"],
  ["GET /b/k?versionId=1", "GetObjectVersion"],
  ["GET /b/k?partNumber=1", "GetObject"],
  ["HEAD /b/k", "GetObject"],
  ["HEAD /b/k?versionId=1", "GetObjectVersion"],
  ["GET /b/k?attributes", "GetObject GetObjectAttributes"],
  ["GET /b/k?attributes&versionId=1", "GetObjectVersion GetObjectVersionAttributes"],
  ["GET /b/k?acl", "GetObjectAcl"],
  ["GET /b/k?acl&versionId=1", "GetObjectVersionAcl"],
  ["PUT /b/k?acl", "PutObjectAcl"],
  ["PUT /b/k?acl&versionId=1", "PutObjectVersionAcl"],
  ["GET /b/k?tagging", "GetObjectTagging"],
  ["GET /b/k?tagging&versionId=1", "GetObjectVersionTagging"],
  ["PUT /b/k?tagging", "PutObjectTagging"],
  ["PUT /b/k?tagging&versionId=1", "PutObjectVersionTagging"],
  ["DELETE /b/k?tagging", "DeleteObjectTagging"],
  ["DELETE /b/k?tagging&versionId=1", "DeleteObjectVersionTagging"],
  ["GET /b/k?legal-hold", "GetObjectLegalHold"],
  ["PUT /b/k?legal-hold", "PutObjectLegalHold"],
  ["GET /b/k?retention", "GetObjectRetention"],
  ["PUT /b/k?retention", "PutObjectRetention"],
  [
    "PUT /b/k?retention",
    "PutObjectRetention BypassGovernanceRetention",
    { "x-amz-bypass-governance-retention": "true" },
  ],
  ["GET /b/k?torrent", "GetObjectTorrent"],
  ["PUT /b/k", "PutObject"],
  ["PUT /b/k", "PutObject PutObjectTagging", { "x-amz-tagging": "team=ml" }],
  ["PUT /b/k", "PutObject PutObjectAcl", { "x-amz-acl": "public-read" }],
  ["PUT /b/k", "PutObject PutObjectAcl", { "x-amz-grant-read": "id=1" }],
  ["PUT /b/k", "PutObject PutObjectRetention", { "x-amz-object-lock-mode": "COMPLIANCE" }],
  ["PUT /b/k", "PutObject PutObjectLegalHold", { "x-amz-object-lock-legal-hold": "ON" }],
  ["DELETE /b/k", "DeleteObject"],
  ["DELETE /b/k?versionId=1", "DeleteObjectVersion"],
  ["POST /b/k?uploads", "PutObject"],
  ["POST /b/k?uploads", "PutObject PutObjectTagging", { "x-amz-tagging": "team=ml" }],
  ["PUT /b/k?partNumber=1&uploadId=u", "PutObject"],
  ["POST /b/k?uploadId=u", "PutObject"],
  ["GET /b/k?uploadId=u", "ListMultipartUploadParts"],
  ["DELETE /b/k?uploadId=u", "AbortMultipartUpload"],
  ["POST /b/k?restore", "RestoreObject"],
  ["POST /b/k?select&select-type=2", "GetObject"],
];

/** Each with headers, be they none: Jest takes a parameter that a row has nothing for as a callback. */
function rows(table: typeof BUCKET): (readonly [string, string, Headers])[] {
  return table.map(([line, actions, headers = {}]) => [line, actions, headers]);
}

describe("the requests of S3", () => {
  it.each(rows(BUCKET))("asks for %s: %s on the bucket", async (line, actions, headers) => {
    const [method = "", url = ""] = line.split(" ");
    const resource = url === "/" ? "*" : "b";
    expect(short(await s3(method, url, headers))).toEqual(actions.split(" ").map((name) => `s3:${name} ${resource}`));
  });

  it.each(rows(OBJECT))("asks for %s: %s on the object", async (line, actions, headers) => {
    const [method = "", url = ""] = line.split(" ");
    expect(short(await s3(method, url, headers))).toEqual(actions.split(" ").map((name) => `s3:${name} b/k`));
  });

  it("asks for an object whose key is encoded by its key", async () => {
    expect(short(await s3("GET", "/b/a%20b/%C3%A4/c"))).toEqual(["s3:GetObject b/a b/ä/c"]);
  });

  it("takes the bucket from the host where it stands there", async () => {
    const asks = await s3("GET", "/k", { host: "b.s3.eu-central-1.amazonaws.com" });
    expect(short(asks)).toEqual(["s3:GetObject b/k"]);
  });

  it("asks for each of several objects that are deleted", async () => {
    const body =
      "<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>c</Key><VersionId>1</VersionId></Object></Delete>";
    expect(short(await s3("POST", "/b?delete", {}, body))).toEqual([
      "s3:DeleteObject b/a&b",
      "s3:DeleteObjectVersion b/c",
    ]);
  });

  it("asks for what it does not know by a name that no policy grants alone", async () => {
    expect(short(await s3("PATCH", "/b/k"))).toEqual(["s3:UnknownOperation *"]);
  });
});

describe("a copy", () => {
  const copy = { "x-amz-copy-source": "/source/a%20key" };

  it("reads its source and writes", async () => {
    expect(short(await s3("PUT", "/b/k", copy))).toEqual(["s3:PutObject b/k", "s3:GetObject source/a key"]);
  });

  it("reads a version of it", async () => {
    const asks = await s3("PUT", "/b/k", { "x-amz-copy-source": "source/key?versionId=7" });
    expect(short(asks)).toEqual(["s3:PutObject b/k", "s3:GetObjectVersion source/key"]);
  });

  const tagged = { objects: { "source/a key": { tags: { team: "ml" } } } };

  it("takes the tags of its source along", async () => {
    expect(short(await s3("PUT", "/b/k", copy, "", tagged))).toEqual([
      "s3:PutObject b/k",
      "s3:GetObject source/a key",
      "s3:GetObjectTagging source/a key",
      "s3:PutObjectTagging b/k",
    ]);
  });

  it("leaves them when it is given others", async () => {
    const headers = { ...copy, "x-amz-tagging-directive": "REPLACE" };
    expect(short(await s3("PUT", "/b/k", headers, "", tagged))).toEqual([
      "s3:PutObject b/k",
      "s3:GetObject source/a key",
    ]);
  });

  it("of a part reads its source as well", async () => {
    expect(short(await s3("PUT", "/b/k?partNumber=1&uploadId=u", copy))).toEqual([
      "s3:PutObject b/k",
      "s3:GetObject source/a key",
    ]);
  });
});

describe("replication", () => {
  it("hands its role to S3", async () => {
    const role = "arn:aws:iam::123456789012:role/replicator";
    const asks = await s3(
      "PUT",
      "/b?replication",
      {},
      `<ReplicationConfiguration><Role>${role}</Role></ReplicationConfiguration>`,
    );
    expect(short(asks)).toEqual(["s3:PutReplicationConfiguration b", "iam:PassRole role/replicator"]);
    expect(contextOf(asks, "iam:PassRole")).toEqual({ "iam:passedtoservice": ["s3.amazonaws.com"] });
  });
});

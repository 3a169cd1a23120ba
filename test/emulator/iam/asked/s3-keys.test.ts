/** Source: Service Authorization Reference, "Condition keys for Amazon S3". */
import { contextOf, s3 } from "./asking";

describe("what conditions on S3 may look at", () => {
  it("are the members of a listing", async () => {
    const context = contextOf(await s3("GET", "/b?list-type=2&prefix=in/&delimiter=/&max-keys=10"), "s3:ListBucket");
    expect(context).toMatchObject({ "s3:prefix": ["in/"], "s3:delimiter": ["/"], "s3:max-keys": ["10"] });
  });

  it("are the headers of an upload", async () => {
    const headers = {
      "x-amz-server-side-encryption": "aws:kms",
      "x-amz-server-side-encryption-aws-kms-key-id": "alias/data",
      "x-amz-storage-class": "STANDARD_IA",
      "x-amz-tagging": "Team=ml&cost=low",
      "x-amz-date": "20260101T000000Z",
    };
    const context = contextOf(await s3("PUT", "/b/k", headers), "s3:PutObject");
    expect(context).toMatchObject({
      "s3:x-amz-server-side-encryption": ["aws:kms"],
      "s3:x-amz-server-side-encryption-aws-kms-key-id": ["alias/data"],
      "s3:x-amz-storage-class": ["STANDARD_IA"],
      "s3:requestobjecttag/team": ["ml"],
      "s3:requestobjecttag/cost": ["low"],
      "s3:requestobjecttagkeys": ["Team", "cost"],
    });
    expect(context).not.toHaveProperty("s3:x-amz-date");
  });

  it("are not headers that the action does not know", async () => {
    const context = contextOf(await s3("GET", "/b/k", { "x-amz-storage-class": "GLACIER" }), "s3:GetObject");
    expect(context).not.toHaveProperty("s3:x-amz-storage-class");
  });

  it("are the tags of an object, when a policy looks at any", async () => {
    const world = { objects: { "b/k": { tags: { Team: "ml" } } }, mentioned: ["s3:existingobjecttag/team"] };
    expect(contextOf(await s3("GET", "/b/k", {}, "", world), "s3:GetObject")).toMatchObject({
      "s3:existingobjecttag/team": ["ml"],
    });
    const unread = contextOf(await s3("GET", "/b/k", {}, "", { ...world, mentioned: [] }), "s3:GetObject");
    expect(unread).not.toHaveProperty("s3:existingobjecttag/team");
  });

  it("are the owner of the bucket, and how the request is signed", async () => {
    const world = { buckets: { b: { account: "999999999999" } } };
    expect(contextOf(await s3("GET", "/b/k", {}, "", world), "s3:GetObject")).toEqual({
      "s3:resourceaccount": ["999999999999"],
      "s3:authtype": ["REST-HEADER"],
      "s3:signatureversion": ["AWS4-HMAC-SHA256"],
    });
  });

  it("are the version, and the place of a new bucket", async () => {
    const read = await s3("GET", "/b/k?versionId=v1");
    expect(contextOf(read, "s3:GetObjectVersion")).toMatchObject({ "s3:versionid": ["v1"] });
    const body =
      "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>";
    const made = await s3("PUT", "/b", {}, body);
    expect(contextOf(made, "s3:CreateBucket")).toMatchObject({ "s3:locationconstraint": ["eu-west-1"] });
  });

  it("are the tags in the body that puts them on an object", async () => {
    const body = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>";
    const asks = await s3("PUT", "/b/k?tagging", {}, body);
    expect(contextOf(asks, "s3:PutObjectTagging")).toMatchObject({ "s3:requestobjecttag/a": ["1"] });
  });
});

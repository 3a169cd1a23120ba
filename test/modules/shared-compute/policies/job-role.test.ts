import { placeIn } from "../../../../aws/place";
import { roleShape, type RoleInput } from "../../../../config/compute/role-request";
import { jobRoleStatements } from "../../../../modules/shared-compute/policies/job-role";

const place = placeIn("eu-west-1", "123456789012");
const statements = (request: RoleInput) =>
  jobRoleStatements(place, roleShape.parse(request)).filter(({ Resource = [] }) => Resource.length > 0);
const named = (request: RoleInput, sid: string) => statements(request).find(({ Sid }) => Sid === sid);

describe("a job role", () => {
  it("may do nothing when its request names nothing", () => {
    expect(statements({})).toEqual([]);
  });

  it("reads objects below a prefix, and lists these only", () => {
    expect(statements({ buckets: [{ bucket: "lake", prefix: "raw/", access: "read" }] })).toEqual([
      { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::lake/raw/*"] },
      {
        Sid: "ListPartsOfBucket1",
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::lake"],
        Condition: { StringLike: { "s3:prefix": ["raw/*"] } },
      },
    ]);
  });

  it("writes and deletes objects without seeing any", () => {
    const request = { buckets: [{ bucket: "lake", access: "write" }] } satisfies RoleInput;
    expect(statements(request)).toMatchObject([{ Sid: "WriteObjects", Resource: ["arn:aws:s3:::lake/*"] }]);
    expect(statements(request)[0]?.Action).not.toContain("s3:GetObject");
  });

  it("lists all of a bucket of which it reads all, whatever else is said of it", () => {
    const request = {
      buckets: [
        { bucket: "lake", access: "read" },
        { bucket: "lake", prefix: "raw/", access: "read-write" },
      ],
    } satisfies RoleInput;
    expect(statements(request).map(({ Sid }) => Sid)).toEqual(["ReadObjects", "WriteObjects", "ListBuckets"]);
  });

  it("reads tables and their indexes, and writes tables", () => {
    const request = {
      tables: [
        { table: "runs", access: "read" },
        { table: "arn:aws:dynamodb:eu-west-2:123456789012:table/far", access: "write" },
      ],
    } satisfies RoleInput;
    const runs = "arn:aws:dynamodb:eu-west-1:123456789012:table/runs";
    expect(named(request, "ReadTables")?.Resource).toEqual([runs, `${runs}/index/*`]);
    expect(named(request, "WriteTables")?.Resource).toEqual(["arn:aws:dynamodb:eu-west-2:123456789012:table/far"]);
  });

  it.each([
    ["lab/key", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:lab/key-??????"],
    [
      "arn:aws:secretsmanager:eu-west-2:123456789012:secret:key-AbC123",
      "arn:aws:secretsmanager:eu-west-2:123456789012:secret:key-AbC123",
    ],
    [
      "arn:aws:secretsmanager:eu-west-2:123456789012:secret:key",
      "arn:aws:secretsmanager:eu-west-2:123456789012:secret:key-??????",
    ],
  ])("reads the secret %s", (secret, arn) => {
    expect(named({ secrets: [secret] }, "Secrets")?.Resource).toEqual([arn]);
  });

  it("uses keys through what is encrypted with them, in their Region", () => {
    const request = {
      buckets: [{ bucket: "lake", access: "write" }],
      secrets: ["lab/key"],
      kmsKeys: ["alias/lake", "arn:aws:kms:eu-west-2:999999999999:key/11111111-2222-3333-4444-555555555555"],
    } satisfies RoleInput;
    expect(named(request, "Key1")).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: ["arn:aws:kms:eu-west-1:123456789012:key/*"],
      Condition: {
        StringEquals: { "kms:ViaService": ["s3.eu-west-1.amazonaws.com", "secretsmanager.eu-west-1.amazonaws.com"] },
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/lake" },
      },
    });
    expect(named(request, "Key2")).toMatchObject({
      Resource: ["arn:aws:kms:eu-west-2:999999999999:key/11111111-2222-3333-4444-555555555555"],
      Condition: {
        StringEquals: { "kms:ViaService": ["s3.eu-west-2.amazonaws.com", "secretsmanager.eu-west-2.amazonaws.com"] },
      },
    });
  });

  it("only decrypts where it only reads", () => {
    const request = { buckets: [{ bucket: "lake", access: "read" }], kmsKeys: ["alias/lake"] } satisfies RoleInput;
    expect(named(request, "Key1")?.Action).toEqual(["kms:Decrypt"]);
  });

  it("says nothing of keys with which nothing of it is encrypted", () => {
    expect(statements({ kmsKeys: ["alias/lake"] })).toEqual([]);
  });
});

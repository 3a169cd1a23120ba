import { denialsIn, missingPermission } from "../../aws/denials";

const who = "arn:aws:sts::123456789012:assumed-role/deployer/jenkins";
const because = "because no identity-based policy allows the glue:CreateJob action";

describe("what AWS says to somebody who lacks a permission", () => {
  it.each([
    [
      "JSON services",
      `User: ${who} is not authorized to perform: glue:CreateJob on resource: arn:aws:glue:eu-west-1:123456789012:job/a ${because}`,
      { action: "glue:CreateJob", resource: "arn:aws:glue:eu-west-1:123456789012:job/a", why: because },
    ],
    [
      "EC2, with an encoded message",
      `You are not authorized to perform this operation. User: ${who} is not authorized to perform: ec2:CreateVpc on resource: ` +
        `arn:aws:ec2:eu-west-1:123456789012:vpc/* because no identity-based policy allows the ec2:CreateVpc action. Encoded ` +
        "authorization failure message: gAAB",
      {
        action: "ec2:CreateVpc",
        resource: "arn:aws:ec2:eu-west-1:123456789012:vpc/*",
        why: "because no identity-based policy allows the ec2:CreateVpc action",
      },
    ],
    [
      "S3, with quotes",
      `User: ${who} is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::team" because no permissions boundary ` +
        "allows the s3:ListBucket action",
      {
        action: "s3:ListBucket",
        resource: "arn:aws:s3:::team",
        why: "because no permissions boundary allows the s3:ListBucket action",
      },
    ],
    [
      "an explicit deny",
      `User: ${who} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::123456789012:role/a with an explicit ` +
        "deny in an identity-based policy",
      {
        action: "iam:PassRole",
        resource: "arn:aws:iam::123456789012:role/a",
        why: "with an explicit deny in an identity-based policy",
      },
    ],
    [
      "a service that names no resource",
      `api error AccessDenied: User: ${who} is not authorized to perform: iam:ListRoles.`,
      { action: "iam:ListRoles", resource: undefined, why: undefined },
    ],
    [
      "a resource at the end of a sentence",
      `User: ${who} is not authorized to perform: sns:CreateTopic on resource: arn:aws:sns:eu-west-1:123456789012:a.`,
      { action: "sns:CreateTopic", resource: "arn:aws:sns:eu-west-1:123456789012:a", why: undefined },
    ],
  ])("is read of %s", (_, text, expected) => {
    expect(denialsIn(text)).toEqual([{ who, ...expected }]);
  });

  it("is read over the lines that Terraform breaks it into, and once however often it is said", () => {
    const text = `Error: creating\n  User: ${who} is not authorized\n  to perform: glue:CreateJob ${because}\n`;

    expect(denialsIn(text + text)).toEqual([{ who, action: "glue:CreateJob", resource: undefined, why: because }]);
  });

  it.each(["", "AccessDenied: Forbidden", "not authorized to perform: glue:CreateJob"])(
    "is not read into %j",
    (text) => {
      expect(denialsIn(text)).toEqual([]);
    },
  );

  it("is told as what is missing", () => {
    const denial = {
      who,
      action: "glue:CreateJob",
      resource: "arn:aws:glue:eu-west-1:123456789012:job/a",
      why: because,
    };

    expect(missingPermission(denial)).toBe(
      `glue:CreateJob on arn:aws:glue:eu-west-1:123456789012:job/a for ${who} (${because})`,
    );
    expect(missingPermission({ ...denial, resource: undefined, why: undefined })).toBe(`glue:CreateJob for ${who}`);
  });
});

import { isKnownKey } from "../../../../emulator/iam/policy/keys";

describe("condition keys", () => {
  it.each([
    // AWS global condition context keys
    "aws:SourceIp",
    "AWS:sourceip",
    "aws:PrincipalTag/Team",
    "aws:RequestTag/a/b:c",
    "aws:TagKeys",
    "aws:SourceAccount",
    "lambda:SourceFunctionArn",
    // Service Authorization Reference
    "s3:prefix",
    "s3:x-amz-server-side-encryption",
    "s3:ExistingObjectTag/Team",
    "s3:RequestObjectTag/Team",
    "secretsmanager:ResourceTag/team",
    "kms:ViaService",
    "kms:EncryptionContext:aws:s3:arn",
    "batch:ShareIdentifier",
    "iam:PassedToService",
    "iam:ResourceTag/x",
    "sts:ExternalId",
    "codebuild:fileSystemLocations/a.location",
    // IAM and AWS STS condition context keys
    "saml:aud",
    "accounts.google.com:aud",
    "token.actions.githubusercontent.com:sub",
    "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E:sub",
    "gitlab.example.com:aud",
    // In AWS's own managed policies only
    "aws:PrincipalOrgMasterAccountId",
  ])("%s is one", (key) => {
    expect(isKnownKey(key)).toBe(true);
  });

  it.each([
    "aws:SourceIpAddress",
    "aws:PrincipalTag",
    "aws:PrincipalTag/",
    "s3:prefixes",
    "S3:ExistingObjectTag/",
    "nosuchservice:Key",
    "prefix",
    ":prefix",
    "",
    "../services:x",
    "gitlab.example.com:shoe_size",
    "batch:JobQueueName",
  ])("%s is none", (key) => {
    expect(isKnownKey(key)).toBe(false);
  });
});

import { decide } from "../../../../emulator/iam/decide";
import {
  ACCOUNT,
  ALLOW,
  allowTo,
  answer,
  type Asked,
  DENY,
  events,
  OTHER_ACCOUNT,
  question,
  root,
  session,
  stranger,
  user,
} from "./questions";

type Row = readonly [rule: string, asked: Asked, answer: string];

const NO = { ...ALLOW, Action: "sqs:*" };
const BY_USER = allowTo({ AWS: user.arn });
const BY_SESSION = allowTo({ AWS: session.arn });
const BY_ROLE = allowTo({ AWS: session.roleArn });
const BY_ACCOUNT = allowTo({ AWS: ACCOUNT });
const DENIED = { ...DENY, Principal: "*" };

describe("IAM User Guide, How AWS enforcement code logic evaluates requests to allow or deny access", () => {
  it.each<Row>([
    ["by default, all requests are implicitly denied", {}, "no-identity-allow"],
    ["with the exception of the account's root user", { principal: root }, "allowed"],
    ["an allow in an identity-based policy overrides this", { identity: ALLOW }, "allowed"],
    ["an allow of something else does not", { identity: NO }, "no-identity-allow"],
    ["a deny overrides an allow", { identity: [ALLOW, DENY] }, "explicit-deny-identity"],
    ["in whatever order", { identity: [DENY, ALLOW] }, "explicit-deny-identity"],
    ["a deny of something else does not", { identity: [ALLOW, { ...DENY, Action: "sqs:*" }] }, "allowed"],
    ["a deny of the boundary counts", { identity: ALLOW, boundary: [ALLOW, DENY] }, "explicit-deny-boundary"],
    ["a deny of the session counts", { principal: session, identity: ALLOW, session: DENY }, "explicit-deny-session"],
    ["a deny of the resource counts", { identity: ALLOW, bucket: DENIED }, "explicit-deny-resource"],
    ["also for root", { principal: root, bucket: DENIED }, "explicit-deny-resource"],
    ["and for whom the resource allows", { bucket: [BY_USER, DENIED] }, "explicit-deny-resource"],
    ["a boundary that allows lets it be", { identity: ALLOW, boundary: ALLOW }, "allowed"],
    ["a boundary that does not allow denies", { identity: ALLOW, boundary: NO }, "no-boundary-allow"],
    ["a boundary alone gives nothing", { boundary: ALLOW }, "no-identity-allow"],
    ["a session policy that allows lets it be", { principal: session, identity: ALLOW, session: ALLOW }, "allowed"],
    ["one that does not denies", { principal: session, identity: ALLOW, session: NO }, "no-session-allow"],
    ["a session policy alone gives nothing", { principal: session, session: ALLOW }, "no-identity-allow"],
    ["a session without one is not limited", { principal: session, identity: ALLOW }, "allowed"],
    ["all three allow", { principal: session, identity: ALLOW, boundary: ALLOW, session: ALLOW }, "allowed"],
    [
      "identity, boundary, session: the first that is missing",
      { principal: session, identity: NO, boundary: NO, session: NO },
      "no-identity-allow",
    ],
    [
      "boundary before session",
      { principal: session, identity: ALLOW, boundary: NO, session: NO },
      "no-boundary-allow",
    ],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });
});

describe("IAM User Guide, Resource-based policies and implicit denies in other policy types (same account)", () => {
  it.each<Row>([
    ["a user's ARN needs no identity-based policy", { bucket: BY_USER }, "allowed"],
    ["a user's ARN is not limited by a boundary", { bucket: BY_USER, boundary: NO }, "allowed"],
    ["a session's ARN needs no identity-based policy", { principal: session, bucket: BY_SESSION }, "allowed"],
    [
      "a session's ARN is not limited by boundary or session policy",
      { principal: session, bucket: BY_SESSION, boundary: NO, session: NO },
      "allowed",
    ],
    ["a role's ARN needs no identity-based policy", { principal: session, bucket: BY_ROLE }, "allowed"],
    [
      "a role's ARN is limited by the boundary",
      { principal: session, bucket: BY_ROLE, boundary: NO },
      "no-boundary-allow",
    ],
    [
      "a role's ARN is limited by the session policy",
      { principal: session, bucket: BY_ROLE, session: NO },
      "no-session-allow",
    ],
    [
      "a role's ARN with boundary and session policy that allow",
      { principal: session, bucket: BY_ROLE, boundary: ALLOW, session: ALLOW },
      "allowed",
    ],
    [
      "session and role: the session's ARN counts",
      { principal: session, bucket: [BY_ROLE, BY_SESSION], boundary: NO },
      "allowed",
    ],
    ["the account only delegates", { bucket: BY_ACCOUNT }, "no-identity-allow"],
    ["and the identity's policy decides", { bucket: BY_ACCOUNT, identity: ALLOW }, "allowed"],
    [
      "the account does not lift a boundary",
      { bucket: BY_ACCOUNT, identity: ALLOW, boundary: NO },
      "no-boundary-allow",
    ],
    ["everybody is also this user", { bucket: allowTo("*") }, "allowed"],
    [
      "with a wildcard, boundary and session policy do not limit",
      { principal: session, bucket: allowTo("*"), boundary: NO, session: NO },
      "allowed",
    ],
    ["another user is not meant", { bucket: allowTo({ AWS: `${user.arn}2` }) }, "no-identity-allow"],
    ["the identity's policy is enough", { identity: ALLOW, bucket: allowTo({ AWS: OTHER_ACCOUNT }) }, "allowed"],
    ["a service needs the resource's word", { principal: events, identity: ALLOW }, "no-resource-allow"],
    ["a service has it", { principal: events, bucket: allowTo({ Service: "events.amazonaws.com" }) }, "allowed"],
    [
      "of another service it is none",
      { principal: events, bucket: allowTo({ Service: "sns.amazonaws.com" }) },
      "no-resource-allow",
    ],
    [
      "a service has no policy of an identity",
      { principal: events, identity: DENY, bucket: allowTo({ Service: "events.amazonaws.com" }) },
      "allowed",
    ],
    ["nor has the root user", { principal: root, identity: DENY }, "allowed"],
    ["a stranger needs it", { principal: stranger }, "no-resource-allow"],
    ["a stranger is everybody", { principal: stranger, bucket: allowTo({ AWS: "*" }) }, "allowed"],
    ["a stranger is in no account", { principal: stranger, bucket: BY_ACCOUNT }, "no-resource-allow"],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });
});

describe("KMS Developer Guide, Default key policy; IAM User Guide, Role trust policies: the resource has to allow", () => {
  const key = { isRequired: true, action: "kms:Decrypt", resource: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1` };
  const role = { isRequired: true, action: "sts:AssumeRole", resource: `arn:aws:iam::${ACCOUNT}:role/r` };
  const trust = (Principal: unknown) => ({ Effect: "Allow", Action: "sts:AssumeRole", Principal });

  it.each<Row>([
    ["IAM policies count with a key policy that delegates", { ...key, identity: ALLOW, bucket: BY_ACCOUNT }, "allowed"],
    ["and not without", { ...key, identity: ALLOW, bucket: allowTo({ AWS: session.arn }) }, "no-resource-allow"],
    ["a key policy that delegates gives nothing alone", { ...key, bucket: BY_ACCOUNT }, "no-identity-allow"],
    ["a key policy that names the user does", { ...key, bucket: BY_USER }, "allowed"],
    ["or the role", { ...key, principal: session, bucket: BY_ROLE }, "allowed"],
    [
      "whom it names by role, the boundary limits",
      { ...key, principal: session, bucket: BY_ROLE, boundary: NO },
      "no-boundary-allow",
    ],
    [
      "a delegation under a condition that does not hold is none",
      {
        ...key,
        identity: ALLOW,
        bucket: { ...BY_ACCOUNT, Condition: { Bool: { "kms:GrantIsForAWSResource": true } } },
      },
      "no-resource-allow",
    ],
    ["a role that trusts the user", { ...role, bucket: trust({ AWS: user.arn }) }, "allowed"],
    [
      "a role that trusts the account leaves it to IAM",
      { ...role, bucket: trust({ AWS: ACCOUNT }) },
      "no-identity-allow",
    ],
    ["which allows it", { ...role, bucket: trust({ AWS: ACCOUNT }), identity: ALLOW }, "allowed"],
    [
      "a role that trusts somebody else",
      { ...role, bucket: trust({ Service: "glue.amazonaws.com" }), identity: ALLOW },
      "no-resource-allow",
    ],
    [
      "a role that trusts a service",
      {
        ...role,
        principal: { kind: "service", service: "glue.amazonaws.com" },
        bucket: trust({ Service: "glue.amazonaws.com" }),
      },
      "allowed",
    ],
    [
      "but only as its condition says",
      {
        ...role,
        principal: { kind: "service", service: "glue.amazonaws.com" },
        context: { "aws:SourceAccount": OTHER_ACCOUNT },
        bucket: {
          ...trust({ Service: "glue.amazonaws.com" }),
          Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
        },
      },
      "no-resource-allow",
    ],
    [
      "a web identity of the provider that the role trusts",
      {
        ...role,
        principal: stranger,
        action: "sts:AssumeRoleWithWebIdentity",
        context: { "aws:FederatedProvider": "cognito-identity.amazonaws.com" },
        bucket: {
          ...trust({ Federated: "cognito-identity.amazonaws.com" }),
          Action: "sts:AssumeRoleWithWebIdentity",
        },
      },
      "allowed",
    ],
    [
      "a web identity of another provider",
      {
        ...role,
        principal: stranger,
        action: "sts:AssumeRoleWithWebIdentity",
        context: { "aws:FederatedProvider": "accounts.google.com" },
        bucket: {
          ...trust({ Federated: "cognito-identity.amazonaws.com" }),
          Action: "sts:AssumeRoleWithWebIdentity",
        },
      },
      "no-resource-allow",
    ],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });
});

describe("IAM User Guide, Cross-account policy evaluation logic", () => {
  const there = { resourceAccount: OTHER_ACCOUNT };

  it.each<Row>([
    ["the identity's policy alone is not enough", { ...there, identity: ALLOW }, "no-resource-allow"],
    ["nor is the resource's", { ...there, bucket: BY_USER }, "no-identity-allow"],
    ["both are", { ...there, identity: ALLOW, bucket: BY_USER }, "allowed"],
    ["the resource may name the account", { ...there, identity: ALLOW, bucket: BY_ACCOUNT }, "allowed"],
    ["or the role", { ...there, principal: session, identity: ALLOW, bucket: BY_ROLE }, "allowed"],
    [
      "or the session, which then needs its policy",
      { ...there, principal: session, bucket: BY_SESSION },
      "no-identity-allow",
    ],
    ["everybody needs their policy, too", { ...there, bucket: allowTo("*") }, "no-identity-allow"],
    [
      "the boundary limits whom the resource names",
      { ...there, identity: ALLOW, bucket: BY_USER, boundary: NO },
      "no-boundary-allow",
    ],
    [
      "and so does the session policy",
      { ...there, principal: session, identity: ALLOW, bucket: BY_SESSION, session: NO },
      "no-session-allow",
    ],
    [
      "the resource's own account is not the caller's",
      { ...there, identity: ALLOW, bucket: allowTo({ AWS: OTHER_ACCOUNT }) },
      "no-resource-allow",
    ],
    ["root of another account needs the resource's word", { ...there, principal: root }, "no-resource-allow"],
    ["and has it by account", { ...there, principal: root, bucket: BY_ACCOUNT }, "allowed"],
    [
      "a deny of the caller's account",
      { ...there, identity: [ALLOW, DENY], bucket: BY_USER },
      "explicit-deny-identity",
    ],
    ["a deny of the resource's", { ...there, identity: ALLOW, bucket: [BY_USER, DENIED] }, "explicit-deny-resource"],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });

  const carlosPolicy = [
    { Sid: "AllowS3ListRead", Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
    {
      Sid: "AllowS3ProductionObjectActions",
      Effect: "Allow",
      Action: "s3:*Object*",
      Resource: "arn:aws:s3:::Production/*",
    },
    { Sid: "DenyS3Logs", Effect: "Deny", Action: "s3:*", Resource: ["arn:aws:s3:::*log*", "arn:aws:s3:::*log*/*"] },
  ];
  const productionPolicy = {
    Effect: "Allow",
    Action: ["s3:GetObject*", "s3:PutObject*", "s3:ReplicateObject", "s3:RestoreObject"],
    Principal: { AWS: user.arn },
    Resource: "arn:aws:s3:::Production/*",
  };

  it.each<Row>([
    ["saves to Production-logs", { resource: "arn:aws:s3:::Production-logs/x" }, "explicit-deny-identity"],
    ["saves to Production", { resource: "arn:aws:s3:::Production/x", bucket: productionPolicy }, "allowed"],
    [
      "deletes in Production",
      { action: "s3:DeleteObject", resource: "arn:aws:s3:::Production/x", bucket: productionPolicy },
      "no-resource-allow",
    ],
    [
      "manages Production",
      { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::Production", bucket: productionPolicy },
      "no-identity-allow",
    ],
  ])("the guide's Carlos %s", (_rule, asked, expected) => {
    expect(answer({ action: "s3:PutObject", ...there, identity: carlosPolicy, ...asked })).toBe(expected);
  });
});

describe("what decided", () => {
  it("is told by policy and statement: its Sid, or its number", () => {
    const identity = [NO, { ...ALLOW, Sid: "Read", Action: "s3:Get*" }, ALLOW];
    expect(decide(question({ identity, bucket: BY_USER }))).toEqual({
      isAllowed: true,
      allowedBy: [
        { policy: "identity", statement: "Read", index: 1 },
        { policy: "identity", statement: "2", index: 2 },
        { policy: "bucket", statement: "0", index: 0 },
      ],
    });
  });

  it("is told of every statement that denies, and the reason is that of the first kind of policy", () => {
    const asked = { identity: [ALLOW, { ...DENY, Sid: "Never" }], boundary: [ALLOW, DENY], bucket: DENIED };
    expect(decide(question(asked))).toEqual({
      isAllowed: false,
      reason: "explicit-deny-identity",
      deniedBy: [
        { policy: "identity", statement: "Never", index: 1 },
        { policy: "bucket", statement: "0", index: 0 },
        { policy: "boundary", statement: "1", index: 1 },
      ],
    });
  });

  it("is nothing where nothing allows", () => {
    expect(decide(question({}))).toEqual({ isAllowed: false, reason: "no-identity-allow", deniedBy: [] });
  });

  it("is not limited by an empty list of session policies", () => {
    const { policies, ...rest } = question({ principal: session, identity: ALLOW });
    expect(decide({ ...rest, policies: { ...policies, session: [] } }).isAllowed).toBe(true);
  });

  it("is allowed by any of several session policies", () => {
    const { policies, ...rest } = question({ principal: session, identity: ALLOW, session: NO });
    const more = { name: "more", document: JSON.stringify({ Version: "2012-10-17", Statement: ALLOW }) };
    expect(decide({ ...rest, policies: { ...policies, session: [...(policies.session ?? []), more] } }).isAllowed).toBe(
      true,
    );
  });
});

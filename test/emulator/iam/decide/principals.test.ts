import {
  ACCOUNT,
  ALLOW,
  allowTo,
  answer,
  type Asked,
  events,
  OTHER_ACCOUNT,
  root,
  session,
  stranger,
  user,
} from "./questions";

type Row = readonly [rule: string, asked: Asked, answer: string];

const DENY_OTHERS = { Effect: "Deny", Action: "*", Resource: "*" };
const ACCOUNT_ARN = `arn:aws:iam::${ACCOUNT}:root`;
const denyAllBut = (NotPrincipal: unknown) => ({ ...DENY_OTHERS, NotPrincipal });
const deny = (Principal: unknown) => ({ ...DENY_OTHERS, Principal });

describe("IAM User Guide, AWS JSON policy elements: Principal", () => {
  it.each<Row>([
    [
      "the account's ARN and its number behave the same",
      { principal: root, bucket: deny({ AWS: ACCOUNT }) },
      "explicit-deny-resource",
    ],
    ["the account's ARN", { principal: root, bucket: deny({ AWS: ACCOUNT_ARN }) }, "explicit-deny-resource"],
    [
      "a denied account is all of its users",
      { identity: ALLOW, bucket: deny({ AWS: ACCOUNT }) },
      "explicit-deny-resource",
    ],
    [
      "and its sessions",
      { principal: session, identity: ALLOW, bucket: deny({ AWS: ACCOUNT }) },
      "explicit-deny-resource",
    ],
    ["another account is not", { identity: ALLOW, bucket: deny({ AWS: OTHER_ACCOUNT }) }, "allowed"],
    [
      "a denied role is its sessions",
      { principal: session, identity: ALLOW, bucket: deny({ AWS: session.roleArn }) },
      "explicit-deny-resource",
    ],
    ["several are each of them", { bucket: allowTo({ AWS: [OTHER_ACCOUNT, user.arn] }) }, "allowed"],
    [
      "of several types, too",
      { principal: events, bucket: allowTo({ AWS: ACCOUNT, Service: ["s3.amazonaws.com", "events.amazonaws.com"] }) },
      "allowed",
    ],
    [
      "users' names are case-sensitive",
      { bucket: allowTo({ AWS: `arn:aws:iam::${ACCOUNT}:user/CarlosSalazar` }) },
      "no-identity-allow",
    ],
    ["a user's unique ID is the user", { bucket: allowTo({ AWS: user.id }) }, "allowed"],
    ["another user's is not", { bucket: allowTo({ AWS: "AIDACKCEVSQ6C2OTHERSS" }) }, "no-identity-allow"],
    [
      "a role's unique ID is its sessions'",
      { principal: session, bucket: allowTo({ AWS: "AROADBQP57FF2AEXAMPLE" }) },
      "allowed",
    ],
    [
      "another session of the role is not this one",
      { principal: session, bucket: allowTo({ AWS: `${session.arn}2` }) },
      "no-identity-allow",
    ],
    ["a canonical user is nobody here", { bucket: allowTo({ CanonicalUser: "7".repeat(64) }) }, "no-identity-allow"],
    [
      "a service by another of its names",
      {
        principal: events,
        context: { "aws:PrincipalServiceNamesList": ["events.eu-west-1.amazonaws.com"] },
        bucket: allowTo({ Service: "events.eu-west-1.amazonaws.com" }),
      },
      "allowed",
    ],
    ["a user is no service", { bucket: allowTo({ Service: "events.amazonaws.com" }) }, "no-identity-allow"],
    [
      "a session of an identity provider",
      {
        principal: session,
        context: { "aws:FederatedProvider": "accounts.google.com" },
        bucket: allowTo({ Federated: "accounts.google.com" }),
      },
      "allowed",
    ],
    [
      "a part of a role's unique ID is nobody's",
      { principal: session, bucket: allowTo({ AWS: "AROADBQP57FF2AEXAM" }) },
      "no-identity-allow",
    ],
    [
      "a user is no service, whatever the context says",
      {
        context: { "aws:PrincipalServiceNamesList": ["events.amazonaws.com"] },
        bucket: allowTo({ Service: "events.amazonaws.com" }),
      },
      "no-identity-allow",
    ],
    [
      "instead of NotPrincipal: all but the one whom the condition names",
      {
        identity: ALLOW,
        context: { "aws:PrincipalArn": user.arn },
        bucket: { ...deny("*"), Condition: { ArnNotEquals: { "aws:PrincipalArn": user.arn } } },
      },
      "allowed",
    ],
    [
      "and another is denied",
      {
        identity: ALLOW,
        context: { "aws:PrincipalArn": `${user.arn}2` },
        bucket: { ...deny("*"), Condition: { ArnNotEquals: { "aws:PrincipalArn": user.arn } } },
      },
      "explicit-deny-resource",
    ],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });
});

describe("IAM User Guide, AWS JSON policy elements: NotPrincipal", () => {
  const all = [session.arn, session.roleArn, ACCOUNT_ARN];

  it.each<Row>([
    [
      "excepts the user with the account",
      { identity: ALLOW, bucket: denyAllBut({ AWS: [user.arn, ACCOUNT_ARN] }) },
      "allowed",
    ],
    ["gives the user nothing", { bucket: denyAllBut({ AWS: [user.arn, ACCOUNT_ARN] }) }, "no-identity-allow"],
    [
      "does not except the user without the account",
      { identity: ALLOW, bucket: denyAllBut({ AWS: user.arn }) },
      "explicit-deny-resource",
    ],
    [
      "does not except the users of an account alone",
      { identity: ALLOW, bucket: denyAllBut({ AWS: ACCOUNT_ARN }) },
      "explicit-deny-resource",
    ],
    [
      "denies another user",
      { identity: ALLOW, bucket: denyAllBut({ AWS: [`${user.arn}2`, ACCOUNT_ARN] }) },
      "explicit-deny-resource",
    ],
    [
      "excepts a session with its role and account",
      { principal: session, identity: ALLOW, bucket: denyAllBut({ AWS: all }) },
      "allowed",
    ],
    [
      "not without the role",
      { principal: session, identity: ALLOW, bucket: denyAllBut({ AWS: [session.arn, ACCOUNT_ARN] }) },
      "explicit-deny-resource",
    ],
    [
      "not by the role alone",
      { principal: session, identity: ALLOW, bucket: denyAllBut({ AWS: [session.roleArn, ACCOUNT_ARN] }) },
      "explicit-deny-resource",
    ],
    ["excepts root by the account", { principal: root, bucket: denyAllBut({ AWS: ACCOUNT_ARN }) }, "allowed"],
    [
      "excepts a service",
      { principal: events, bucket: [allowTo("*"), denyAllBut({ Service: "events.amazonaws.com" })] },
      "allowed",
    ],
    [
      "denies strangers",
      { principal: stranger, bucket: [allowTo("*"), denyAllBut({ AWS: [user.arn, ACCOUNT_ARN] })] },
      "explicit-deny-resource",
    ],
    [
      "denies whoever has a permissions boundary (Permissions boundaries for IAM entities)",
      { identity: ALLOW, boundary: ALLOW, bucket: denyAllBut({ AWS: [user.arn, ACCOUNT_ARN] }) },
      "explicit-deny-resource",
    ],
    ["of everybody denies nobody", { identity: ALLOW, bucket: denyAllBut("*") }, "allowed"],
  ])("%s", (_rule, asked, expected) => {
    expect(answer(asked)).toBe(expected);
  });
});

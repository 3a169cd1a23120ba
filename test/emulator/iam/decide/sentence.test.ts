import { decide, denialSentence } from "../../../../emulator/iam/decide";
import { ACCOUNT, ALLOW, type Asked, DENY, events, question, session, stranger, user } from "./questions";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/r`;
const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`;
const SEND = { action: "sqs:SendMessage", resource: QUEUE };
const ASSUME = { action: "sts:AssumeRole", resource: ROLE, isRequired: true };
const NOT_THAT = { ...ALLOW, Action: "s3:*" };
const WHO = `User: ${user.arn} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE}`;
const WHO_ASSUMES = `User: ${user.arn} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;

function sentence(asked: Asked): string {
  const asks = question(asked);
  const decision = decide(asks);
  if (decision.isAllowed) throw new Error("allowed");
  return denialSentence(asks, decision);
}

describe("IAM User Guide, Troubleshoot access denied error messages", () => {
  it.each<readonly [Asked, string]>([
    [SEND, `${WHO} because no identity-based policy allows the sqs:SendMessage action`],
    [{ ...SEND, identity: DENY }, `${WHO} with an explicit deny in an identity-based policy`],
    [
      { ...SEND, identity: ALLOW, boundary: NOT_THAT },
      `${WHO} because no permissions boundary allows the sqs:SendMessage action`,
    ],
    [{ ...SEND, identity: ALLOW, boundary: DENY }, `${WHO} with an explicit deny in a permissions boundary`],
    [
      { ...SEND, identity: ALLOW, session: NOT_THAT },
      `${WHO} because no session policy allows the sqs:SendMessage action`,
    ],
    [{ ...SEND, identity: ALLOW, session: DENY }, `${WHO} with an explicit deny in a session policy`],
    [
      { ...SEND, identity: ALLOW, resourceAccount: "444455556666" },
      `${WHO} because no resource-based policy allows the sqs:SendMessage action`,
    ],
    [{ ...SEND, bucket: { ...DENY, Principal: "*" } }, `${WHO} with an explicit deny in a resource-based policy`],
    [
      { ...ASSUME, bucket: { Effect: "Allow", Action: "*", Principal: { Service: "glue.amazonaws.com" } } },
      `${WHO_ASSUMES} because no role trust policy allows the sts:AssumeRole action`,
    ],
    [
      { ...ASSUME, identity: ALLOW, bucket: { Effect: "Deny", Action: "*", Principal: "*" } },
      `${WHO_ASSUMES} with an explicit deny in the role trust policy`,
    ],
    [{ ...ASSUME, identity: DENY }, `${WHO_ASSUMES} with an explicit deny in an identity-based policy`],
  ])("%j", (asked, expected) => {
    expect(sentence(asked)).toBe(expected);
  });

  it("names a session by its own ARN", () => {
    expect(sentence({ ...SEND, principal: session })).toContain(`User: ${session.arn} is not`);
  });

  it("names services and strangers", () => {
    expect(sentence({ ...SEND, principal: events })).toMatch(/^User: events\.amazonaws\.com is not/);
    expect(sentence({ ...SEND, principal: stranger })).toMatch(/^User: anonymous is not/);
  });

  it("has S3's resources in quotes", () => {
    expect(sentence({ resource: "arn:aws:s3:::b/k" })).toBe(
      `User: ${user.arn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" ` +
        "because no identity-based policy allows the s3:GetObject action",
    );
  });
});

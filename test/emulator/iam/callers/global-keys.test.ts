import { sessionOf } from "../../../../emulator/iam/callers/callers";
import { globalKeys } from "../../../../emulator/iam/callers/global-keys";
import { withSession } from "../../../../emulator/iam/callers/session-facts";
import type { Principal } from "../../../../emulator/iam/model";
import { ACCOUNT, REGION, roleArn, userArn } from "../live";

const now = new Date("2026-03-19T10:20:30.400Z");
const keysOf = (principal: Principal, more: object = {}, tags: Record<string, string> = {}) =>
  Object.fromEntries(globalKeys(principal, { region: REGION, ...more }, new Map(Object.entries(tags)), now));

const user: Principal = { kind: "user", account: ACCOUNT, arn: userArn("u"), id: "AIDAU", name: "u" };

describe("the condition keys of a request", () => {
  it("say when, where and how it was made", () => {
    expect(keysOf(user, { headers: { "user-agent": "boto3" } })).toMatchObject({
      "aws:currenttime": ["2026-03-19T10:20:30Z"],
      "aws:epochtime": ["1773915630"],
      "aws:requestedregion": [REGION],
      "aws:securetransport": ["true"],
      "aws:sourceip": ["127.0.0.1"],
      "aws:useragent": ["boto3"],
      "aws:viaawsservice": ["false"],
    });
  });

  it("say who a user is, and have no key of a session", () => {
    const keys = keysOf(user, {}, { Team: "x" });
    expect(keys).toMatchObject({
      "aws:principalarn": [userArn("u")],
      "aws:principalaccount": [ACCOUNT],
      "aws:principaltype": ["User"],
      "aws:userid": ["AIDAU"],
      "aws:username": ["u"],
      "aws:principaltag/team": ["x"],
      "aws:principalisawsservice": ["false"],
    });
    expect(keys).not.toHaveProperty("aws:multifactorauthpresent");
    expect(keys).not.toHaveProperty("aws:tokenissuetime");
    expect(keys).not.toHaveProperty("aws:calledvia");
    expect(keys).not.toHaveProperty("aws:sourcearn");
  });

  it("say of a session the role, and have its tags before those of the role", () => {
    const principal = withSession(sessionOf(roleArn("r"), "AROAR", "me"), {
      tags: new Map([["Team", "of the session"]]),
      transitive: new Set(),
      issuedAt: now,
      expiresAt: now,
      hasMfa: true,
      federatedProvider: "accounts.google.com",
    });
    const keys = keysOf(principal, {}, { team: "of the role", more: "1" });
    expect(keys).toMatchObject({
      "aws:principalarn": [roleArn("r")],
      "aws:principaltype": ["AssumedRole"],
      "aws:userid": ["AROAR:me"],
      "aws:principaltag/team": ["of the session"],
      "aws:principaltag/more": ["1"],
      "aws:multifactorauthpresent": ["true"],
      "aws:tokenissuetime": ["2026-03-19T10:20:30Z"],
      "aws:federatedprovider": ["accounts.google.com"],
    });
    expect(keys).not.toHaveProperty("aws:username");
  });

  it("say of a service for which resource it acts", () => {
    const sourceArn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/r`;
    const keys = keysOf({ kind: "service", service: "events.amazonaws.com" }, { sourceArn });
    expect(keys).toMatchObject({
      "aws:principalisawsservice": ["true"],
      "aws:principalservicename": ["events.amazonaws.com"],
      "aws:sourcearn": [sourceArn],
      "aws:sourceaccount": [ACCOUNT],
    });
    expect(keys).not.toHaveProperty("aws:principalarn");
    expect(keys).not.toHaveProperty("aws:sourceip");
  });

  it("say through which service it was made", () => {
    expect(keysOf(user, { viaService: "athena.amazonaws.com" })).toMatchObject({
      "aws:viaawsservice": ["true"],
      "aws:calledvia": ["athena.amazonaws.com"],
      "aws:calledviafirst": ["athena.amazonaws.com"],
      "aws:calledvialast": ["athena.amazonaws.com"],
    });
  });

  it.each([
    [{ kind: "root", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` }, "Account", ACCOUNT],
    [{ kind: "anonymous" }, "Anonymous", "anonymous"],
  ] as const)("of %j", (principal, type, id) => {
    expect(keysOf(principal)).toMatchObject({ "aws:principaltype": [type], "aws:userid": [id] });
  });
});

import { Callers } from "../../../../emulator/iam/callers/callers";
import { sessionOf } from "../../../../emulator/iam/callers/callers";
import { IssuedKeys } from "../../../../emulator/iam/callers/issued";
import { Store } from "../../../../emulator/iam/store/store";
import { Account, ACCOUNT, allow, REGION, roleArn, userArn } from "../live";

const KEY = "AKIAAAAAAAAAAAAAAAAA";

function setting() {
  const account = new Account();
  account.user("u", KEY, allow("s3:*"));
  account.user("former", "AKIABBBBBBBBBBBBBBBB", allow("s3:*"), false);
  const issued = new IssuedKeys();
  return { issued, callers: new Callers(new Store(account.ask, () => undefined), issued) };
}

const session = (seconds: number) => ({
  tags: new Map<string, string>(),
  transitive: new Set<string>(),
  issuedAt: new Date(),
  expiresAt: new Date(Date.now() + seconds * 1_000),
});

describe("who calls", () => {
  it.each([
    [
      "an account's number",
      "999988887777",
      { kind: "root", account: "999988887777", arn: "arn:aws:iam::999988887777:root" },
    ],
    ["a key that somebody made up", "test", { kind: "root", account: "123456789012" }],
    ["the key of a user", KEY, { kind: "user", account: ACCOUNT, arn: userArn("u"), id: "AIDAU", name: "u" }],
    ["no key", undefined, { kind: "anonymous" }],
  ])("with %s", async (_, key, principal) => {
    expect(await setting().callers.recognise(key, REGION)).toMatchObject({ caller: { principal } });
  });

  it("is named in the partition of the Region", async () => {
    const recognised = await setting().callers.recognise(ACCOUNT, "us-gov-west-1");
    expect(recognised).toMatchObject({ caller: { principal: { arn: `arn:aws-us-gov:iam::${ACCOUNT}:root` } } });
  });

  it.each([
    ["that nobody issued", "ASIAQWERTYUIOPASDFGH", "unknown"],
    ["that was made inactive", "AKIABBBBBBBBBBBBBBBB", "inactive"],
  ])("with a key %s is refused", async (_, key, fault) => {
    expect(await setting().callers.recognise(key, REGION)).toEqual({ fault });
  });

  it("with a role's credentials is the session, until they expire", async () => {
    const { callers, issued } = setting();
    const principal = sessionOf(roleArn("r"), "AROAR", "me");
    const { accessKeyId } = issued.issue(principal, session(900));
    expect(accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(await callers.recognise(accessKeyId, REGION)).toEqual({
      caller: {
        account: ACCOUNT,
        principal: {
          kind: "session",
          account: ACCOUNT,
          arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/me`,
          id: "AROAR:me",
          roleArn: roleArn("r"),
        },
      },
    });
    const late = issued.issue(principal, session(-1));
    expect(await callers.recognise(late.accessKeyId, REGION)).toEqual({ fault: "expired" });
  });
});

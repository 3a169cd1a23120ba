import type { EdgeResponse } from "../../../../emulator/edge/messages";
import { sessionFacts } from "../../../../emulator/iam/callers/session-facts";
import type { IamMode } from "../../../../emulator/iam";
import type { Principal } from "../../../../emulator/iam/model";
import { Account, ACCOUNT, allow, formCall, REGION, roleArn, trusts, userArn } from "../live";

const root: Principal = { kind: "root", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };
const user: Principal = { kind: "user", account: ACCOUNT, arn: userArn("u"), id: "AIDAU", name: "u" };
const forward = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from("moto") });

function setting(account = new Account(), mode: IamMode = "enforce") {
  const iam = account.iam(mode);
  const ask = async (operation: string, members: Readonly<Record<string, string>> = {}, caller: Principal = root) =>
    iam.sts.handle({ ...formCall("sts", operation, members), caller }, forward);
  /** The principal of the credentials in an answer. */
  const principalIn = async (answer: EdgeResponse) => {
    const recognised = await iam.callers.recognise(element(answer, "AccessKeyId"), REGION);
    return "caller" in recognised ? recognised.caller.principal : undefined;
  };
  return { iam, ask, principalIn };
}

function element({ body }: EdgeResponse, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body.toString())?.[1];
}

const jwt = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.s`;
const asRole = { RoleArn: roleArn("r"), RoleSessionName: "me" };

describe("GetCallerIdentity", () => {
  it.each([
    [root, root.arn, ACCOUNT],
    [user, userArn("u"), "AIDAU"],
  ])("of %j", async (caller, arn, id) => {
    const answer = await setting().ask("GetCallerIdentity", {}, caller);
    expect([element(answer, "Arn"), element(answer, "UserId"), element(answer, "Account")]).toEqual([arn, id, ACCOUNT]);
  });

  it("is nothing for who is nobody", async () => {
    const answer = await setting().ask("GetCallerIdentity", {}, { kind: "anonymous" });
    expect([answer.status, element(answer, "Code")]).toEqual([403, "MissingAuthenticationToken"]);
  });

  it("shows the assumed role", async () => {
    const account = new Account();
    account.role("r", allow("s3:*"));
    const { ask, principalIn } = setting(account);
    const principal = await principalIn(await ask("AssumeRole", asRole));
    if (principal === undefined) throw new Error("nobody");
    const answer = await ask("GetCallerIdentity", {}, principal);
    expect(element(answer, "Arn")).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/r/me`);
    expect(element(answer, "UserId")).toBe("AROAR:me");
  });
});

describe("AssumeRole", () => {
  const account = () => {
    const made = new Account();
    made.role("r", allow("s3:*"));
    return made;
  };

  it("keeps the policies and tags of the session", async () => {
    const own = account();
    own.managed["arn:aws:iam::aws:policy/ReadOnlyAccess"] = allow("s3:Get*");
    const { ask, principalIn } = setting(own);
    const answer = await ask("AssumeRole", {
      ...asRole,
      Policy: allow("s3:GetObject"),
      "PolicyArns.member.1.arn": "arn:aws:iam::aws:policy/ReadOnlyAccess",
      "Tags.member.1.Key": "team",
      "Tags.member.1.Value": "x",
      "TransitiveTagKeys.member.1": "team",
      SourceIdentity: "somebody",
    });
    const principal = await principalIn(answer);
    expect(principal && sessionFacts(principal)).toMatchObject({
      policies: [{ document: allow("s3:GetObject") }, { name: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
      tags: new Map([["team", "x"]]),
      sourceIdentity: "somebody",
    });
    expect(element(answer, "Expiration")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it("hands transitive tags on from session to session", async () => {
    const { ask, principalIn } = setting(account());
    const tags = {
      "Tags.member.1.Key": "team",
      "Tags.member.1.Value": "x",
      "Tags.member.2.Key": "own",
      "Tags.member.2.Value": "y",
    };
    const first = await principalIn(
      await ask("AssumeRole", { ...asRole, ...tags, "TransitiveTagKeys.member.1": "team" }),
    );
    const second = await principalIn(await ask("AssumeRole", asRole, first));
    expect(second && sessionFacts(second)?.tags).toEqual(new Map([["team", "x"]]));
  });

  it.each([
    ["no session name", { RoleArn: roleArn("r") }, "ValidationError", "roleSessionName"],
    ["a session name with a space", { ...asRole, RoleSessionName: "a b" }, "ValidationError", "roleSessionName"],
    ["no role", { RoleSessionName: "me" }, "ValidationError", "roleArn"],
    ["too short a time", { ...asRole, DurationSeconds: "60" }, "ValidationError", "greater than or equal to 900"],
    ["more time than the role has", { ...asRole, DurationSeconds: "7200" }, "ValidationError", "MaxSessionDuration"],
    ["a policy that is none", { ...asRole, Policy: "{}" }, "MalformedPolicyDocument", "the session policy"],
    ["too long a policy", { ...asRole, Policy: "x".repeat(2_049) }, "ValidationError", "2048"],
    ["a policy that is not there", { ...asRole, "PolicyArns.member.1.arn": "arn:none" }, "ValidationError", "arn:none"],
  ])("refuses %s", async (_, members, code, message) => {
    const answer = await setting(account()).ask("AssumeRole", members);
    expect([answer.status, element(answer, "Code")]).toEqual([400, code]);
    expect(element(answer, "Message")).toContain(message);
  });

  it("gives a session of a session at most an hour", async () => {
    const own = account();
    const role = own.identities.roles[roleArn("r")];
    if (role !== undefined) own.identities.roles[roleArn("r")] = { ...role, maximumSeconds: 43_200 };
    const { ask, principalIn } = setting(own);
    const long = { ...asRole, DurationSeconds: "43200" };
    const session = await principalIn(await ask("AssumeRole", long));
    expect(session).toBeDefined();
    expect((await ask("AssumeRole", long, session)).status).toBe(400);
  });

  it("takes a role that is not there when nobody looks", async () => {
    const { ask, principalIn } = setting(new Account(), "off");
    expect(await principalIn(await ask("AssumeRole", asRole))).toMatchObject({
      kind: "session",
      roleArn: roleArn("r"),
    });
  });
});

describe("AssumeRoleWithWebIdentity", () => {
  const issuer = "token.actions.githubusercontent.com";
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  const claims = { iss: `https://${issuer}`, sub: "repo:team/project:ref:refs/heads/main", aud: "sts.amazonaws.com" };
  const trusting = (subject: string) => {
    const account = new Account();
    const trust = trusts(
      { Federated: provider },
      {
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: { [`${issuer}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${issuer}:sub`]: subject },
        },
      },
    );
    account.role("r", allow("s3:*"), { trust });
    return account;
  };

  it("lets in whom the trust policy means, by the claims of the token", async () => {
    const { ask, principalIn } = setting(trusting("repo:team/project:*"));
    const answer = await ask(
      "AssumeRoleWithWebIdentity",
      { ...asRole, WebIdentityToken: jwt(claims) },
      { kind: "anonymous" },
    );
    expect(element(answer, "SubjectFromWebIdentityToken")).toBe(claims.sub);
    const principal = await principalIn(answer);
    expect(principal && sessionFacts(principal)?.federatedProvider).toBe(provider);
  });

  it.each([
    ["another repository", trusting("repo:team/other:*"), claims],
    ["another issuer", trusting("*"), { ...claims, iss: "https://example.com" }],
    ["another audience", trusting("*"), { ...claims, aud: "elsewhere" }],
  ])("refuses the token of %s", async (_, account, of) => {
    const answer = await setting(account).ask("AssumeRoleWithWebIdentity", { ...asRole, WebIdentityToken: jwt(of) });
    expect([answer.status, element(answer, "Code"), element(answer, "Message")]).toEqual([
      403,
      "AccessDenied",
      "Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ]);
  });

  it("refuses what is no token", async () => {
    const answer = await setting(trusting("*")).ask("AssumeRoleWithWebIdentity", {
      ...asRole,
      WebIdentityToken: "none",
    });
    expect([answer.status, element(answer, "Code")]).toEqual([400, "InvalidIdentityToken"]);
  });
});

describe("AssumeRoleWithSAML", () => {
  const assertion = (name: string) =>
    Buffer.from(
      `<saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName"><saml:AttributeValue>${name}</saml:AttributeValue>`,
    ).toString("base64");
  const members = { RoleArn: roleArn("r"), PrincipalArn: `arn:aws:iam::${ACCOUNT}:saml-provider/p` };

  it("believes the assertion", async () => {
    const { ask, principalIn } = setting();
    const answer = await ask("AssumeRoleWithSAML", { ...members, SAMLAssertion: assertion("me@example.com") });
    expect(await principalIn(answer)).toMatchObject({ arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/me@example.com` });
  });

  it("needs a session name in it", async () => {
    const answer = await setting().ask("AssumeRoleWithSAML", { ...members, SAMLAssertion: "" });
    expect(answer.status).toBe(400);
    const empty = await setting().ask("AssumeRoleWithSAML", { ...members, SAMLAssertion: "eA==" });
    expect(element(empty, "Code")).toBe("InvalidIdentityToken");
  });
});

describe("credentials for somebody themselves", () => {
  it("are theirs", async () => {
    const { ask, principalIn } = setting();
    const principal = await principalIn(await ask("GetSessionToken", { TokenCode: "123456" }, user));
    expect(principal).toEqual(user);
    expect(principal && sessionFacts(principal)?.hasMfa).toBe(true);
  });

  it("of a federated user are limited by the policy, and good for nothing without one", async () => {
    const { ask, principalIn } = setting();
    const limited = await principalIn(
      await ask("GetFederationToken", { Name: "guest", Policy: allow("s3:Get*") }, user),
    );
    expect(limited).toMatchObject({ kind: "user", arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest` });
    expect(limited && sessionFacts(limited)).toMatchObject({
      userArn: userArn("u"),
      policies: [{ document: allow("s3:Get*") }],
    });
    const useless = await principalIn(await ask("GetFederationToken", { Name: "guest" }));
    expect(useless && sessionFacts(useless)).toMatchObject({ isAdministrator: true, policies: [expect.anything()] });
  });

  it.each(["GetSessionToken", "GetFederationToken"])("are not given to a session by %s", async (operation) => {
    const account = new Account();
    account.role("r", allow("s3:*"));
    const { ask, principalIn } = setting(account);
    const session = await principalIn(await ask("AssumeRole", asRole));
    expect((await ask(operation, { Name: "guest" }, session)).status).toBe(403);
  });
});

it("leaves everything else to moto", async () => {
  expect((await setting().ask("GetAccessKeyInfo", { AccessKeyId: "x" })).body.toString()).toBe("moto");
});

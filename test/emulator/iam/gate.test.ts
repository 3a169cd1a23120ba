import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import type { IamMode } from "../../../emulator/iam";
import { sessionOf } from "../../../emulator/iam/callers/callers";
import { withSession } from "../../../emulator/iam/callers/session-facts";
import type { Principal } from "../../../emulator/iam/model";
import {
  Account,
  ACCOUNT,
  allow,
  authorization,
  callOf,
  formCall,
  jsonCall,
  OTHER,
  policy,
  REGION,
  roleArn,
} from "./live";

const table = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/t`;
const getItem = jsonCall("dynamodb", "GetItem", { TableName: "t", Key: {} });
const session = (name = "r", account = ACCOUNT): Principal => sessionOf(roleArn(name, account), "AROAR", "me");
const root: Principal = { kind: "root", account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` };

function setting(account: Account, mode: IamMode = "enforce") {
  const iam = account.iam(mode);
  const admit = (call: EdgeRequest, caller: Principal = session()) => iam.gate.admit(call, caller);
  return { iam, admit };
}

const said = (answer: EdgeResponse | undefined) => answer && [answer.status, answer.body.toString()];

function withRole(document: string): Account {
  const account = new Account();
  account.role("r", document);
  return account;
}

describe("a call", () => {
  it("goes through when a policy of the caller allows it", async () => {
    expect(await setting(withRole(allow("dynamodb:GetItem", table))).admit(getItem)).toBeUndefined();
  });

  it("is denied when none does, in the words of its service", async () => {
    const answer = await setting(withRole(allow("dynamodb:PutItem"))).admit(getItem);
    expect(answer?.status).toBe(400);
    expect(JSON.parse(answer?.body.toString() ?? "")).toEqual({
      __type: "AccessDeniedException",
      message:
        `User: arn:aws:sts::${ACCOUNT}:assumed-role/r/me is not authorized to perform: dynamodb:GetItem on resource: ${table} ` +
        "because no identity-based policy allows the dynamodb:GetItem action",
    });
  });

  it.each(["report", "off"] as const)("goes through with --iam %s all the same", async (mode) => {
    expect(await setting(withRole(allow("s3:*")), mode).admit(getItem)).toBeUndefined();
  });

  it("of the account itself goes through, unless a policy of the resource denies it", async () => {
    const account = new Account();
    const { admit, iam } = setting(account);
    expect(await admit(getItem, root)).toBeUndefined();
    account.resource("dynamodb", table, {
      policy: policy({ Effect: "Deny", Principal: "*", Action: "dynamodb:GetItem", Resource: "*" }),
    });
    iam.store.answered("dynamodb", "PutResourcePolicy");
    expect(said(await admit(getItem, root))?.[1]).toContain("with an explicit deny in a resource-based policy");
  });

  it("to another account needs the word of both", async () => {
    const theirs = `arn:aws:sns:${REGION}:${OTHER}:t`;
    const publish = formCall("sns", "Publish", { TopicArn: theirs, Message: "m" });
    const account = withRole(allow("sns:Publish"));
    const { admit, iam } = setting(account);
    expect(said(await admit(publish))?.[1]).toContain("because no resource-based policy allows the sns:Publish action");
    account.resource("sns", theirs, {
      account: OTHER,
      policy: policy({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "sns:Publish", Resource: theirs }),
    });
    iam.store.answered("sns", "SetTopicAttributes");
    expect(await admit(publish)).toBeUndefined();
  });

  it("is limited by the policy of its session, and by a boundary", async () => {
    const account = withRole(allow("dynamodb:*"));
    const facts = { tags: new Map(), transitive: new Set<string>(), issuedAt: new Date(), expiresAt: new Date() };
    const limited = withSession(session(), {
      ...facts,
      policies: [{ name: "own", document: allow("dynamodb:PutItem") }],
    });
    const { admit } = setting(account);
    expect(said(await admit(getItem, limited))?.[1]).toContain("because no session policy allows");
    account.identities.policies["arn:aws:iam::aws:policy/b"] = allow("s3:*");
    account.role("bounded", allow("dynamodb:*"), { boundary: "arn:aws:iam::aws:policy/b" });
    expect(said(await setting(account).admit(getItem, session("bounded")))?.[1]).toContain("permissions boundary");
  });

  it("fails with the name of a policy that nobody can decide with", async () => {
    const condition = { StringEqualz: { "aws:userid": "x" } };
    const { admit, iam } = setting(
      withRole(policy({ Effect: "Allow", Action: "*", Resource: "*", Condition: condition })),
    );
    const answer = await admit(getItem);
    expect(said(answer)?.[1]).toContain('the inline policy \\"own\\" of role \\"r\\" is not valid');
    expect(iam.recorder.all()[0]?.calls[0]?.sentence).toContain("StringEqualz");
  });

  it("sees a policy that has just been changed", async () => {
    const account = withRole(allow("s3:*"));
    const { admit, iam } = setting(account);
    expect(await admit(getItem)).toBeDefined();
    account.role("r", allow("dynamodb:GetItem"));
    iam.gate.changed({ ...formCall("iam", "PutRolePolicy"), caller: root });
    expect(await admit(getItem)).toBeUndefined();
  });
});

describe("a call without a signature", () => {
  const get = (url: string) => callOf({ service: "s3", operation: "GET object", method: "GET", url });
  const nobody: Principal = { kind: "anonymous" };

  it("is let in by the policy of a bucket alone, and to buckets that are not there, which S3 says to everybody", async () => {
    const account = new Account();
    account.resource("s3", "closed");
    account.resource("s3", "public", {
      policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::public/*" }),
    });
    const { admit } = setting(account);
    expect(said(await admit(get("/closed/key"), nobody))?.[1]).toContain("User: anonymous is not authorized");
    expect(await admit(get("/public/key"), nobody)).toBeUndefined();
    expect(await admit(get("/none/key"), nobody)).toBeUndefined();
  });

  it("of another service is denied", async () => {
    expect((await setting(new Account()).admit(getItem, nobody))?.status).toBe(400);
  });
});

describe("a policy that is none", () => {
  const wrong = policy({ Effect: "Allow", Action: "s3:*", Resource: "*", Condition: { Foo: { "aws:userid": "x" } } });

  it.each([
    [
      formCall("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: wrong }),
      "MalformedPolicyDocument",
    ],
    [
      formCall("iam", "CreateRole", { RoleName: "r", AssumeRolePolicyDocument: allow("sts:AssumeRole") }),
      "MalformedPolicyDocument",
    ],
    [jsonCall("kms", "CreateKey", { Policy: "{}" }, "TrentService"), "MalformedPolicyDocumentException"],
    [
      callOf({ service: "s3", operation: "PUT bucket?policy", method: "PUT", url: "/bkt?policy=", body: wrong }),
      "MalformedPolicy",
    ],
  ])("is not taken: %#", async (call, code) => {
    const answer = await setting(new Account()).admit(call, root);
    expect([answer?.status, answer?.body.toString()]).toEqual([400, expect.stringContaining(code)]);
  });

  it.each([
    formCall("iam", "PutRolePolicy", { RoleName: "r", PolicyName: "p", PolicyDocument: allow("s3:*") }),
    formCall("iam", "CreateUser", { UserName: "u" }),
    jsonCall("kms", "CreateKey", {}, "TrentService"),
    jsonCall("kms", "ListKeys", {}, "TrentService"),
  ])("is the only one that is refused: %#", async (call) => {
    expect(await setting(new Account()).admit(call, root)).toBeUndefined();
  });
});

describe("an object that is not there", () => {
  const get = callOf({ service: "s3", operation: "GET object", method: "GET", url: "/bkt/some/key" });

  it.each([
    ["may not list the bucket", allow("s3:GetObject"), 404, get, 403],
    ["may list the bucket", allow(["s3:GetObject", "s3:ListBucket"]), 404, get, undefined],
    ["gets another answer", allow("s3:GetObject"), 200, get, undefined],
    ["asks for the bucket", allow("s3:GetObject"), 404, { ...get, url: "/bkt" }, undefined],
    ["deletes it", allow("s3:GetObject"), 404, { ...get, method: "DELETE" }, undefined],
  ])("is hidden or not from who %s", async (_, document, status, call, expected) => {
    const account = withRole(document);
    account.resource("s3", "bkt");
    const hidden = await setting(account).iam.gate.hiding(call, session(), status);
    expect(hidden?.status).toBe(expected);
  });

  it("is not hidden where there is no bucket either", async () => {
    expect(await setting(withRole(allow("s3:GetObject"))).iam.gate.hiding(get, session(), 404)).toBeUndefined();
  });

  it("is not hidden from the account, or when nobody looks", async () => {
    expect(await setting(new Account()).iam.gate.hiding(get, root, 404)).toBeUndefined();
    for (const mode of ["report", "off"] as const)
      expect(await setting(withRole(allow("s3:GetObject")), mode).iam.gate.hiding(get, session(), 404)).toBeUndefined();
  });
});

describe("an access key", () => {
  const identity = { service: "dynamodb", region: REGION, account: "123456789012", accountIsChosen: false };
  const nobody = "ASIAQWERTYUIOPASDFGH";

  it("tells the account of the call", async () => {
    const account = new Account();
    account.user("u", "AKIAAAAAAAAAAAAAAAAA", allow("s3:*"));
    const recognise = account
      .iam()
      .gate.recognise(identity, authorization("AKIAAAAAAAAAAAAAAAAA"), new URLSearchParams());
    expect(await recognise).toMatchObject({
      admission: { identity: { account: ACCOUNT, accountIsChosen: true }, caller: { kind: "user", name: "u" } },
    });
  });

  it.each([
    ["dynamodb", getItem, 400, "UnrecognizedClientException"],
    ["iam", formCall("iam", "ListRoles"), 403, "InvalidClientTokenId"],
    ["ec2", formCall("ec2", "DescribeVpcs"), 401, "AuthFailure"],
    ["s3", callOf({ service: "s3", method: "GET", url: "/bkt" }), 403, "InvalidAccessKeyId"],
    ["batch", callOf({ service: "batch", url: "/v1/describejobs" }), 403, "UnrecognizedClientException"],
  ])("that nobody issued is refused by %s", async (_, call, status, code) => {
    const recognition = await new Account()
      .iam()
      .gate.recognise(identity, authorization(nobody), new URLSearchParams());
    if (!("refusal" in recognition)) throw new Error("it was let in");
    const answer = recognition.refusal(call);
    expect([answer.status, answer.headers["x-amzn-errortype"]]).toEqual([status, code]);
  });

  it.each(["report", "off"] as const)("that nobody issued is somebody's with --iam %s", async (mode) => {
    const recognition = await new Account()
      .iam(mode)
      .gate.recognise(identity, authorization(nobody), new URLSearchParams());
    expect(recognition).toMatchObject({ admission: { caller: { kind: "root", account: "123456789012" }, identity } });
  });
});

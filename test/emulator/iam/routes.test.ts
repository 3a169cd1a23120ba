import { IamRoutes } from "../../../emulator/iam/routes";
import { Account, ACCOUNT, allow, REGION, roleArn, trusts } from "./live";

function setting() {
  const account = new Account();
  account.role("r", allow("s3:GetObject"), { trust: trusts({ Service: "states.amazonaws.com" }) });
  account.role("idle", allow("sqs:*"));
  const iam = account.iam();
  const { authority, callers, store, recorder } = iam;
  const routes = new IamRoutes({ authority, callers, store, recorder, token: "secret" });
  const post = (route: string, body: object, token = "secret") =>
    routes.answer(`POST /iam/${route}`, new URLSearchParams(), JSON.stringify(body), token);
  const record = (query = "") => routes.answer("GET /iam/record", new URLSearchParams(query), "", "");
  return { post, record, iam };
}

const place = { account: ACCOUNT, region: REGION };
const want = { service: "states.amazonaws.com", roleArn: roleArn("r"), sessionName: "me", sourceArn: null };
const ask = { action: "s3:PutObject", resource: "arn:aws:s3:::bkt/k", context: { "aws:Foo": "x" } };

describe("moto", () => {
  it("gets credentials of a role, and may ask with them", async () => {
    const { post } = setting();
    const { value } = await post("assume", { ...place, want });
    expect(value).toEqual({
      credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/me`,
      },
    });
    const { AccessKeyId } = (value as { credentials: { AccessKeyId: string } }).credentials;
    const denied = await post("ask", { ...place, principal: AccessKeyId, asks: [ask] });
    expect(denied.value).toEqual({
      denied: expect.stringContaining("assumed-role/r/me is not authorized to perform: s3:PutObject"),
    });
    const allowed = { ...ask, action: "s3:GetObject" };
    expect((await post("ask", { ...place, principal: AccessKeyId, asks: [allowed] })).value).toEqual({ denied: null });
  });

  it("may ask for a role by its ARN, and for a service", async () => {
    const { post } = setting();
    const asked = async (principal: string) => (await post("ask", { ...place, principal, asks: [ask] })).value;
    expect(await asked(roleArn("r"))).toEqual({ denied: expect.stringContaining("assumed-role/r/") });
    expect(await asked("events.amazonaws.com")).toEqual({
      denied: expect.stringContaining("User: events.amazonaws.com"),
    });
    expect(await asked(ACCOUNT)).toEqual({ denied: null });
  });

  it("is told when a role is not to be had", async () => {
    const { post } = setting();
    const refused = await post("assume", { ...place, want: { ...want, service: "glue.amazonaws.com" } });
    expect(refused.value).toEqual({ denied: expect.stringContaining("User: glue.amazonaws.com is not authorized") });
  });

  it.each(["assume", "ask"])("is the only one that may %s", async (route) => {
    expect((await setting().post(route, {}, "guess!")).status).toBe(403);
    expect((await setting().post(route, {}, "")).status).toBe(403);
  });
});

describe("the record", () => {
  it("tells what was called, denied, and granted in vain", async () => {
    const { post, record } = setting();
    await post("ask", { ...place, principal: roleArn("r"), asks: [ask] });
    const { value } = await record();
    expect(value).toMatchObject({
      mode: "enforce",
      denied: 1,
      principals: [
        {
          principal: roleArn("r"),
          calls: [{ action: "s3:PutObject", denied: 1, allowed: 0 }],
          missing: [{ Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::bkt/k" }],
          unused: [
            {
              policy: 'the inline policy "own" of role "r"',
              statement: "Granted",
              actions: ["s3:GetObject"],
              isWhole: true,
            },
          ],
        },
        { principal: roleArn("idle"), calls: [], unused: [{ actions: ["sqs:*"] }] },
      ],
    });
  });

  it.each([
    ["principal=idle", ["idle"]],
    [`principal=${encodeURIComponent(roleArn("r"))}`, ["r"]],
    ["principal=none", []],
  ])("of %s", async (query, names) => {
    const { value } = await setting().record(query);
    expect((value as { principals: { principal: string }[] }).principals.map(({ principal }) => principal)).toEqual(
      names.map((name) => roleArn(name)),
    );
  });

  it("is begun anew", async () => {
    const { post, record } = setting();
    await post("ask", { ...place, principal: roleArn("r"), asks: [ask] });
    expect((await post("record/reset", {})).status).toBe(200);
    expect((await record()).value).toMatchObject({ denied: 0 });
  });

  it("says what is no time", async () => {
    expect(await setting().record("since=then")).toEqual({ status: 400, value: { error: "since is no time: then" } });
  });
});

it("knows no other routes", async () => {
  expect((await setting().post("nothing", {})).status).toBe(404);
});

import { placeIn } from "../../../aws/place";
import type { EdgeRequest, EdgeResponse } from "../../../emulator/edge/messages";
import { type IamMode, RoleRefusal } from "../../../emulator/iam";
import { sessionOf } from "../../../emulator/iam/callers/callers";
import { Account, ACCOUNT, allow, callOf, jsonCall, REGION, roleArn, trusts } from "./live";

const place = placeIn(REGION, ACCOUNT);
const want = { service: "glue.amazonaws.com", roleArn: roleArn("r"), sessionName: "GlueJobRunnerSession" };

function setting(trust?: string, mode: IamMode = "enforce") {
  const account = new Account();
  if (trust !== undefined) account.role("r", allow("s3:GetObject", "arn:aws:s3:::bkt/*"), { trust });
  account.resource("s3", "bkt");
  const iam = account.iam(mode);
  return { account, iam, authority: iam.authority };
}

const ofGlue = trusts({ Service: "glue.amazonaws.com" });

describe("a service that takes a role", () => {
  it("gets credentials by which the edge knows the session", async () => {
    const { authority, iam } = setting(ofGlue);
    const { accessKeyId, sessionToken, principal } = await authority.assume(place, want);
    expect(principal).toMatchObject({
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/r/GlueJobRunnerSession`,
      id: "AROAR:GlueJobRunnerSession",
    });
    expect(sessionToken).toBeTruthy();
    expect(await iam.callers.recognise(accessKeyId, REGION)).toMatchObject({ caller: { principal } });
  });

  it("is refused when the role does not trust it", async () => {
    const refused = setting(trusts({ Service: "lambda.amazonaws.com" })).authority.assume(place, want);
    await expect(refused).rejects.toThrow(
      `User: glue.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${roleArn("r")} because no role trust policy allows the sts:AssumeRole action`,
    );
  });

  it("has to fulfil the conditions of the trust policy", async () => {
    const sourceArn = `arn:aws:glue:${REGION}:${ACCOUNT}:job/j`;
    const only = trusts(
      { Service: "glue.amazonaws.com" },
      { Condition: { ArnLike: { "aws:SourceArn": sourceArn }, StringEquals: { "aws:SourceAccount": ACCOUNT } } },
    );
    const { authority } = setting(only);
    await expect(authority.assume(place, { ...want, sourceArn })).resolves.toBeDefined();
    await expect(authority.assume(place, { ...want, sourceArn: `${sourceArn}2` })).rejects.toThrow(RoleRefusal);
    await expect(authority.assume(place, want)).rejects.toThrow(RoleRefusal);
  });

  it.each(["enforce", "report"] as const)("is refused with --iam %s when there is no such role", async (mode) => {
    await expect(setting(undefined, mode).authority.assume(place, want)).rejects.toThrow(RoleRefusal);
  });

  it("gets it all the same when that is only reported, or nobody looks", async () => {
    for (const mode of ["report", "off"] as const) {
      const { authority, iam } = setting(trusts({ Service: "lambda.amazonaws.com" }), mode);
      await expect(authority.assume(place, want)).resolves.toMatchObject({ principal: { kind: "session" } });
      expect(
        iam.recorder
          .all()
          .flatMap(({ calls }) => calls)
          .map(({ denied }) => denied),
      ).toEqual(mode === "report" ? [1] : []);
    }
  });

  it("gets the account's credentials when nobody looks and there is no role", async () => {
    const { principal, accessKeyId, sessionToken } = await setting(undefined, "off").authority.assume(place, want);
    expect([accessKeyId, sessionToken, principal.kind]).toEqual([ACCOUNT, undefined, "root"]);
  });
});

describe("what a service does in somebody's name", () => {
  const principal = sessionOf(roleArn("r"), "AROAR", "me");
  const asks = [{ action: "s3:PutObject", resource: "arn:aws:s3:::bkt/k", context: new Map() }];

  it("is denied with AWS's sentence, and recorded", async () => {
    const { authority, iam } = setting(ofGlue);
    expect(await authority.denialOf(place, principal, asks)).toContain("is not authorized to perform: s3:PutObject");
    expect(iam.recorder.all()[0]).toMatchObject({
      principal: roleArn("r"),
      calls: [{ action: "s3:PutObject", denied: 1 }],
    });
  });

  it("is allowed when it is only reported, and then recorded, or when nobody looks", async () => {
    for (const mode of ["report", "off"] as const) {
      const { authority, iam } = setting(ofGlue, mode);
      expect(await authority.denialOf(place, principal, asks)).toBeUndefined();
      expect(iam.recorder.all()).toHaveLength(mode === "report" ? 1 : 0);
    }
  });
});

describe("calls that a service makes as a principal", () => {
  const principal = sessionOf(roleArn("r"), "AROAR", "me");
  const get = (url: string) => callOf({ service: "s3", operation: "GetObject", method: "GET", url });
  const forward = (request: EdgeRequest): Promise<EdgeResponse> =>
    Promise.resolve({ status: request.url.endsWith("missing") ? 404 : 200, headers: {}, body: Buffer.from("moto") });

  it("are passed on, or denied in their protocol", async () => {
    const calling = setting(ofGlue).authority.callingAs(principal, forward);
    expect((await calling(get("/bkt/key"))).body.toString()).toBe("moto");
    expect((await calling(jsonCall("dynamodb", "GetItem", { TableName: "t" }))).status).toBe(400);
  });

  it("do not learn of what is missing", async () => {
    expect((await setting(ofGlue).authority.callingAs(principal, forward)(get("/bkt/missing"))).status).toBe(403);
    expect((await setting(ofGlue, "report").authority.callingAs(principal, forward)(get("/bkt/missing"))).status).toBe(
      404,
    );
  });

  it("are only passed on when nobody looks", () => {
    expect(setting(ofGlue, "off").authority.callingAs(principal, forward)).toBe(forward);
  });
});

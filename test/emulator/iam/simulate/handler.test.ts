import type { EdgeResponse } from "../../../../emulator/edge/messages";
import { PolicySimulator } from "../../../../emulator/iam/simulate/handler";
import { Store } from "../../../../emulator/iam/store/store";
import { Account, ACCOUNT, allow, formCall, policy, roleArn } from "../live";

const forward = () => Promise.resolve({ status: 200, headers: {}, body: Buffer.from("moto") });

function simulate(operation: string, members: Readonly<Record<string, string>>, account = new Account()) {
  const simulator = new PolicySimulator(new Store(account.ask, () => undefined));
  return simulator.handle(formCall("iam", operation, members), forward);
}

const all = ({ body }: EdgeResponse, name: string): string[] =>
  [...body.toString().matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text]) => text ?? "");
const decisions = (answer: EdgeResponse) => all(answer, "EvalDecision");

const listed = (name: string, values: readonly string[]) =>
  Object.fromEntries(values.map((value, at) => [`${name}.member.${at + 1}`, value]));
const actions = (...names: string[]) => listed("ActionNames", names);
const entry = (at: number, key: string, ...values: string[]) => ({
  [`ContextEntries.member.${at}.ContextKeyName`]: key,
  [`ContextEntries.member.${at}.ContextKeyType`]: "string",
  ...listed(`ContextEntries.member.${at}.ContextKeyValues`, values),
});
const custom = (document: string, members: Readonly<Record<string, string>> = {}) =>
  simulate("SimulateCustomPolicy", {
    ...listed("PolicyInputList", [document]),
    ...actions("s3:GetObject"),
    ...members,
  });

describe("SimulateCustomPolicy", () => {
  it("says what the policies would, for each action and resource", async () => {
    const answer = await custom(allow("s3:GetObject", "arn:aws:s3:::b/*"), {
      ...actions("s3:GetObject", "s3:PutObject"),
      ...listed("ResourceArns", ["arn:aws:s3:::b/k", "arn:aws:s3:::other/k"]),
    });
    expect(decisions(answer)).toEqual(["allowed", "implicitDeny", "implicitDeny", "implicitDeny"]);
    expect(all(answer, "EvalActionName")).toEqual(["s3:GetObject", "s3:GetObject", "s3:PutObject", "s3:PutObject"]);
    expect(all(answer, "EvalResourceName")[1]).toBe("arn:aws:s3:::other/k");
  });

  it("names the statement that decides, and where it stands", async () => {
    const document = `{"Version":"2012-10-17","Statement":[\n{"Effect":"Allow","Action":"s3:*","Resource":"*"},\n  {"Sid":"No","Effect":"Deny","Action":"s3:GetObject","Resource":["*","arn:aws:s3:::b/{"]}]}`;
    const answer = await custom(document);
    expect(decisions(answer)).toEqual(["explicitDeny"]);
    expect(all(answer, "SourcePolicyId")).toEqual(["PolicyInputList.1"]);
    expect([all(answer, "Line"), all(answer, "Column")]).toEqual([
      ["3", "3"],
      ["3", "91"],
    ]);
  });

  it("looks at the context that is given, and tells which keys are missing", async () => {
    const conditions = { StringEquals: { "aws:RequestTag/team": "x" }, Bool: { "aws:SecureTransport": "true" } };
    const document = policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: conditions });
    const without = await custom(document, entry(1, "aws:SecureTransport", "true"));
    expect([decisions(without), all(without, "member").includes("aws:RequestTag/team")]).toEqual([
      ["implicitDeny"],
      true,
    ]);
    const given = { ...entry(1, "aws:securetransport", "true"), ...entry(2, "aws:RequestTag/team", "x") };
    const answer = await custom(document, given);
    expect([
      decisions(answer),
      answer.body.toString().includes("<MissingContextValues></MissingContextValues>"),
    ]).toEqual([["allowed"], true]);
  });

  it("looks at a policy of the resource, and at a boundary", async () => {
    const resourcePolicy = policy({
      Effect: "Allow",
      Principal: { AWS: ACCOUNT },
      Action: "s3:GetObject",
      Resource: "*",
    });
    const foreign = {
      ...listed("ResourceArns", ["arn:aws:s3:::b/k"]),
      ResourceOwner: "arn:aws:iam::444455556666:root",
      CallerArn: `arn:aws:iam::${ACCOUNT}:user/u`,
    };
    expect(decisions(await custom(allow("s3:GetObject"), foreign))).toEqual(["implicitDeny"]);
    expect(decisions(await custom(allow("s3:GetObject"), { ...foreign, ResourcePolicy: resourcePolicy }))).toEqual([
      "allowed",
    ]);
    const bounded = await custom(allow("s3:GetObject"), listed("PermissionsBoundaryPolicyInputList", [allow("sqs:*")]));
    expect([decisions(bounded), all(bounded, "AllowedByPermissionsBoundary")]).toEqual([["implicitDeny"], ["false"]]);
  });

  it("answers page by page", async () => {
    const many = actions("s3:GetObject", "s3:PutObject", "s3:DeleteObject");
    const first = await custom(allow("s3:*"), { ...many, MaxItems: "2" });
    expect([all(first, "IsTruncated"), decisions(first).length]).toEqual([["true"], 2]);
    const second = await custom(allow("s3:*"), { ...many, MaxItems: "2", Marker: all(first, "Marker")[0] ?? "" });
    expect([all(second, "IsTruncated"), all(second, "EvalActionName")]).toEqual([["false"], ["s3:DeleteObject"]]);
  });

  it.each([
    ["no action", { "ActionNames.member.1": "" }, "Invalid Entity Action"],
    ["an action that is none", actions("s3"), "Invalid Entity Action: s3"],
    ["a policy that is none", listed("PolicyInputList", ["{}"]), "PolicyInputList.1"],
    ["a resource policy without a caller", { ResourcePolicy: allow("s3:*") }, "CallerArn"],
  ])("refuses %s", async (_, members, message) => {
    const answer = await custom(allow("s3:*"), members);
    expect([answer.status, all(answer, "Code")]).toEqual([400, ["InvalidInput"]]);
    expect(all(answer, "Message")[0]).toContain(message);
  });

  it("needs a policy", async () => {
    expect((await simulate("SimulateCustomPolicy", actions("s3:GetObject"))).status).toBe(400);
  });
});

describe("SimulatePrincipalPolicy", () => {
  const account = new Account();
  account.role("r", allow("s3:GetObject"));
  account.role("bounded", allow("s3:*"), { boundary: "arn:aws:iam::aws:policy/b" });
  account.identities.policies["arn:aws:iam::aws:policy/b"] = allow("sqs:*");
  const of = (name: string, members: Readonly<Record<string, string>> = {}) =>
    simulate(
      "SimulatePrincipalPolicy",
      { PolicySourceArn: roleArn(name), ...actions("s3:GetObject", "s3:PutObject"), ...members },
      account,
    );

  it("answers from the policies of a role", async () => {
    const answer = await of("r");
    expect(decisions(answer)).toEqual(["allowed", "implicitDeny"]);
    expect(all(answer, "SourcePolicyType")).toEqual(["role"]);
  });

  it("adds the policies that are given", async () => {
    expect(decisions(await of("r", listed("PolicyInputList", [allow("s3:PutObject")])))).toEqual([
      "allowed",
      "allowed",
    ]);
  });

  it("keeps to the boundary of the role, or to the one that is given", async () => {
    expect(decisions(await of("bounded"))).toEqual(["implicitDeny", "implicitDeny"]);
    const other = listed("PermissionsBoundaryPolicyInputList", [allow("s3:Put*")]);
    expect(decisions(await of("bounded", other))).toEqual(["implicitDeny", "allowed"]);
  });

  it.each([
    [roleArn("none"), 404, "NoSuchEntity"],
    ["arn:aws:s3:::b", 400, "InvalidInput"],
    ["", 400, "InvalidInput"],
  ])("of %s", async (source, status, code) => {
    const answer = await of("r", { PolicySourceArn: source });
    expect([answer.status, all(answer, "Code")]).toEqual([status, [code]]);
  });
});

it("leaves everything else of IAM to moto", async () => {
  expect((await simulate("ListRoles", {})).body.toString()).toBe("moto");
});

import { ALLOW, answer, type Asked, policy, question } from "../decide/questions";
import { decide } from "../../../../emulator/iam/decide";

const allowed = (asked: Asked) => answer(asked) === "allowed";

describe("IAM User Guide, IAM JSON policy elements: Action and NotAction", () => {
  it.each<readonly [element: object, action: string, isCovered: boolean]>([
    [{ Action: "*" }, "s3:GetObject", true],
    [{ Action: "*:*" }, "s3:GetObject", true],
    [{ Action: "s3:*" }, "s3:GetObject", true],
    [{ Action: "s3:*" }, "s3-outposts:GetObject", false],
    [{ Action: "iam:ListAccessKeys" }, "iam:ListAccessKeys", true],
    // "iam:ListAccessKeys is the same as IAM:listaccesskeys"
    [{ Action: "IAM:listaccesskeys" }, "iam:ListAccessKeys", true],
    [{ Action: "iam:ListAccessKeys" }, "IAM:LISTACCESSKEYS", true],
    [{ Action: "iam:ListAccessKeys" }, "iam:ListAccessKey", false],
    // "all IAM actions that include the string AccessKey"
    [{ Action: "iam:*AccessKey*" }, "iam:CreateAccessKey", true],
    [{ Action: "iam:*AccessKey*" }, "iam:ListAccessKeys", true],
    [{ Action: "iam:*AccessKey*" }, "iam:ListUsers", false],
    [{ Action: "s3:Get*" }, "s3:GetObject", true],
    [{ Action: "s3:Get*" }, "s3:PutObject", false],
    [{ Action: "s3:GetObjec?" }, "s3:GetObject", true],
    [{ Action: "s3:?etObject" }, "s4:GetObject", false],
    [{ Action: "s3:GetObject?" }, "s3:GetObject", false],
    [{ Action: "iam:*Report" }, "iam:GetCredentialReport", true],
    [{ Action: "iam:*Report" }, "iam:GetCredentialReports", false],
    [{ Action: ["sqs:SendMessage", "s3:GetObject"] }, "s3:GetObject", true],
    [{ NotAction: "s3:DeleteBucket" }, "s3:GetObject", true],
    [{ NotAction: "s3:DeleteBucket" }, "s3:DeleteBucket", false],
    [{ NotAction: ["iam:*", "organizations:*"] }, "iam:CreateUser", false],
    [{ NotAction: "iam:*" }, "s3:GetObject", true],
    [{ NotAction: "s3:getobject" }, "s3:GetObject", false],
  ])("%j and %s: %s", (element, action, isCovered) => {
    expect(allowed({ action, identity: { Effect: "Allow", Resource: "*", ...element } })).toBe(isCovered);
  });
});

describe("IAM User Guide, IAM JSON policy elements: Resource and NotResource", () => {
  const tests = "arn:aws:s3:::amzn-s3-demo-bucket/*/test/*";
  const of = (key: string) => `arn:aws:s3:::amzn-s3-demo-bucket/${key}`;
  const queue = "arn:aws:sqs:us-east-2:111122223333:queue1";

  it.each<readonly [element: object, resource: string, isCovered: boolean]>([
    [{ Resource: "*" }, queue, true],
    [{ Resource: "*" }, "*", true],
    [{ Resource: queue }, queue, true],
    [{ Resource: queue }, `${queue}0`, false],
    [{ Resource: queue }, "*", false],
    [{ Resource: "arn:aws:sqs:*:111122223333:queue?" }, queue, true],
    [{ Resource: "arn:aws:sqs:*:111122223333:queue??" }, queue, false],
    [{ Resource: "arn:*:sqs:*:*:*" }, queue, true],
    [{ Resource: "arn:aws:sqs:us-*:*" }, queue, true],
    [{ Resource: "arn:aws:sqs:eu-*" }, queue, false],
    // The guide's list of what "arn:aws:s3:::DOC-EXAMPLE-BUCKET/*/test/*" is, and what it is not.
    [{ Resource: tests }, of("1/test/object.jpg"), true],
    [{ Resource: tests }, of("1/2/test/object.jpg"), true],
    [{ Resource: tests }, of("1/2/test/3/object.jpg"), true],
    [{ Resource: tests }, of("1/2/3/test/4/object.jpg"), true],
    [{ Resource: tests }, of("1///test///object.jpg"), true],
    [{ Resource: tests }, of("1/test/.jpg"), true],
    [{ Resource: tests }, of("/test/object.jpg"), true],
    [{ Resource: tests }, of("1/test/"), true],
    [{ Resource: tests }, of("1-test/object.jpg"), false],
    [{ Resource: tests }, of("test/object.jpg"), false],
    [{ Resource: tests }, of("1/2/test.jpg"), false],
    [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket/*" }, "arn:aws:s3:::amzn-s3-demo-bucket", false],
    [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket*" }, "arn:aws:s3:::amzn-s3-demo-bucket", true],
    [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket/A*" }, of("a"), false],
    [{ Resource: ["arn:aws:s3:::x", queue] }, queue, true],
    [{ NotResource: queue }, queue, false],
    [{ NotResource: "arn:aws:s3:::*" }, queue, true],
    [{ NotResource: ["arn:aws:s3:::*", "arn:aws:sqs:*"] }, queue, false],
    [{ NotResource: queue }, "*", true],
  ])("%j and %s: %s", (element, resource, isCovered) => {
    expect(allowed({ resource, identity: { Effect: "Allow", Action: "*", ...element } })).toBe(isCovered);
  });

  it("is the resource that has the policy, where that policy names none", () => {
    expect(allowed({ bucket: { Effect: "Allow", Action: "*", Principal: "*" } })).toBe(true);
  });
});

describe("IAM User Guide, IAM policy elements: Variables and tags", () => {
  const home = "arn:aws:s3:::amzn-s3-demo-bucket/home/${aws:username}/*";
  const own = "arn:aws:s3:::amzn-s3-demo-bucket/home/Adele/x";
  const team = "arn:aws:s3:::amzn-s3-demo-bucket/${aws:PrincipalTag/team, 'company-wide'}/*";
  const adele = { "aws:username": "Adele" };

  it.each<readonly [resource: string, asked: string, context: NonNullable<Asked["context"]>, isCovered: boolean]>([
    [home, own, adele, true],
    [home, own, { "aws:username": "David" }, false],
    // "the resource that includes a policy variable with no value will not match any resource"
    [home, own, {}, false],
    [home, "arn:aws:s3:::amzn-s3-demo-bucket/home//x", {}, false],
    // "Key names are case-insensitive."
    ["arn:aws:s3:::amzn-s3-demo-bucket/home/${AWS:UserName}/*", own, adele, true],
    ["arn:aws:s3:::${aws:PrincipalTag/department}", "arn:aws:s3:::hr", { "aws:PrincipalTag/Department": "hr" }, true],
    // "You can't use a multivalued condition key as a variable."
    ["arn:aws:s3:::${aws:TagKeys}", "arn:aws:s3:::a", { "aws:TagKeys": ["a", "b"] }, false],
    // A wildcard in a value is no wildcard of the policy.
    [home, own, { "aws:username": "*" }, false],
    [home, "arn:aws:s3:::amzn-s3-demo-bucket/home/*/x", { "aws:username": "*" }, true],
    [team, "arn:aws:s3:::amzn-s3-demo-bucket/company-wide/x", {}, true],
    [team, "arn:aws:s3:::amzn-s3-demo-bucket/company-wide/x", { "aws:PrincipalTag/team": "yellow" }, false],
    [team, "arn:aws:s3:::amzn-s3-demo-bucket/yellow/x", { "aws:PrincipalTag/team": "yellow" }, true],
    ["arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", {}, true],
    ["arn:aws:s3:::b/${*}", "arn:aws:s3:::b/x", {}, false],
    ["arn:aws:s3:::b/${?}", "arn:aws:s3:::b/?", {}, true],
    ["arn:aws:s3:::b/${?}", "arn:aws:s3:::b/x", {}, false],
    ["arn:aws:s3:::b/${$}{aws:username}", "arn:aws:s3:::b/${aws:username}", adele, true],
    ["arn:aws:s3:::b/$5", "arn:aws:s3:::b/$5", {}, true],
  ])("%s and %s with %j: %s", (Resource, resource, context, isCovered) => {
    expect(allowed({ resource, context, identity: { Effect: "Allow", Action: "*", Resource } })).toBe(isCovered);
  });

  it.each(["2008-10-17", undefined])("are literal text in documents of version %s", (Version) => {
    const literal = { Effect: "Allow", Action: "*", Resource: "arn:aws:s3:::b/${aws:username}" };
    const isAllowed = (resource: string) => {
      const asked = question({ resource, context: adele });
      const document = JSON.stringify({ Version, Statement: literal });
      return decide({ ...asked, policies: { identity: [{ name: "old", document }] } }).isAllowed;
    };
    expect([isAllowed("arn:aws:s3:::b/Adele"), isAllowed("arn:aws:s3:::b/${aws:username}")]).toEqual([false, true]);
  });

  it("in a NotResource without a value leave out no resource", () => {
    expect(allowed({ identity: { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::${aws:username}" } })).toBe(
      true,
    );
  });

  it("take part in a decision as they are in this request, not in the one before", () => {
    const identity = { ...ALLOW, Resource: home };
    const of = (name: string) => allowed({ resource: own, context: { "aws:username": name }, identity });
    expect([of("Adele"), of("David"), of("Adele")]).toEqual([true, false, true]);
    expect(policy("p", identity).document).toContain("${aws:username}");
  });
});

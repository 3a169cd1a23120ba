import { compilePolicy, PolicyError, type PolicyKind } from "../../../../emulator/iam/policy";

const ARN = "arn:aws:s3:::amzn-s3-demo-bucket/*";
const ALLOW = { Effect: "Allow", Action: "s3:GetObject", Resource: ARN };
const TRUST = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "glue.amazonaws.com" } };

function errorOf(document: unknown, kind: PolicyKind = "identity"): PolicyError {
  const text = typeof document === "string" ? document : JSON.stringify(document);
  try {
    compilePolicy({ name: "p", document: text }, kind);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error(`no error: ${text}`);
}

function compiles(document: unknown, kind: PolicyKind = "identity"): boolean {
  return compilePolicy({ name: "p", document: JSON.stringify(document) }, kind).statements.length > 0;
}

const statement = (members: object) => ({ Version: "2012-10-17", Statement: { ...ALLOW, ...members } });
const without = (member: keyof typeof ALLOW) => ({
  Version: "2012-10-17",
  Statement: { ...ALLOW, [member]: undefined },
});
const principal = (Principal: unknown) => ({ Statement: { ...ALLOW, Principal } });
const condition = (Condition: unknown) => statement({ Condition });

describe("a policy, by the Grammar of the IAM JSON policy language,", () => {
  const valid: readonly (readonly [what: string, document: unknown, kind?: PolicyKind])[] = [
    ["has one statement or a list", { Statement: ALLOW }],
    ["has one statement or a list", { Statement: [ALLOW, { ...ALLOW, Effect: "Deny" }] }],
    ["has either version", { Version: "2008-10-17", Statement: ALLOW }],
    ["of a resource has an Id with spaces", { Id: "Admin Policy", ...principal("*") }, "resource"],
    ["of a resource has a Sid with spaces", { Statement: { ...ALLOW, Sid: "a b", Principal: "*" } }, "resource"],
    ["has an empty Sid", statement({ Sid: "" })],
    ["has any number of statements without a Sid", { Statement: [ALLOW, ALLOW, { ...ALLOW, Sid: "1x" }] }],
    ["of a resource has no Resource, where that is its own", { Statement: { ...TRUST, Action: "ecr:*" } }, "resource"],
    ["of a role has no Resource", { Statement: TRUST }, "trust"],
    ["has an empty Condition", condition({})],
    [
      "has values that are no texts",
      condition({ Bool: { "aws:SecureTransport": false }, NumericEquals: { "s3:max-keys": 10 } }),
    ],
    [
      "has blocks in any order",
      { Statement: { Resource: ARN, Action: ["s3:*"], Effect: "Deny" }, Version: "2012-10-17" },
    ],
  ];

  it.each(valid.map(([what, document, kind = "identity"]) => ({ what, document, kind })))(
    "$what: $document",
    ({ document, kind }) => {
      expect(compiles(document, kind)).toBe(true);
    },
  );

  const refused: readonly (readonly [document: unknown, member: string, found: unknown, kind?: PolicyKind])[] = [
    [{ Version: "2012-10-18", Statement: ALLOW }, "Version", "2012-10-18"],
    [{ Version: 2012, Statement: ALLOW }, "Version", 2012],
    [{ Version: "2012-10-17" }, "Statement", undefined],
    [{ Statement: [] }, "Statement", []],
    [{ Id: "x", Statement: ALLOW }, "Id", "x"],
    [{ Id: 1, ...principal("*") }, "Id", 1, "resource"],
    [{ Statement: ALLOW, Comment: "x" }, "", "Comment"],
    [[], "", []],
    [{ Statement: "Allow" }, "", "Allow"],
    [statement({ effect: "Allow" }), "", "effect"],
    [statement({ Effect: "allow" }), "Effect", "allow"],
    [without("Effect"), "Effect", undefined],
    [statement({ Sid: 1 }), "Sid", 1],
    [statement({ Sid: "a b" }), "Sid", "a b"],
    [
      {
        Statement: [
          { ...ALLOW, Sid: "A" },
          { ...ALLOW, Sid: "A" },
        ],
      },
      "Sid",
      "A",
    ],
    [without("Action"), "Action", undefined],
    [statement({ NotAction: "s3:*" }), "NotAction", "Action and NotAction"],
    [statement({ Action: [] }), "Action", []],
    [statement({ Action: "GetObject" }), "Action", "GetObject"],
    [statement({ Action: "s3:Get Object" }), "Action", "s3:Get Object"],
    [statement({ Action: "s3:" }), "Action", "s3:"],
    [statement({ Action: "s?:GetObject" }), "Action", "s?:GetObject"],
    [statement({ Action: ["s3:*", 1] }), "Action", ["s3:*", 1]],
    [without("Resource"), "Resource", undefined],
    [statement({ NotResource: ARN }), "NotResource", "Resource and NotResource"],
    [statement({ Resource: "amzn-s3-demo-bucket" }), "Resource", "amzn-s3-demo-bucket"],
    [statement({ Resource: "arn:aws:s3" }), "Resource", "arn:aws:s3"],
    [statement({ Resource: "**" }), "Resource", "**"],
    [statement({ Resource: [] }), "Resource", []],
    [statement({ Resource: {} }), "Resource", {}],
    [statement({ Principal: "*" }), "Principal", "*"],
    [statement({ NotPrincipal: "*" }), "NotPrincipal", "*"],
    [{ Statement: ALLOW }, "Principal", undefined, "resource"],
    [
      { Statement: { ...ALLOW, Principal: "*", NotPrincipal: "*" } },
      "NotPrincipal",
      "Principal and NotPrincipal",
      "resource",
    ],
    [{ Statement: { ...TRUST, Principal: undefined } }, "Principal", undefined, "trust"],
    [{ Statement: { Effect: "Deny", Action: "sts:*", NotPrincipal: "*" } }, "NotPrincipal", "*", "trust"],
    [{ Statement: { ...TRUST, Resource: "*" } }, "Resource", "*", "trust"],
    [
      { Statement: { ...ALLOW, NotPrincipal: { AWS: "123456789012" } } },
      "NotPrincipal",
      { AWS: "123456789012" },
      "resource",
    ],
    [principal({}), "Principal", {}, "resource"],
    [principal("123456789012"), "Principal", "123456789012", "resource"],
    [principal({ Aws: "*" }), "Principal", "Aws", "resource"],
    [principal({ AWS: [] }), "Principal.AWS", [], "resource"],
    [principal({ AWS: "12345678901" }), "Principal.AWS", "12345678901", "resource"],
    // "You cannot use a wildcard to match part of a principal name or ARN."
    [
      principal({ AWS: "arn:aws:iam::123456789012:role/*" }),
      "Principal.AWS",
      "arn:aws:iam::123456789012:role/*",
      "resource",
    ],
    [
      principal({ AWS: "arn:aws:iam::123456789012:group/g" }),
      "Principal.AWS",
      "arn:aws:iam::123456789012:group/g",
      "resource",
    ],
    [principal({ Service: "glue" }), "Principal.Service", "glue", "resource"],
    [principal({ Service: "*" }), "Principal.Service", "*", "resource"],
    [principal({ Federated: "*" }), "Principal.Federated", "*", "resource"],
    [principal({ CanonicalUser: "7" }), "Principal.CanonicalUser", "7", "resource"],
  ];

  it.each(refused.map(([document, member, found, kind = "identity"]) => ({ document, member, found, kind })))(
    "of kind $kind is refused for $member: $document",
    ({ document, member, found, kind }) => {
      expect(errorOf(document, kind)).toMatchObject({ policy: "p", member, found });
    },
  );

  it.each<readonly [condition: unknown, member: string, found: unknown]>([
    ["x", "Condition", "x"],
    [{ StringMatches: { "aws:username": "x" } }, "Condition", "StringMatches"],
    [{ stringEquals: { "aws:username": "x" } }, "Condition", "stringEquals"],
    [{ NullIfExists: { "aws:username": "true" } }, "Condition", "NullIfExists"],
    [{ "ForAnyValue:Null": { "aws:TagKeys": "true" } }, "Condition", "ForAnyValue:Null"],
    [{ "ForSomeValues:StringEquals": { "aws:TagKeys": "a" } }, "Condition", "ForSomeValues:StringEquals"],
    [{ StringEquals: "aws:username" }, "Condition.StringEquals", "aws:username"],
    [{ StringEquals: { "aws:user-name": "x" } }, "Condition.StringEquals", "aws:user-name"],
    [{ StringEquals: { "s3:no-such-key": "x" } }, "Condition.StringEquals", "s3:no-such-key"],
    [{ StringEquals: { username: "x" } }, "Condition.StringEquals", "username"],
    [{ StringEquals: { "aws:username": [] } }, "Condition.StringEquals.aws:username", []],
    [{ StringEquals: { "aws:username": { a: 1 } } }, "Condition.StringEquals.aws:username", { a: 1 }],
    [{ StringEquals: { "aws:username": null } }, "Condition.StringEquals.aws:username", null],
    [{ StringLike: { "s3:prefix": "${aws:usrname}" } }, "Condition.StringLike.s3:prefix", "${aws:usrname}"],
    [{ StringLike: { "s3:prefix": "a/${aws:username" } }, "Condition.StringLike.s3:prefix", "${aws:username"],
    [{ StringLike: { "s3:prefix": "${}" } }, "Condition.StringLike.s3:prefix", "${}"],
    [{ NumericEquals: { "s3:max-keys": "ten" } }, "Condition.NumericEquals.s3:max-keys", "ten"],
    [{ NumericEquals: { "s3:max-keys": "" } }, "Condition.NumericEquals.s3:max-keys", ""],
    [{ DateLessThan: { "aws:CurrentTime": "tomorrow" } }, "Condition.DateLessThan.aws:CurrentTime", "tomorrow"],
    [
      { DateLessThan: { "aws:CurrentTime": "2020-01-01T00:00:00" } },
      "Condition.DateLessThan.aws:CurrentTime",
      "2020-01-01T00:00:00",
    ],
    [{ DateLessThan: { "aws:CurrentTime": "2020-13-01" } }, "Condition.DateLessThan.aws:CurrentTime", "2020-13-01"],
    [{ Bool: { "aws:SecureTransport": "yes" } }, "Condition.Bool.aws:SecureTransport", "yes"],
    // Variables are for string and ARN operators.
    [
      { Bool: { "aws:SecureTransport": "${aws:ViaAWSService}" } },
      "Condition.Bool.aws:SecureTransport",
      "${aws:ViaAWSService}",
    ],
    [{ Null: { "aws:username": "no" } }, "Condition.Null.aws:username", "no"],
    [{ BinaryEquals: { "aws:userid": "%%" } }, "Condition.BinaryEquals.aws:userid", "%%"],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/33" } }, "Condition.IpAddress.aws:SourceIp", "203.0.113.0/33"],
    [{ IpAddress: { "aws:SourceIp": "203.0.113" } }, "Condition.IpAddress.aws:SourceIp", "203.0.113"],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/8/8" } }, "Condition.IpAddress.aws:SourceIp", "203.0.113.0/8/8"],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/" } }, "Condition.IpAddress.aws:SourceIp", "203.0.113.0/"],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:sns" } }, "Condition.ArnLike.aws:SourceArn", "arn:aws:sns"],
  ])("is refused for its Condition %j", (element, member, found) => {
    expect(errorOf(condition(element))).toMatchObject({ policy: "p", place: "statement 0", member, found });
  });

  it("is refused for variables in what comes before an ARN's fifth colon", () => {
    const resource = "arn:aws:sqs:eu-west-1:${aws:PrincipalAccount}:q";
    expect(errorOf(statement({ Resource: resource }))).toMatchObject({ member: "Resource", found: resource });
    expect(compiles(statement({ Resource: "arn:aws:sqs:eu-west-1:*:${aws:username}" }))).toBe(true);
    expect(compiles({ Statement: { ...ALLOW, Resource: resource } })).toBe(true);
  });

  it.each([
    ['{"Statement": {"Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*"}}', "Effect"],
    ['{"Version": "2012-10-17", "Statement": [], "Version": "2008-10-17"}', "Version"],
    ['{"Statement": [{"Action": [{}, "a:b\\"{"], "Ac\\u0074ion": ":"}]}', "Action"],
  ])("has each member once: %s", (document, member) => {
    expect(errorOf(document)).toMatchObject({ place: "document", member });
  });

  it("may have the same member in several elements, and braces and colons in texts", () => {
    const text =
      '{"Statement": [{"Sid": "", "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::{\\":a/\\\\"}, {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}]}';
    expect(compilePolicy({ name: "p", document: text }, "identity").statements).toHaveLength(2);
  });

  it("is JSON", () => {
    expect(errorOf("{").message).toMatch(/^The policy p is not valid\. document: found "\{"; allowed: JSON \(/);
  });
});

describe("the error of a policy", () => {
  it("names policy, statement and member, what was found and what is allowed", () => {
    const document = {
      Statement: [ALLOW, { ...ALLOW, Sid: "Read", Condition: { DateEquals: { "aws:CurrentTime": "soon" } } }],
    };
    const named = { name: "arn:aws:iam::111122223333:policy/x", document: JSON.stringify(document) };
    expect(() => compilePolicy(named, "identity")).toThrow(
      'The policy arn:aws:iam::111122223333:policy/x is not valid. statement "Read", Condition.DateEquals.aws:CurrentTime: ' +
        'found "soon"; allowed: a date of ISO 8601 (a time with its zone), or seconds since 1970',
    );
  });

  it("says that nothing was found, and shortens what is long", () => {
    expect(errorOf(without("Effect")).message).toContain("statement 0, Effect: found nothing; allowed:");
    expect(errorOf(statement({ Effect: "x".repeat(500) })).message).toContain(`"${"x".repeat(119)}...;`);
  });
});

describe("compiled policies", () => {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: ALLOW });

  it("are the same for the same text, whatever their name", () => {
    expect(compilePolicy({ name: "a", document }, "identity")).toBe(compilePolicy({ name: "b", document }, "identity"));
  });

  it("are not those of another kind", () => {
    compilePolicy({ name: "a", document }, "identity");
    expect(() => compilePolicy({ name: "a", document }, "resource")).toThrow(PolicyError);
  });

  it("are forgotten when there are many", () => {
    const first = compilePolicy({ name: "a", document }, "identity");
    for (let index = 0; index < 2_000; index += 1) {
      compilePolicy({ name: "a", document: JSON.stringify(statement({ Sid: `S${index}` })) }, "identity");
    }
    expect(compilePolicy({ name: "a", document }, "identity")).not.toBe(first);
  });

  it("tell version, statements, and what the statements are called", () => {
    const { version, statements } = compilePolicy(
      { name: "p", document: JSON.stringify({ Statement: [ALLOW, { ...ALLOW, Sid: "R" }] }) },
      "identity",
    );
    expect(version).toBe("2008-10-17");
    expect(statements.map(({ index, label, effect, action }) => [index, label, effect, action.patterns])).toEqual([
      [0, "0", "Allow", ["s3:GetObject"]],
      [1, "R", "Allow", ["s3:GetObject"]],
    ]);
  });
});

import { ALLOW, answer, type Asked } from "../decide/questions";

type Row = readonly [condition: object, context: NonNullable<Asked["context"]>, isMet: boolean];

/** Whether an allowing statement with this condition allows. */
function isMet(condition: object, context: NonNullable<Asked["context"]>): boolean {
  return answer({ context, identity: { ...ALLOW, Condition: condition } }) === "allowed";
}

function table(rows: readonly Row[]): void {
  it.each<Row>([...rows])("%j with %j: %s", (condition, context, expected) => {
    expect(isMet(condition, context)).toBe(expected);
  });
}

const JOB = "aws:PrincipalTag/job-category";

describe("IAM User Guide, String condition operators", () => {
  table([
    [{ StringEquals: { [JOB]: "iamuser-admin" } }, { [JOB]: "iamuser-admin" }, true],
    [{ StringEquals: { [JOB]: "iamuser-admin" } }, { [JOB]: "iamuser-Admin" }, false],
    [{ StringEquals: { [JOB]: "iamuser-*" } }, { [JOB]: "iamuser-admin" }, false],
    [{ StringEquals: { [JOB]: "iamuser-*" } }, { [JOB]: "iamuser-*" }, true],
    [{ StringEquals: { [JOB]: "iamuser-admin" } }, {}, false],
    [{ StringNotEquals: { [JOB]: "a" } }, { [JOB]: "b" }, true],
    [{ StringNotEquals: { [JOB]: "a" } }, { [JOB]: "a" }, false],
    [{ StringNotEquals: { [JOB]: "a" } }, {}, true],
    [{ StringEqualsIgnoreCase: { [JOB]: "AdMin" } }, { [JOB]: "aDmIN" }, true],
    [{ StringEqualsIgnoreCase: { [JOB]: "AdMin" } }, { [JOB]: "admins" }, false],
    [{ StringNotEqualsIgnoreCase: { [JOB]: "ADMIN" } }, { [JOB]: "admin" }, false],
    [{ StringNotEqualsIgnoreCase: { [JOB]: "ADMIN" } }, { [JOB]: "user" }, true],
    [{ StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/"] } }, { "s3:prefix": "" }, true],
    [
      { StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/"] } },
      { "s3:prefix": "home/Adele/", "aws:username": "Adele" },
      true,
    ],
    [
      { StringLike: { "s3:prefix": ["", "home/", "home/${aws:username}/"] } },
      { "s3:prefix": "home/David/", "aws:username": "Adele" },
      false,
    ],
    [{ StringLike: { "s3:prefix": "David/*" } }, { "s3:prefix": "David/" }, true],
    [{ StringLike: { "s3:prefix": "David/*" } }, { "s3:prefix": "david/" }, false],
    [{ StringLike: { "s3:prefix": "a?c" } }, { "s3:prefix": "abc" }, true],
    [{ StringLike: { "s3:prefix": "a?c" } }, { "s3:prefix": "ac" }, false],
    [{ StringLike: { "s3:prefix": "*.*.*" } }, { "s3:prefix": "a.b.c" }, true],
    [{ StringNotLike: { "s3:prefix": "David/*" } }, { "s3:prefix": "David/x" }, false],
    [{ StringNotLike: { "s3:prefix": "David/*" } }, {}, true],
    // "Policy variables with no value": equal to nothing, and unequal to everything.
    [
      { StringEquals: { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } },
      { "s3:ExistingObjectTag/Team": "x" },
      false,
    ],
    [
      { StringNotEquals: { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } },
      { "s3:ExistingObjectTag/Team": "x" },
      true,
    ],
    [
      { StringNotEquals: { "s3:ExistingObjectTag/Team": "${aws:PrincipalTag/Team}" } },
      { "s3:ExistingObjectTag/Team": "x", "aws:PrincipalTag/Team": "x" },
      false,
    ],
    [{ StringEqualsIgnoreCase: { [JOB]: "${aws:username}" } }, { [JOB]: "ADELE", "aws:username": "Adele" }, true],
  ]);
});

describe("IAM User Guide, Numeric condition operators", () => {
  const keys = (count: string) => ({ "s3:max-keys": count });
  table([
    [{ NumericLessThanEquals: { "s3:max-keys": "10" } }, keys("10"), true],
    [{ NumericLessThanEquals: { "s3:max-keys": "10" } }, keys("11"), false],
    [{ NumericLessThanEquals: { "s3:max-keys": 10 } }, keys("9"), true],
    [{ NumericLessThanEquals: { "s3:max-keys": "10" } }, {}, false],
    [{ NumericLessThan: { "s3:max-keys": "10" } }, keys("9.5"), true],
    [{ NumericLessThan: { "s3:max-keys": "10" } }, keys("10"), false],
    [{ NumericGreaterThan: { "s3:max-keys": "10" } }, keys("10"), false],
    [{ NumericGreaterThan: { "s3:max-keys": "10" } }, keys("100"), true],
    [{ NumericGreaterThanEquals: { "s3:max-keys": "10" } }, keys("10"), true],
    [{ NumericGreaterThanEquals: { "s3:max-keys": "10" } }, keys("9"), false],
    [{ NumericEquals: { "s3:max-keys": "10" } }, keys("10.0"), true],
    [{ NumericEquals: { "s3:max-keys": "10" } }, keys("ten"), false],
    [{ NumericNotEquals: { "s3:max-keys": "10" } }, keys("10"), false],
    [{ NumericNotEquals: { "s3:max-keys": "10" } }, keys("11"), true],
    [{ NumericNotEquals: { "s3:max-keys": "10" } }, {}, true],
  ]);
});

describe("IAM User Guide, Date condition operators", () => {
  const now = { "aws:CurrentTime": "2020-06-30T12:00:00Z" };
  const epoch = { "aws:EpochTime": "1593518400" };
  table([
    [{ DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:01Z" } }, now, true],
    [{ DateGreaterThan: { "aws:CurrentTime": "2021-01-01" } }, now, false],
    [{ DateGreaterThan: { "aws:CurrentTime": "2020" } }, now, true],
    [{ DateGreaterThan: { "aws:CurrentTime": "2020-07" } }, now, false],
    [{ DateLessThan: { "aws:CurrentTime": "2020-06-30T12:00:00.5Z" } }, now, true],
    [{ DateLessThanEquals: { "aws:CurrentTime": "2020-06-30T14:00+02:00" } }, now, true],
    [{ DateGreaterThanEquals: { "aws:CurrentTime": "2020-06-30T14:00+02:00" } }, now, true],
    [{ DateEquals: { "aws:CurrentTime": "1593518400" } }, now, true],
    [{ DateEquals: { "aws:EpochTime": "2020-06-30T12:00:00Z" } }, epoch, true],
    [{ DateNotEquals: { "aws:CurrentTime": "2020-06-30T12:00:00Z" } }, now, false],
    [{ DateLessThan: { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } }, {}, false],
    [{ DateLessThan: { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" } }, { "aws:TokenIssueTime": "soon" }, false],
  ]);
});

describe("IAM User Guide, Boolean and binary condition operators, Null", () => {
  table([
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "false" }, true],
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "true" }, false],
    [{ Bool: { "aws:SecureTransport": true } }, { "aws:SecureTransport": "true" }, true],
    [{ Bool: { "aws:MultiFactorAuthPresent": "false" } }, {}, false],
    [{ BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } }, {}, true],
    [
      { BinaryEquals: { "aws:userid": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } },
      { "aws:userid": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" },
      true,
    ],
    [{ BinaryEquals: { "aws:userid": "QmluYXJ5VmFsdWVJbkJhc2U2NA==" } }, { "aws:userid": "QmluYXJ5" }, false],
    [{ Null: { "aws:TokenIssueTime": "true" } }, {}, true],
    [{ Null: { "aws:TokenIssueTime": "true" } }, { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" }, false],
    [{ Null: { "aws:TokenIssueTime": "false" } }, { "aws:TokenIssueTime": "2020-01-01T00:00:00Z" }, true],
    [{ Null: { "aws:TokenIssueTime": false } }, {}, false],
    [{ Null: { "aws:TagKeys": "true" } }, { "aws:TagKeys": [] }, true],
  ]);
});

describe("IAM User Guide, IP address condition operators", () => {
  const from = (address: string) => ({ "aws:SourceIp": address });
  table([
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, from("203.0.113.255"), true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, from("203.0.114.0"), false],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.7" } }, from("203.0.113.7"), true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.7" } }, from("203.0.113.8"), false],
    [{ IpAddress: { "aws:SourceIp": "0.0.0.0/0" } }, from("198.51.100.1"), true],
    [
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } },
      from("2001:db8:1234:5678::1"),
      true,
    ],
    [
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:DB8:1234:5678::/64"] } },
      from("2001:db8:1234:5679::1"),
      false,
    ],
    [{ IpAddress: { "aws:SourceIp": "::1" } }, from("0:0:0:0:0:0:0:1"), true],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, from("glue.amazonaws.com"), false],
    [{ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, {}, false],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, from("203.0.113.1"), false],
    [{ NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } }, from("198.51.100.1"), false],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, from("198.51.100.1"), true],
    [{ NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, {}, true],
  ]);
});

describe("IAM User Guide, ARN condition operators", () => {
  const finance = "arn:aws:someservice:*:111122223333:finance/*";
  const store = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
  const topic = "arn:aws:sns:eu-west-1:123456789012:topic";
  const source = (arn: string) => ({ "aws:SourceArn": arn });
  table([
    // The guide's case in which a string operator matches and an ARN operator does not.
    [{ StringLike: { "aws:SourceArn": finance } }, source(store), true],
    [{ ArnLike: { "aws:SourceArn": finance } }, source(store), false],
    [
      { ArnLike: { "aws:SourceArn": finance } },
      source("arn:aws:someservice:us-east-2:111122223333:finance/a:b/c"),
      true,
    ],
    [{ ArnEquals: { "aws:SourceArn": topic } }, source(topic), true],
    // What comes after the fifth colon is one component, colons and all.
    [{ ArnEquals: { "aws:SourceArn": `${topic}:a` } }, source(`${topic}:a`), true],
    [{ ArnEquals: { "aws:SourceArn": topic } }, source(`${topic}:a`), false],
    // "The ArnEquals and ArnLike condition operators behave identically."
    [{ ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:123456789012:top?c" } }, source(topic), true],
    [{ ArnEquals: { "aws:SourceArn": topic } }, source(topic.replace("topic", "Topic")), false],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }, source(topic), false],
    [{ ArnLike: { "aws:SourceArn": "*" } }, source(topic), true],
    [{ ArnLike: { "aws:SourceArn": "*" } }, source("no ARN"), false],
    [{ ArnLike: { "aws:SourceArn": topic } }, {}, false],
    [{ ArnNotEquals: { "aws:SourceArn": topic } }, source(topic), false],
    [{ ArnNotLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }, source(topic), false],
    [{ ArnNotLike: { "aws:SourceArn": "arn:aws:s3:::*" } }, source(topic), true],
    [{ ArnNotLike: { "aws:SourceArn": topic } }, {}, true],
    [
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:${aws:PrincipalAccount}:*" } },
      { ...source(topic), "aws:PrincipalAccount": "123456789012" },
      true,
    ],
    [{ ArnEquals: { "aws:SourceArn": "${aws:PrincipalArn}" } }, { ...source(topic), "aws:PrincipalArn": topic }, true],
    [{ ArnEquals: { "aws:SourceArn": "${aws:PrincipalArn}" } }, { ...source(topic), "aws:PrincipalArn": "x" }, false],
    [{ ArnEquals: { "aws:SourceArn": "${aws:PrincipalArn}" } }, source(topic), false],
  ]);
});

describe("IAM User Guide, ...IfExists condition operators", () => {
  const types = { "ec2:InstanceType": ["t1.*", "t2.*", "m3.*"] };
  table([
    [{ StringLike: types }, {}, false],
    [{ StringLikeIfExists: types }, {}, true],
    [{ StringLikeIfExists: types }, { "ec2:InstanceType": "t2.micro" }, true],
    [{ StringLikeIfExists: types }, { "ec2:InstanceType": "c5.large" }, false],
    // "Other condition elements in the statement can still result in a nonmatch"
    [{ StringLikeIfExists: types, StringEquals: { "aws:username": "x" } }, {}, false],
    // "the request is still denied even if the tag is missing"
    [{ StringNotEqualsIfExists: { "aws:RequestTag/a": "b" } }, {}, true],
    [{ NumericLessThanIfExists: { "aws:MultiFactorAuthAge": "3600" } }, { "aws:MultiFactorAuthAge": "4000" }, false],
    [{ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } }, {}, true],
    [{ "ForAnyValue:StringEqualsIfExists": { "aws:TagKeys": "a" } }, { "aws:TagKeys": ["b"] }, false],
  ]);
});

describe("IAM User Guide, Creating a condition with multiple keys or values", () => {
  const block = {
    StringEqualsIgnoreCase: {
      "aws:PrincipalTag/department": ["finance", "hr", "legal"],
      "aws:PrincipalTag/role": ["audit", "security"],
    },
    StringEquals: { "aws:PrincipalAccount": "123456789012" },
  };
  const all = {
    "aws:PrincipalTag/department": "HR",
    "aws:PrincipalTag/role": "audit",
    "aws:PrincipalAccount": "123456789012",
  };
  const attributes = (...names: string[]) => ({ "dynamodb:Attributes": names });
  const listed = { "dynamodb:Attributes": ["PostDateTime", "Message", "Tags"] };
  const forbidden = { "dynamodb:Attributes": ["ID", "PostDateTime"] };
  table([
    [block, all, true],
    [block, { ...all, "aws:PrincipalTag/role": "sales" }, false],
    [block, { ...all, "aws:PrincipalAccount": "999999999999" }, false],
    [block, { "aws:PrincipalTag/department": "hr", "aws:PrincipalAccount": "123456789012" }, false],
    // "the string cannot match any of the aws:PrincipalAccount values listed"
    [{ StringNotEquals: { "aws:PrincipalAccount": ["1", "2"] } }, { "aws:PrincipalAccount": "2" }, false],
    [{ StringNotEquals: { "aws:PrincipalAccount": ["1", "2"] } }, { "aws:PrincipalAccount": "3" }, true],
    [{ "ForAllValues:StringEquals": listed }, attributes("PostDateTime", "UserName"), false],
    [{ "ForAllValues:StringEquals": listed }, attributes("PostDateTime", "Tags"), true],
    [{ "ForAllValues:StringEquals": listed }, {}, true],
    [{ "ForAllValues:StringEquals": listed }, attributes(), true],
    [{ "ForAllValues:StringEquals": listed }, attributes(""), true],
    [{ "ForAnyValue:StringEquals": forbidden }, attributes("UserName", "Message", "PostDateTime"), true],
    [{ "ForAnyValue:StringEquals": forbidden }, attributes("UserName"), false],
    [{ "ForAnyValue:StringEquals": forbidden }, {}, false],
    [{ "ForAnyValue:StringEquals": forbidden }, attributes(), false],
    [{ "ForAllValues:StringNotEquals": forbidden }, attributes("UserName", "Tags"), true],
    [{ "ForAllValues:StringNotEquals": forbidden }, attributes("UserName", "ID"), false],
    [{ "ForAnyValue:StringNotEquals": forbidden }, attributes("UserName", "ID"), true],
    [{ "ForAnyValue:StringNotEquals": forbidden }, attributes("PostDateTime", "ID"), false],
    [{ "ForAnyValue:StringNotEquals": forbidden }, {}, false],
    [{ "ForAllValues:StringLike": { "aws:TagKeys": "key1*" } }, { "aws:TagKeys": ["key1:legal", "key2:hr"] }, false],
    [{ "ForAnyValue:StringLike": { "aws:TagKeys": ["key1*"] } }, { "aws:TagKeys": ["key1:legal", "key2:hr"] }, true],
    // Without values a multivalued key does not exist; Null asks for it beside ForAllValues.
    [{ "ForAllValues:StringEquals": { "aws:TagKeys": "a" }, Null: { "aws:TagKeys": "false" } }, {}, false],
    // Without a set operator: one of the values is enough, and for a negated operator one is too many.
    [{ StringEquals: { "aws:TagKeys": "a" } }, { "aws:TagKeys": ["a", "b"] }, true],
    [{ StringNotEquals: { "aws:TagKeys": "a" } }, { "aws:TagKeys": ["a", "b"] }, false],
    [{ StringEqualsIfExists: { "aws:TagKeys": "a" } }, { "aws:TagKeys": [] }, true],
    [{}, {}, true],
    // "Key names are case-insensitive", and so is the tag's name in them.
    [{ StringEquals: { "AWS:PRINCIPALTAG/TEAM": "x" } }, { "aws:PrincipalTag/team": "x" }, true],
  ]);
});
